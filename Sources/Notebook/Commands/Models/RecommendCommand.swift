import Notebook
import Ratings
import Recommenders
import Values

struct RecommendCommand: Command {
    let model: Reference<ModelObject> = .model
    let user = Parameter<String>("USER", required: .text, help: "a user's identifier")
    let count = Parameter("k", 1...100_000, default: 10, help: "how many items")
    let removesSeen = JudgingOptions().removesSeen

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "recommend", "the best items for a user, with titles where they are known", arguments: [model, user],
            options: [count, removesSeen], examples: ["recommend svd 196 --k 5"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let model = try await session.object(model, call).model
        let position = try model.users.known("user", user, call)
        let (count, removes) = (call[count], call[removesSeen])
        let lists = try await session.compute("recommend") { stop, _ in
            try model.rank(users: [position], count: count, removingSeen: removes, stop: stop)
        }
        return RecommendationsObject(lists.first ?? [], of: model)
    }
}

extension Vocabulary {
    /// The position of what an argument names.
    ///
    /// - Throws: where training saw no such user or item.
    func known(_ kind: String, _ argument: Parameter<String>, _ call: Invocation) throws -> Int {
        if let position = position(of: EntityID(call[argument])) { return position }
        throw call.failure(
            NotebookError.unavailable("the training data hold no \(kind) \(call[argument])"), at: argument)
    }
}
