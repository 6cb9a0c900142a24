import Display
import ExperimentReports
import Experiments
import Notebook
import Platform
import Values

struct ExperimentExportCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let file = Parameter<String>("FILE", required: .file, help: "ends in .json or .csv")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment export", "writes an experiment's trials to a .json or .csv file",
            arguments: [experiment, file],
            examples: ["experiment export tpe trials.csv"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let snapshot = try await experiments.named(experiment, call, session).snapshot()
        let path = call[file]
        if path.hasSuffix(".csv") {
            try FileBytes.write(TrialTable.table(snapshot.trials).csv() + "\n", to: path)
        } else if path.hasSuffix(".json") {
            try FileBytes.write(ExperimentExport.json(snapshot).prettyText() + "\n", to: path)
        } else {
            throw NotebookError.unknownFormat(path: path, expected: [".json", ".csv"])
        }
        return nil
    }
}
