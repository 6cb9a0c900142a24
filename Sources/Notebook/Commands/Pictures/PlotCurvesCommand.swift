import ExperimentReports
import Notebook
import Values

struct PlotCurvesCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let picture = ExperimentPicture()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot curves", "what trials reported while they ran, stopped ones marked with the reason",
            arguments: [experiment], options: picture.all, examples: ["plot curves tpe", "plot curves tpe --log y"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let snapshot = try await experiments.named(experiment, call, session).snapshot()
        return try picture.shown(call) { try CurvesPlot.plot(snapshot, $0) }
    }
}
