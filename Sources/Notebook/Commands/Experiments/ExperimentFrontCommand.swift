import Notebook
import Values

struct ExperimentFrontCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment front",
            "the trials that no other beats in every objective, best compromises first; a script waits for the end",
            arguments: [experiment], examples: ["experiment front tpe"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        return try await PlacedError.placeAsync(call.place(of: experiment)) { try await object.front() }
    }
}
