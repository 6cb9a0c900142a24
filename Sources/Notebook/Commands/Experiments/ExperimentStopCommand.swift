import Display
import Experiments
import Notebook
import Tuning
import Values

struct ExperimentStopCommand: Command {
    let experiments: SessionExperiments
    let experiment = Parameter<String?>(
        "EXPERIMENT", .object([ObjectKind.experiment.rawValue]), help: "an experiment, by its name")
    let all = Parameter(flag: "all", help: "every one that runs")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment stop", "stops an experiment; its trials are kept", arguments: [experiment], options: [all],
            examples: ["experiment stop tpe", "experiment stop --all"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        if call[all] {
            let running = await experiments.running()
            await experiments.stop()
            session.notice("stopped \(Figures.count(running.count, "experiment"))")
            return nil
        }
        let object = try await experiments.named(experiment, call, session)
        if let live = await experiments.manager(session).live(object.name) {
            await live.stop()
            return object
        }
        let record = try await object.snapshot().record
        if let address = record.runningAddress {
            throw call.failure(
                NotebookError.unavailable(
                    "'\(object.name)' is not followed in this session",
                    remedy: "'experiment attach \(address)' takes it up; then stop it"), at: experiment)
        }
        guard record.status.hasEnded else {
            throw call.failure(
                NotebookError.unavailable("'\(object.name)' runs in another session", remedy: "stop it there"),
                at: experiment)
        }
        return object
    }
}
