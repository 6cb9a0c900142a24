package import Compute
package import Experiments
import Foundation
import Platform
package import Tuning
import Values

/// One search: asks a tuner, runs trials side by side, and tells the tuner how they ended.
///
/// **Reproducible searches.** A tuner's answer depends on what it was told before, and with several trials at once that
/// would depend on their speed. With `isReproducible` trial `n` is suggested once trials `0…n − 8` have ended, and the
/// tuner has been told of exactly those, in order. The search is then the same at any concurrency, at the price that it
/// learns of a trial up to seven trials late, and that more than eight workers find no work.
package actor EmbeddedExperiment: LiveExperiment {
    /// How many trials a reproducible search has open, whatever the concurrency.
    static let window = 8
    /// So many failures without a success end the experiment.
    static let hopeless = 10

    package nonisolated let configuration: ExperimentConfiguration
    private let runner: any TrialRunner
    private let cores: CoreBudget
    private let writer: StoreWriter
    private let models: KeptModels?
    private let desk: AssessmentDesk?
    private var search: SearchOrder
    private var ledger: ExperimentLedger
    private var running: [Int: OpenTrial] = [:]
    private var paused: [Int] = []
    private var canSuggest = true
    private var work: Task<Void, Never>?
    private var model: (any Sendable)?
    private let listeners = ExperimentListeners()

    private struct OpenTrial {
        let handle: TrialHandle
        var canceledAs: TrialStatus?
    }

    /// - Parameters:
    ///   - models: where the best model is kept while it is the best.
    ///   - cores: what trials that compute share with all others.
    package init(
        _ configuration: ExperimentConfiguration, tuner: any Tuner, assessor: (any Assessor)? = nil,
        runner: any TrialRunner, store: any ExperimentStore, models: KeptModels? = nil, cores: CoreBudget = .shared
    ) throws {
        self.configuration = configuration
        self.runner = runner
        self.models = models
        self.cores = cores
        search = SearchOrder(tuner, window: configuration.isReproducible ? Self.window : nil)
        desk = assessor.map(AssessmentDesk.init)
        writer = StoreWriter(store, experiment: configuration.id)
        let record = ExperimentRecord(
            configuration: configuration, status: .initialized, owner: ProcessIdentity.current)
        ledger = ExperimentLedger(record)
        try store.create(record)
    }

    /// As it is stored: whoever is told of a trial finds it again, whatever happens next.
    package var summary: ExperimentSummary {
        get async {
            let now = ledger.summary
            await writer.flush()
            return now
        }
    }
    package var warning: String? { writer.warning }
    package var bestModel: (any Sendable)? { model }

    package func trainAgain(_ trial: TrialRecord) async throws -> (any Sendable)? {
        try await runner.trainAgain(trial, fixed: configuration.fixed)
    }

    package var snapshot: ExperimentSnapshot {
        var now = ledger
        for (sequence, open) in running { _ = now.apply(.reported(open.handle.values, trial: sequence)) }
        return now.snapshot
    }

    package func events() -> AsyncStream<ExperimentEvent> { listeners.events(hasEnded: ledger.status.hasEnded) }

    /// What happened is stored, and told once it is.
    /// - Parameter result: what a trial that ended gave; its model is kept if it is the best now.
    private func apply(_ change: ExperimentLedger.Change, keeping result: FinishedTrial? = nil) {
        let effects = ledger.apply(change)
        let hasEnded = ledger.status.hasEnded
        writer.add(effects.writes, file: result.flatMap(keep)) { [listeners] in
            for event in effects.events { listeners.tell(event) }
            if hasEnded { listeners.end() }
        }
    }

    // MARK: - Lifecycle

    package func start() {
        guard work == nil else { return }
        apply(.status(.running))
        work = Task { await run() }
    }

    /// Cancels running trials and returns when they have ended.
    package func stop() async {
        guard !ledger.status.hasEnded else { return }
        apply(.status(.stopping))
        cancelTrials(as: .userCanceled)
        await work?.value
        finish(.stopped)
        await writer.flush()
    }

    private func cancelTrials(as status: TrialStatus) {
        for sequence in running.keys { cancelTrial(sequence, as: status) }
    }

    private func cancelTrial(_ sequence: Int, as status: TrialStatus) {
        guard let open = running[sequence] else { return }
        if open.canceledAs == nil { running[sequence]?.canceledAs = status }
        open.handle.stop.stop()
    }

    private func run() async {
        let clock = configuration.maxDuration.map { seconds in
            Task { [weak self] in
                try await Task.sleep(for: .seconds(seconds))
                await self?.timeIsUp()
            }
        }
        await withTaskGroup(of: FinishedTrial.self) { group in
            while true {
                while let next = nextTrial() {
                    group.addTask { [self] in await perform(next.request, next.handle) }
                }
                guard let finished = await group.next() else { break }
                end(finished)
                resumePaused()
            }
        }
        clock?.cancel()
        if ledger.status == .stopping {
            finish(.stopped)
        } else if ledger.summary.best == nil, let failed = ledger.trials.first(where: { $0.status == .failed }) {
            finish(.error, error: failed.error)
        } else {
            finish(.done)
        }
        await writer.flush()
    }

    private func timeIsUp() {
        guard ledger.status == .running else { return }
        apply(.status(.noMoreTrial))
        cancelTrials(as: .systemCanceled)
    }

    private func finish(_ status: ExperimentStatus, error: String? = nil) {
        apply(.ended(status, error: error, open: .systemCanceled))
    }

    // MARK: - Trials

    /// The next trial, once there is room and the tuner has one.
    private func nextTrial() -> (request: TrialRequest, handle: TrialHandle)? {
        let sequence = ledger.trials.count
        guard ledger.status == .running, canSuggest, running.count - paused.count < configuration.concurrency,
            configuration.maxTrials.map({ sequence < $0 }) ?? true
        else { return nil }
        switch search.suggest(id: sequence) {
        case .waiting: return nil
        case .exhausted:
            canSuggest = false
            apply(.status(.tunerNoMoreTrial))
            return nil
        case .parameters(let parameters):
            var trial = TrialRecord(
                id: "\(configuration.id)-\(sequence)", sequence: sequence, status: .running, parameters: parameters)
            trial.startTime = Date()
            apply(.trial(trial))
            let handle = handle(of: trial)
            running[sequence] = OpenTrial(handle: handle)
            return (TrialRequest(sequence: sequence, parameters: configuration.fixed.merging(parameters)), handle)
        }
    }

    private func handle(of trial: TrialRecord) -> TrialHandle {
        let sequence = trial.sequence
        return TrialHandle(
            id: trial.id, sequence: sequence,
            assess: { [desk] step, value in desk?.assess(id: sequence, step: step, value: value) ?? .goOn },
            onReport: { [writer] step, value in
                writer.add([.intermediate(value, step: step - 1, trial: sequence)])
            },
            onPause: { [weak self] in Task { await self?.notePause(sequence) } })
    }

    private func notePause(_ sequence: Int) {
        guard running[sequence]?.handle.isPaused == true else { return }
        paused.append(sequence)
        if runner.computes { cores.give() }
        resumePaused()
    }

    /// Paused trials go on once nothing else is running.
    private func resumePaused() {
        while !paused.isEmpty, running.count == paused.count { takeUp(paused[0])?.handle.resume() }
    }

    /// A trial is paused no more: it holds a core as it did.
    private func takeUp(_ sequence: Int) -> OpenTrial? {
        guard let index = paused.firstIndex(of: sequence) else { return nil }
        paused.remove(at: index)
        if runner.computes { cores.takeAtOnce() }
        return running[sequence]
    }

    private nonisolated func perform(_ request: TrialRequest, _ trial: TrialHandle) async -> FinishedTrial {
        if runner.computes {
            do { try await cores.take(stop: trial.stop) } catch {
                return FinishedTrial(sequence: request.sequence, result: .failure(error))
            }
        }
        defer { if runner.computes { cores.give() } }
        let limit = configuration.maxTrialDuration.map { seconds in
            Task { [weak self] in
                try await Task.sleep(for: .seconds(seconds))
                await self?.cancelTrial(request.sequence, as: .systemCanceled)
            }
        }
        defer { limit?.cancel() }
        do {
            return FinishedTrial(sequence: request.sequence, result: .success(try await runner.run(request, trial)))
        } catch {
            return FinishedTrial(sequence: request.sequence, result: .failure(error))
        }
    }

    private func end(_ finished: FinishedTrial) {
        let sequence = finished.sequence
        _ = takeUp(sequence)
        guard let open = running.removeValue(forKey: sequence), var trial = ledger.trial(sequence) else { return }
        trial.endTime = Date()
        var outcome = TrialOutcome.failed
        let values = open.handle.values
        if let reason = open.handle.earlyStop, open.canceledAs == nil {
            trial.status = .earlyStopped
            trial.error = reason
            let last = values.last ?? .nan
            trial.metrics = [configuration.objective: .number(last)]
            outcome = .stoppedEarly(last: last)
        } else {
            switch finished.result {
            case .success(let result):
                trial.status = .succeeded
                trial.metrics = result.metrics
                if result.objective.isFinite { outcome = .value(result.objective) }
            case .failure where open.canceledAs != nil:
                trial.status = open.canceledAs ?? .userCanceled
                outcome = .cancelled
            case .failure(let error):
                trial.status = .failed
                trial.error = "\(error)"
            }
        }
        _ = ledger.apply(.reported(values, trial: sequence))
        apply(.trial(trial), keeping: finished)
        desk?.end(id: sequence, outcome)
        search.end(id: sequence, outcome)
        if ledger.summary.best == nil, ledger.summary[.failed] >= Self.hopeless, ledger.status == .running {
            apply(.status(.noMoreTrial))
            cancelTrials(as: .systemCanceled)
        }
    }

    /// Keeps the model of a trial that has become the best.
    private func keep(_ finished: FinishedTrial) -> StoreWriter.File? {
        guard case .success(let result) = finished.result, ledger.summary.best?.sequence == finished.sequence else {
            return nil
        }
        model = result.model
        guard let models, let save = result.saveModel else { return nil }
        return models.file(of: finished.sequence, save)
    }
}

private struct FinishedTrial: Sendable {
    let sequence: Int
    let result: Result<TrialResult, any Error>
}
