import Compute
import Experiments
import Notebook
import Tuning
import Values

/// Waiting for experiments, with their progress, and saying when one has ended.
extension SessionExperiments {
    /// - Throws: `CancellationError`, where an experiment that is to outlive the session goes on; why it ended in ERROR.
    func wait(for experiment: any LiveExperiment, _ session: isolated Session) async throws {
        let show = session.progress()
        defer { show(nil) }
        let configuration = experiment.configuration
        show(WorkProgress(completed: 0, total: configuration.maxTrials ?? 0, unit: "trial"))
        // Whoever cancels the statement stops an experiment that only this statement waits for.
        await withTaskCancellationHandler {
            for await event in await experiment.events() {
                if case .warning(let message) = event { session.notice("warning: \(message)") }
                guard case .trialEnded(_, let now) = event else { continue }
                show(
                    WorkProgress(
                        completed: now.ended, total: configuration.maxTrials ?? now.trials, unit: "trial",
                        figureName: now.best == nil ? nil : "best \(configuration.objective)", figure: now.best?.value))
            }
        } onCancel: {
            if !experiment.outlivesSession { Task { await experiment.stop() } }
        }
        await session.tellWarnings()
        try Task.checkCancellation()
        let record = await experiment.summary.record
        if let failure = failure(record) { throw NotebookError.unavailable(failure) }
    }

    /// Waits for one that another process runs, by looking at the store.
    func wait(forRemote object: ExperimentObject) async throws {
        while try await !object.status().hasEnded { try await Task.sleep(for: .milliseconds(250)) }
        if let failure = failure(try await object.record()) { throw NotebookError.unavailable(failure) }
    }

    /// Says above the prompt that an experiment has ended, however long that takes.
    func announceEnd(of experiment: any LiveExperiment, _ object: ExperimentObject, _ session: isolated Session) {
        guard session.isInteractive else { return }
        Task.detached { [session] in
            for await _ in await experiment.events() {}
            await session.tellWarnings()
            session.notice("\(experiment.configuration.name) has ended: \(await object.summary())")
        }
    }
}
