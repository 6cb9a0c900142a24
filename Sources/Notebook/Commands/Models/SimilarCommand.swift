import Notebook
import Recommenders
import Values

struct SimilarCommand: Command {
    let model: Reference<ModelObject> = .model
    let item = Parameter<String>("ITEM", required: .text, help: "an item's identifier")
    let count = Parameter("k", 1...100_000, default: 10, help: "how many items")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "similar", "the nearest items to an item, by the cosine of their factors", arguments: [model, item],
            options: [count], examples: ["similar svd 242"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let model = try await session.object(model, call).model
        let position = try model.items.known("item", item, call)
        return RecommendationsObject(model.similar(to: position, count: call[count]), of: model)
    }
}
