import ExperimentReports
import Notebook
import Values

struct PlotParallelCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let picture = ExperimentPicture()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot parallel", "every trial as a line across its parameters to its objective",
            arguments: [experiment], options: picture.all,
            examples: ["plot parallel tpe", "plot parallel tpe --top 10%"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let snapshot = try await experiments.named(experiment, call, session).snapshot()
        return try picture.shown(call) { try ParallelPlot.plot(snapshot, $0) }
    }
}
