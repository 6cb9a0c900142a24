import Compute
import Experiments
import Notebook
import Synchronization
import Tuning
import Values

/// Waiting for experiments, with their progress, and saying when one has ended.
extension SessionExperiments {
    /// - Throws: `CancellationError`, where an experiment that is to outlive the session goes on; why it ended in ERROR.
    func wait(for experiment: any LiveExperiment, _ session: isolated Session) async throws {
        let show = session.progress()
        defer { show(nil) }
        // Whoever cancels the statement stops an experiment that only this statement waits for.
        await withTaskCancellationHandler {
            for message in await Self.follow(experiment, show) { session.notice("warning: \(message)") }
        } onCancel: {
            if !experiment.outlivesSession { Task { await experiment.stop() } }
        }
        await session.tellWarnings()
        try Task.checkCancellation()
        let record = await experiment.summary.record
        if let failure = failure(record) { throw NotebookError.unavailable(failure) }
    }

    /// Shows how far an experiment is until it has ended. - Returns: what it warned of.
    static func follow(
        _ experiment: any LiveExperiment, _ show: @escaping @Sendable (WorkProgress?) -> Void
    ) async -> [String] {
        let newest = Mutex(progress(await experiment.summary))
        show(newest.withLock { $0 })
        // What is shown depends on the time too, and a long trial tells nothing.
        let ticking = Task {
            while (try? await Task.sleep(for: .seconds(1))) != nil { show(newest.withLock { $0 }) }
        }
        defer { ticking.cancel() }
        var warnings: [String] = []
        for await event in await experiment.events() {
            if case .warning(let message) = event { warnings.append(message) }
            guard case .trialEnded(_, let now) = event else { continue }
            let progress = progress(now)
            newest.withLock { $0 = progress }
            show(progress)
        }
        return warnings
    }

    private static func progress(_ now: ExperimentSummary) -> WorkProgress {
        let configuration = now.record.configuration
        var progress = WorkProgress(
            completed: now.ended, total: configuration.maxTrials ?? 0, unit: "trial",
            figureName: now.best == nil ? nil : "best", figure: now.best?.value)
        progress.name = now.record.name
        progress.remark = now.best.map { "trial \($0.sequence)" }
        return progress
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
