import Experiments
import Notebook
import Values

struct ExperimentWaitCommand: Command {
    let experiments: SessionExperiments
    let names: Parameter<[String]> = .experiments

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment wait",
            "comes back when experiments have ended; Ctrl-C stops them, or only the waiting for what runs elsewhere",
            arguments: [names], examples: ["experiment wait tpe"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let objects = try await experiments.named(names, call, session)
        for object in objects {
            if let live = await experiments.manager(session).live(object.id) {
                try await experiments.wait(for: live, session)
            } else {
                try await experiments.wait(forRemote: object)
            }
        }
        return objects.count == 1 ? objects[0] : nil
    }
}
