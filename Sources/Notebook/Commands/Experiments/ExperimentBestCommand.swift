import Notebook
import Values

struct ExperimentBestCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment best",
            "the best trial with its model: its fields are model, params and metrics; a script waits for the end",
            arguments: [experiment], examples: ["best = experiment best tpe"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        return try await PlacedError.placeAsync(call.place(of: experiment)) { try await object.best() }
    }
}
