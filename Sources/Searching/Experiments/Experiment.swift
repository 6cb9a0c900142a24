import Compute
import Foundation
import Platform
import Synchronization
package import Tuning
import Values

/// One search: asks a tuner, runs trials side by side, and tells the tuner how they ended.
///
/// **Reproducible searches.** A tuner's answer depends on what it was told before, and with several trials at once that
/// would depend on their speed. With `isReproducible` trial `n` is suggested once trials `0…n − 8` have ended, and the
/// tuner has been told of exactly those, in order. The search is then the same at any concurrency, at the price that it
/// learns of a trial up to seven trials late, and that more than eight workers find no work.
package actor Experiment: LiveExperiment {
    /// How many trials a reproducible search has open, whatever the concurrency.
    static let window = 8
    /// So many failures without a success end the experiment.
    static let hopeless = 10

    package nonisolated let configuration: ExperimentConfiguration
    private let runner: any TrialRunner
    private let store: StoreGuard
    private let modelPath: String?
    private var tuner: any Tuner
    private var record: ExperimentRecord
    private var trials: [TrialRecord] = []
    private var running: [Int: OpenTrial] = [:]
    /// Trials whose end the tuner has not been told; in a reproducible search those wait for earlier ones.
    private var untold: [Int: TrialOutcome] = [:]
    private var toldCount = 0
    private var canSuggest = true
    private var work: Task<Void, Never>?
    private var best: (sequence: Int, value: Double, model: (any Sendable)?)?
    private let listeners = ExperimentListeners()

    private struct OpenTrial {
        let stop: StopFlag
        let progress: TrialProgress
        var canceledAs: TrialStatus?
    }

    /// - Parameter modelPath: where the best model is kept while it is the best.
    package init(
        _ configuration: ExperimentConfiguration, tuner: any Tuner, runner: any TrialRunner,
        store: any ExperimentStore, modelPath: String? = nil
    ) throws {
        self.configuration = configuration
        self.tuner = tuner
        self.runner = runner
        self.store = StoreGuard(store)
        self.modelPath = modelPath
        record = ExperimentRecord(configuration: configuration, status: .initialized, owner: ProcessIdentity.current)
        try store.create(record)
    }

    package var status: ExperimentStatus { record.status }
    /// Why the stored record is not complete, where it is not.
    package var warning: String? { store.warning }
    package var bestModel: (any Sendable)? { best?.model }

    package func trainAgain(_ trial: TrialRecord) async throws -> (any Sendable)? {
        try await runner.trainAgain(trial, fixed: configuration.fixed)
    }

    package var snapshot: ExperimentSnapshot {
        ExperimentSnapshot(
            record: record,
            trials: trials.map { trial in
                var trial = trial
                if let open = running[trial.sequence] { trial.intermediate = open.progress.values }
                return trial
            })
    }

    /// What happens from now on; ends with the experiment.
    package func events() -> AsyncStream<ExperimentEvent> { listeners.events(hasEnded: record.status.hasEnded) }

    // MARK: - Lifecycle

    package func start() {
        guard work == nil else { return }
        record.status = .running
        record.startTime = Date()
        store.write { try $0.update(record) }
        work = Task { await run() }
    }

    /// Cancels running trials and returns when they have ended.
    package func stop() async {
        guard !record.status.hasEnded else { return }
        record.status = .stopping
        store.write { try $0.update(record) }
        cancelTrials(as: .userCanceled)
        await work?.value
        if !record.status.hasEnded { finish(.stopped) }
    }

    private func cancelTrials(as status: TrialStatus) {
        for sequence in running.keys {
            if running[sequence]?.canceledAs == nil { running[sequence]?.canceledAs = status }
            running[sequence]?.stop.stop()
        }
    }

    private func cancelTrial(_ sequence: Int) {
        guard running[sequence] != nil else { return }
        running[sequence]?.canceledAs = .systemCanceled
        running[sequence]?.stop.stop()
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
                while let request = nextTrial() {
                    let open = OpenTrial(stop: StopFlag(), progress: TrialProgress())
                    running[request.sequence] = open
                    group.addTask { [self] in await perform(request, open.stop, open.progress) }
                }
                guard let finished = await group.next() else { break }
                end(finished)
            }
        }
        clock?.cancel()
        if record.status == .stopping {
            finish(.stopped)
        } else if best == nil, let failed = trials.first(where: { $0.status == .failed }) {
            record.error = failed.error
            finish(.error)
        } else {
            finish(.done)
        }
    }

    private func timeIsUp() {
        guard record.status == .running else { return }
        record.status = .noMoreTrial
        cancelTrials(as: .systemCanceled)
    }

    private func finish(_ status: ExperimentStatus) {
        record.status = status
        record.endTime = Date()
        store.write { try $0.update(record) }
        listeners.tell(.ended(status))
        listeners.end()
    }

    // MARK: - Trials

    /// The next trial's request, once there is room and the tuner has one.
    private func nextTrial() -> TrialRequest? {
        let sequence = trials.count
        guard record.status == .running, canSuggest, running.count < configuration.concurrency,
            configuration.maxTrials.map({ sequence < $0 }) ?? true
        else { return nil }
        if configuration.isReproducible {
            guard sequence - Self.window < toldCount else {
                // Exactly the trials that this one may know of are told, never more.
                guard tellInOrder(upTo: sequence - Self.window + 1) else { return nil }
                return nextTrial()
            }
        }
        switch tuner.suggest(id: sequence) {
        case .waiting: return nil
        case .exhausted:
            canSuggest = false
            record.status = .tunerNoMoreTrial
            return nil
        case .parameters(let parameters):
            var trial = TrialRecord(
                id: TrialName.make(configuration.id, sequence), sequence: sequence, status: .running,
                parameters: parameters)
            trial.startTime = Date()
            trials.append(trial)
            store.write { try $0.save(trial, of: configuration.id) }
            listeners.tell(.trialStarted(trial))
            return TrialRequest(sequence: sequence, parameters: configuration.fixed.merging(parameters))
        }
    }

    /// Tells the tuner of the ends of trials `toldCount..<count`, if all have ended.
    private func tellInOrder(upTo count: Int) -> Bool {
        guard count > toldCount, (toldCount..<count).allSatisfy({ untold[$0] != nil }) else { return false }
        while toldCount < count, let outcome = untold.removeValue(forKey: toldCount) {
            tuner.report(id: toldCount, outcome)
            toldCount += 1
        }
        return true
    }

    private nonisolated func perform(
        _ request: TrialRequest, _ stop: StopFlag, _ progress: TrialProgress
    ) async -> FinishedTrial {
        let limit = configuration.maxTrialDuration.map { seconds in
            Task { [weak self] in
                try await Task.sleep(for: .seconds(seconds))
                await self?.cancelTrial(request.sequence)
            }
        }
        defer { limit?.cancel() }
        do {
            let result = try await runner.run(request, stop: stop) { [store, configuration] value in
                progress.add(value)
                store.write {
                    try $0.append(intermediate: value, toTrial: request.sequence, of: configuration.id)
                }
            }
            return FinishedTrial(sequence: request.sequence, result: .success(result))
        } catch {
            return FinishedTrial(sequence: request.sequence, result: .failure(error))
        }
    }

    private func end(_ finished: FinishedTrial) {
        let sequence = finished.sequence
        guard let open = running.removeValue(forKey: sequence), trials.indices.contains(sequence) else { return }
        var trial = trials[sequence]
        trial.endTime = Date()
        trial.intermediate = open.progress.values
        var outcome = TrialOutcome.failed
        switch finished.result {
        case .success(let result):
            trial.status = .succeeded
            trial.metrics = result.metrics
            if result.objective.isFinite { outcome = .value(result.objective) }
            keep(result, of: sequence)
        case .failure where open.canceledAs != nil:
            trial.status = open.canceledAs ?? .userCanceled
        case .failure(let error):
            trial.status = .failed
            trial.error = "\(error)"
        }
        trials[sequence] = trial
        store.write { try $0.save(trial, of: configuration.id) }
        listeners.tell(.trialEnded(trial))
        if configuration.isReproducible {
            untold[sequence] = outcome
        } else {
            tuner.report(id: sequence, outcome)
        }
        let failures = trials.count { $0.status == .failed }
        if best == nil, failures >= Self.hopeless, record.status == .running {
            record.status = .noMoreTrial
            cancelTrials(as: .systemCanceled)
        }
    }

    /// Keeps the model while it is the best; of equal ones the earlier trial's.
    private func keep(_ result: TrialResult, of sequence: Int) {
        guard result.objective.isFinite else { return }
        if let best {
            guard
                configuration.mode.isBetter(result.objective, than: best.value)
                    || (result.objective == best.value && sequence < best.sequence)
            else { return }
        }
        best = (sequence, result.objective, result.model)
        if let modelPath, let save = result.saveModel { store.write { _ in try save(modelPath) } }
    }
}

/// What happens in an experiment.
package enum ExperimentEvent: Sendable {
    case trialStarted(TrialRecord)
    case trialEnded(TrialRecord)
    /// Something went wrong that the experiment survives.
    case warning(String)
    case ended(ExperimentStatus)
}

private struct FinishedTrial: Sendable {
    let sequence: Int
    let result: Result<TrialResult, any Error>
}

/// A running trial's reports, written by its thread and read by whoever looks.
private final class TrialProgress: Sendable {
    private let reports = Mutex<[Double]>([])

    var values: [Double] { reports.withLock { $0 } }
    func add(_ value: Double) { reports.withLock { $0.append(value) } }
}

/// A trial's id: the experiment's and the trial's number, so that it is the same in every run of a seeded experiment.
enum TrialName {
    static func make(_ experimentID: String, _ sequence: Int) -> String { "\(experimentID)-\(sequence)" }
}
