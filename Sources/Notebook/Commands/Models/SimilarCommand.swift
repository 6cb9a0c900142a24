import Notebook
import Recommenders
import Values

struct SimilarCommand: Command {
    let model: Reference<ModelObject> = .model
    let item = Parameter<String>("ITEM", required: .text, help: "an item's identifier, or its title")
    let count = Parameter("k", 1...100_000, default: 10, help: "how many items")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "similar", "the nearest items to an item, by the cosine of what the model knows of them",
            arguments: [model, item],
            options: [count], trailing: count, gives: .recommendations, examples: ["similar svd 242"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let model = try await session.object(model, call).model
        let position = try PlacedError.place(call.place(of: item)) { [item] in
            try model.itemNames.known(call[item])
        }
        return RecommendationsObject(model.similar(to: position, count: call[count]), of: model)
    }
}
