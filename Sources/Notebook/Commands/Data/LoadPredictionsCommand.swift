import Notebook
import RatingSources
import Ratings
import Values

struct LoadPredictionsCommand: Command {
    let file = Parameter<String>("FILE", required: .file, help: "columns of user, item and prediction")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "load predictions", "scores made elsewhere, to be judged like a model's", arguments: [file],
            examples: ["other = load predictions scores.csv"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let path = call[file]
        return PredictionsObject(table: try await session.compute("load") { _, _ in try RatingTable(file: path) })
    }
}
