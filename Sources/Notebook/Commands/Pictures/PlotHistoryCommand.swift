import ExperimentReports
import Notebook
import Values

struct PlotHistoryCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let picture = PictureOptions()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot history", "an experiment's objective, trial by trial, and the best so far", arguments: [experiment],
            options: picture.all, examples: ["plot history tpe", "plot history tpe --save history.svg"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        return try picture.shown(HistoryPlot.plot(try await object.snapshot()), call)
    }
}
