import ExperimentReports
import Notebook
import Values

struct PlotContourCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let across: Parameter<String> = .searched("P", help: "the parameter across")
    let up: Parameter<String> = .searched("Q", help: "the parameter upward")
    let picture = ExperimentPicture()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot contour", "the objective over two parameters, in shades, and the trials",
            arguments: [experiment, across, up], options: picture.all,
            examples: ["plot contour tpe lr_all reg_all"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let snapshot = try await experiments.named(experiment, call, session).snapshot()
        let (first, second) = (call[across], call[up])
        return try picture.shown(call, naming: [across, up]) { try ContourPlot.plot(snapshot, first, second, $0) }
    }
}
