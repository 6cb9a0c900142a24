import Display
import Experiments
import Notebook
import Tuning
import Values

struct ExperimentStopCommand: Command {
    let experiments: SessionExperiments
    let names = Parameter<[String]>(
        "EXPERIMENT", each: .object([ObjectKind.experiment.rawValue]), help: "experiments, of any session"
    ) { $0 }
    let all = Parameter(flag: "all", help: "every one that runs in this session")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment stop", "stops experiments; their trials are kept, and 'experiment resume' goes on with them",
            arguments: [names], options: [all], examples: ["experiment stop tpe", "experiment stop --all"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        if call[all] {
            let running = await experiments.running()
            _ = await experiments.stop()
            session.notice("stopped \(Figures.count(running.count, "experiment"))")
            return nil
        }
        let objects = try await experiments.named(names, call, session)
        for (object, word) in zip(objects, call.words(names)) { try await stop(object, at: word, in: session) }
        return objects.count == 1 ? objects[0] : nil
    }

    private func stop(_ object: ExperimentObject, at word: CallWord, in session: isolated Session) async throws {
        let manager = experiments.manager(session)
        if let live = await manager.live(object.id) {
            _ = experiments.isNews(object.id)
            return await live.stop()
        }
        let record = try await object.record()
        if record.status.hasEnded { return }
        if let address = record.runningAddress {
            throw PlacedError(
                NotebookError.unavailable(
                    "'\(object.name)' is not followed in this session",
                    remedy: "'experiment attach \(address)' takes it up; then stop it"), at: word.range)
        }
        try await PlacedError.placeAsync(word.range) { try await manager.ask(.stop, of: object.id) }
        let end = ContinuousClock.now + .seconds(30)
        while try await !object.status().hasEnded {
            guard ContinuousClock.now < end else {
                throw PlacedError(
                    NotebookError.unavailable(
                        "'\(object.name)' runs in another session, which was asked to stop it and has not yet",
                        remedy: "'experiment wait \(object.name)' waits on"), at: word.range)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
