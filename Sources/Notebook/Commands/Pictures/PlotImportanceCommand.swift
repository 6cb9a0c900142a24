import ExperimentReports
import Notebook
import Values

struct PlotImportanceCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let picture = ExperimentPicture()

    /// Bars have no axes that could be logarithmic.
    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot importance", "how much each parameter moves the objective", arguments: [experiment],
            options: [picture.top, picture.conditions] + picture.file.all,
            examples: ["plot importance tpe", "plot importance tpe --where \"n_factors >= 50\""])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let snapshot = try await experiments.named(experiment, call, session).snapshot()
        return try picture.shown(call) { try ImportancePlot.plot(snapshot, $0) }
    }
}
