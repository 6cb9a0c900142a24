import Display
import ExperimentReports
import Experiments
import Notebook
import Platform
import Tuning
import Values

struct ExperimentExportCommand: Command {
    let experiments: SessionExperiments
    /// The last word is the file.
    let words = Parameter<[String]>(
        "EXPERIMENT…", each: .object([ObjectKind.experiment.rawValue]), isRequired: true,
        help: "experiments, then a file that ends in .json or .csv"
    ) { $0 }

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment export",
            "writes experiments' trials to a .json or .csv file; a script waits for their end", arguments: [words],
            examples: ["experiment export tpe trials.csv"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let given = call.words(words)
        guard given.count > 1, let file = given.last else {
            throw PlacedError(
                NotebookError.missingArgument("FILE", usage: "experiment export EXPERIMENT… FILE"), at: call.range)
        }
        let path = file.text
        guard path.hasSuffix(".csv") || path.hasSuffix(".json") else {
            throw PlacedError(NotebookError.unknownFormat(path: path, expected: [".json", ".csv"]), at: file.range)
        }
        var snapshots: [ExperimentSnapshot] = []
        for word in given.dropLast() {
            let object = try await experiments.named(word, session)
            if !session.isInteractive { try await object.waitForEnd() }
            let snapshot = try await object.snapshot()
            if !snapshot.record.status.hasEnded {
                session.notice("note: '\(object.name)' goes on; these are its trials so far")
            }
            snapshots.append(snapshot)
        }
        try PlacedError.place(file.range) {
            let text =
                path.hasSuffix(".csv")
                ? ExperimentExport.table(snapshots).csv()
                : (snapshots.count == 1
                    ? ExperimentExport.json(snapshots[0]) : .array(snapshots.map(ExperimentExport.json))).prettyText()
            try FileBytes.write(text + "\n", to: path)
        }
        return nil
    }
}
