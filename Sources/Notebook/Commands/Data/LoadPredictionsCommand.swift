import Notebook
import Ratings
import Values

struct LoadPredictionsCommand: Command {
    /// A pair that is predicted twice has one prediction, whichever it is.
    enum Duplicates: String, CaseIterable { case error, first, last }

    let file = Parameter<String>("FILE", required: .file, help: "columns of user, item and prediction")
    let text = TextOptions(.prediction)
    let duplicates = Parameter(
        "duplicates", default: Duplicates.error,
        help: "what a second prediction of the same item for the same user means")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "load predictions", "scores made elsewhere, to be judged like a model's", arguments: [file],
            options: text.all + [duplicates], gives: .predictions, examples: ["other = load predictions scores.csv"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        var format = CSVFormat()
        format.value = .prediction
        format.duplicates = CSVFormat.Duplicates(rawValue: call[duplicates].rawValue) ?? .error
        return PredictionsObject(
            table: try await text.read(try text.file(session.sought(call[file]), format, call), call, in: session))
    }
}
