import Experiments
import Notebook
import Values

struct ExperimentWaitCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment wait",
            "comes back when an experiment has ended; Ctrl-C stops it, or only the waiting for a detached or attached one",
            arguments: [experiment], examples: ["experiment wait tpe"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        if let live = await experiments.manager(session).live(object.name) {
            try await experiments.wait(for: live, session)
        } else {
            try await experiments.wait(forRemote: object)
        }
        return object
    }
}
