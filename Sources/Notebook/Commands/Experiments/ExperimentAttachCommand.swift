import Experiments
import NNIEngine
import Notebook
import Synchronization
import Values

struct ExperimentAttachCommand: Command {
    let experiments: SessionExperiments
    let address = Parameter<String>(
        "ADDRESS", required: .text, help: "http://HOST:PORT, a port, or the id of an NNI experiment of this machine")
    let name: Parameter<String?> = .experimentName

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment attach", "takes up an experiment that an NNI manager runs, here or elsewhere",
            arguments: [address], options: [name], examples: ["far = experiment attach http://127.0.0.1:8080"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let manager = experiments.manager(session)
        let wanted = call[name] ?? call.target
        return try await PlacedError.placeAsync(call.place(of: address)) {
            let address = try await Attaching.address(call[address], home: experiments.folders.home)
            let isShared = Flag()
            let experiment = try await manager.adopt { store, models in
                let attached = try await Attaching.attach(
                    address, name: { wanted ?? $0 ?? "experiment" }, store: store, models: models)
                isShared.value = attached.isShared
                return attached.experiment
            }
            if isShared.value {
                session.notice(
                    "note: another session runs '\(experiment.configuration.name)' and keeps its record; this one looks on"
                )
            }
            let object = try await experiments.object(experiment.configuration.id, session)
            experiments.announceEnd(of: experiment, object, session)
            return object
        }
    }
}

/// A truth value that a closure sets.
private final class Flag: Sendable {
    private let state = Mutex(false)
    var value: Bool {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
