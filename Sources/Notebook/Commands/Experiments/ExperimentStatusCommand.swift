import Notebook
import Values

struct ExperimentStatusCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment status", "how far an experiment is", arguments: [experiment],
            examples: ["experiment status tpe"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        try await experiments.named(experiment, call, session)
    }
}
