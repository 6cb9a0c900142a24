import Display
import ExperimentReports
import Experiments
import Notebook
import Platform
import Tuning
import Values

struct ExperimentExportCommand: Command {
    let experiments: SessionExperiments
    let names: Parameter<[String]> = .experiments
    let file = Parameter<String>("FILE", required: .file, help: "ends in .json or .csv")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment export",
            "writes experiments' trials to a .json or .csv file; a script waits for their end",
            arguments: [names, file], examples: ["experiment export tpe trials.csv"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let path = call[file]
        guard path.hasSuffix(".csv") || path.hasSuffix(".json") else {
            throw call.failure(NotebookError.unknownFormat(path: path, expected: [".json", ".csv"]), at: file)
        }
        var snapshots: [ExperimentSnapshot] = []
        for object in try await experiments.named(names, call, session) {
            if !session.isInteractive { try await object.waitForEnd() }
            let snapshot = try await object.snapshot()
            if !snapshot.record.status.hasEnded {
                session.notice("note: '\(object.name)' goes on; these are its trials so far")
            }
            snapshots.append(snapshot)
        }
        try PlacedError.place(call.place(of: file)) {
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
