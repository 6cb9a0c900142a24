import ExperimentReports
import Notebook
import Values

struct PlotSliceCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let parameter: Parameter<String> = .searched("PARAM", help: "a parameter; nested ones as optimizer.adam.lr")
    let picture = ExperimentPicture()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot slice", "the objective over one parameter", arguments: [experiment, parameter],
            options: picture.all, examples: ["plot slice tpe lr_all", "plot slice tpe lr_all --log x --top 50%"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let snapshot = try await experiments.named(experiment, call, session).snapshot()
        let name = call[parameter]
        return try picture.shown(call, naming: [parameter]) { try SlicePlot.plot(snapshot, name, $0) }
    }
}
