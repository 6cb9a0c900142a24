import ExperimentReports
import Notebook
import Values

struct PlotParetoCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let picture = ExperimentPicture()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot pareto", "trials of two objectives, and those that no other beats in both",
            arguments: [experiment], options: picture.all, examples: ["plot pareto tpe"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let snapshot = try await experiments.named(experiment, call, session).snapshot()
        return try picture.shown(call) { try ParetoPlot.plot(snapshot, $0) }
    }
}
