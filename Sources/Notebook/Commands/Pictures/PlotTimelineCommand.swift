import ExperimentReports
import Notebook
import Values

struct PlotTimelineCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let picture = ExperimentPicture()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot timeline", "when each trial ran, and beside which others",
            arguments: [experiment], options: picture.all, examples: ["plot timeline tpe"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let snapshot = try await experiments.named(experiment, call, session).snapshot()
        return try picture.shown(call) { try TimelinePlot.plot(snapshot, $0) }
    }
}
