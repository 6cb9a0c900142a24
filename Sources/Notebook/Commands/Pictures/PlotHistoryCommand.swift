import ExperimentReports
import Experiments
import Notebook
import Values

struct PlotHistoryCommand: Command {
    let experiments: SessionExperiments
    let names: Parameter<[String]> = .experiments
    let picture = ExperimentPicture()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot history",
            "an experiment's objective, trial by trial, and the best so far; of several experiments the best of each",
            arguments: [names], options: picture.all,
            examples: ["plot history tpe", "plot history tpe tpe~1", "plot history tpe --save history.svg"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        var snapshots: [ExperimentSnapshot] = []
        for object in try await experiments.named(names, call, session) {
            snapshots.append(try await object.snapshot())
        }
        return try picture.shown(call) { [snapshots] request in try HistoryPlot.plot(snapshots, request) }
    }
}
