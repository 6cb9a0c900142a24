import Display
import Experiments
import Notebook
import Values

struct ExperimentDeleteCommand: Command {
    let experiments: SessionExperiments
    let names: Parameter<[String]> = .experiments

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment delete", "takes experiments away for good, with their models and their trials' output",
            arguments: [names], examples: ["experiment delete tpe"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let objects = try await experiments.named(names, call, session)
        for object in objects {
            let configuration = try await object.record().configuration
            try await PlacedError.placeAsync(call.place(of: names)) {
                try await experiments.manager(session).delete(object.id)
            }
            experiments.deleteFiles(of: configuration)
        }
        session.notice("deleted \(objects.map(\.name).joined(separator: ", "))")
        return nil
    }
}

struct ExperimentRenameCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let name = Parameter<String>("NAME", required: .text, help: "what it is called from now on")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment rename", "gives an experiment another name", arguments: [experiment, name],
            examples: ["experiment rename tpe weekly"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        let wanted = try experiments.checked(call[name], at: name, call)
        try await experiments.manager(session).rename(object.id, to: wanted)
        return try await experiments.object(object.id, session)
    }
}
