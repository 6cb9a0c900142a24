import Compute
import Experiments
import Tuning
import Values

/// Waiting for experiments, with their progress, and saying when one has ended.
enum ExperimentWaiting {
    /// - Throws: `CancellationError`; an experiment that is to outlive the session goes on.
    static func wait(for experiment: any LiveExperiment, _ session: isolated Session) async throws {
        let console = session.settings.progress ? session.console : nil
        defer { console?.show(nil) }
        let configuration = experiment.configuration
        let notices = session.console
        console?.show(WorkProgress(completed: 0, total: configuration.maxTrials ?? 0, unit: "trial"))
        // Whoever cancels the statement stops an experiment that only this statement waits for.
        await withTaskCancellationHandler {
            for await event in await experiment.events() {
                if case .warning(let message) = event { notices.notice("warning: \(message)") }
                guard case .trialEnded(_, let now) = event else { continue }
                console?.show(
                    WorkProgress(
                        completed: now.ended, total: configuration.maxTrials ?? now.trials, unit: "trial",
                        figureName: now.best == nil ? nil : "best \(configuration.objective)", figure: now.best?.value))
            }
        } onCancel: {
            if !experiment.outlivesSession { Task { await experiment.stop() } }
        }
        await session.warn(of: experiment)
        try Task.checkCancellation()
        let record = await experiment.summary.record
        if record.status == .error, let reason = record.error {
            console?.show(nil)
            session.console.notice("warning: '\(record.name)' ended in ERROR: \(reason)")
        }
    }

    /// Waits for one that another process runs, by looking at the store.
    static func wait(forRemote object: ExperimentObject) async throws {
        while try await !object.status().hasEnded { try await Task.sleep(for: .milliseconds(250)) }
    }

    /// Says above the prompt that an experiment has ended, however long that takes.
    static func announceEnd(of experiment: any LiveExperiment, _ object: ExperimentObject, _ session: isolated Session)
    {
        let console = session.console
        guard console.isInteractive else { return }
        Task.detached {
            for await _ in await experiment.events() {}
            await session.warn(of: experiment)
            console.notice("\(experiment.configuration.name) has ended: \(await object.summary())")
        }
    }
}
