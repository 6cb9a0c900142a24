import Notebook
import Ratings
import Recommenders
import Values

struct PredictCommand: Command {
    let model: Reference<ModelObject> = .model
    let user = Parameter<String>("USER", required: .text, help: "a user's identifier")
    let item = Parameter<String>("ITEM", required: .text, help: "an item's identifier, or its title")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "predict", "the rating, or the score, that a model expects of a user for an item",
            arguments: [model, user, item],
            examples: ["predict svd 196 242"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let model = try await session.object(model, call).model
        let user = model.users.position(of: EntityID(call[user]))
        let item = try PlacedError.place(call.place(of: item)) { [item] in
            try model.itemNames.position(of: call[item])
        }
        for (kind, id, place) in [("user", call[self.user], user), ("item", call[self.item], item)] where place == nil {
            session.notice("note: the training data hold no \(kind) \(id); the estimate makes do without")
        }
        return PlainValue(.number(model.estimate(user: user, item: item)))
    }
}
