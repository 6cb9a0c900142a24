import Compute
package import Experiments
import Foundation
import NNIProtocol
import Platform
import Tuning
import Values

/// An experiment that an NNI manager runs, followed from here: what the manager tells becomes the experiment's records,
/// in the same store and with the same events as those of an embedded one.
package actor NNIExperiment: LiveExperiment {
    package nonisolated let configuration: ExperimentConfiguration
    package nonisolated let outlivesSession: Bool
    let client: ManagerClient
    let tie: Tie
    /// The manager's process where it is on this machine.
    let managerProcess: Int?
    private let writer: StoreWriter
    private let models: KeptModels?
    private let runner: (any TrialRunner)?
    let workers: [Worker]
    let patience: Patience
    let madeFolder: String?
    /// The experiment's folder on the manager's machine.
    let logFolder: String?
    private var ledger: ExperimentLedger
    private var places: [Int: (folder: String?, environment: String?)] = [:]
    private var keptSequence: Int?
    private var work: Task<Void, Never>?
    private let listeners = ExperimentListeners()
    private var isClosed = false
    /// When a limit was raised: the manager goes on calling itself done for a moment.
    private(set) var reopened: Date?
    /// Workers that can't be reached any more.
    private(set) var lost: Set<Worker> = []
    /// When a trial last began, reported or ended.
    private(set) var lastProgress = Date()
    /// Trials with more reports than the manager can tell in time; asked for again once they have ended.
    private var heavy: Set<String> = []

    /// - Parameter known: what the store has of it from an earlier session.
    init(_ record: ExperimentRecord, known: [TrialRecord], store: any ExperimentStore, _ parts: Parts) {
        configuration = record.configuration
        ledger = ExperimentLedger(record, trials: known)
        writer = StoreWriter(store, experiment: record.id)
        client = parts.client
        tie = parts.tie
        outlivesSession = parts.tie != .owns
        managerProcess = parts.managerProcess
        models = parts.models
        runner = parts.runner
        workers = parts.workers
        patience = parts.patience
        madeFolder = parts.folder
        logFolder = parts.logFolder
    }

    /// As it is stored: whoever is told of a trial finds it again, whatever happens next.
    package var summary: ExperimentSummary {
        get async {
            let now = standing
            await flush()
            return now
        }
    }
    var standing: ExperimentSummary { ledger.summary }
    package var warning: String? { writer.warning }
    var record: ExperimentRecord { ledger.record }
    var trials: [TrialRecord] { ledger.trials }
    /// Models of NNI's trials are files.
    package var bestModel: (any Sendable)? { nil }
    package var snapshot: ExperimentSnapshot { ledger.snapshot }

    package func trainAgain(_ trial: TrialRecord) async throws -> (any Sendable)? {
        try await runner?.trainAgain(trial, fixed: configuration.fixed)
    }

    // MARK: - Events

    package func events() -> AsyncStream<ExperimentEvent> {
        listeners.events(hasEnded: record.status.hasEnded || isClosed)
    }

    /// What happened is stored, and told once it is.
    func apply(_ change: ExperimentLedger.Change) {
        let effects = ledger.apply(change)
        let hasEnded = ledger.status.hasEnded
        writer.add(effects.writes) { [listeners] in
            for event in effects.events { listeners.tell(event) }
            if hasEnded { listeners.end() }
        }
    }

    /// Comes back when all that has happened is stored.
    func flush() async { await writer.flush() }

    // MARK: - Following

    /// Begins to follow, unless it does so already.
    func follow() {
        guard work == nil, !isClosed else { return }
        work = Task {
            await run()
            work = nil
        }
    }

    /// Looks at the manager once.
    func observe() async throws {
        var seen = try await Observation.look(
            client, earlier: trials, objective: configuration.objective, heavy: heavy)
        heavy = seen.heavy
        for index in seen.trials.indices where seen.trials[index].status == .failed {
            let environment = seen.places[seen.trials[index].sequence]?.environment
            guard let worker = Worker.named(environment, among: workers), lost.contains(worker) else { continue }
            seen.trials[index].error = "its worker \(worker) was lost"
        }
        take(seen)
    }

    func noteLost(_ workers: [Worker]) {
        lost.formUnion(workers)
        let names = workers.map { "\($0)" }.joined(separator: ", ")
        let ended = standing.ended
        let message =
            "worker \(names) was lost: nothing answers there for \(Int(patience.worker)) s; the results of \(ended) ended trials are kept"
        lastProgress = Date()
        apply(.noted(message))
    }

    private func take(_ seen: Observation) {
        places = seen.places
        for trial in seen.trials {
            let old = ledger.trial(trial.sequence)
            // A result that is no number equals nothing, not even itself.
            guard trial != old,
                !(trial.status.hasEnded && old?.status == trial.status && old?.metrics.count == trial.metrics.count)
            else { continue }
            lastProgress = Date()
            let isNewCurve = trial.intermediate != old?.intermediate ?? []
            apply(.trial(trial))
            if isNewCurve { apply(.curve(trial.intermediate, trial: trial.sequence)) }
        }
        keepBestModel()
        if record.status != .stopping, !record.status.hasEnded { setStatus(seen.status) }
    }

    private func setStatus(_ seen: ManagerStatus) {
        let status = seen.experimentStatus
        // Trials that still run keep the experiment open, whatever the manager calls itself.
        if !status.hasEnded, record.status != status { apply(.status(status)) }
    }

    /// Copies the best trial's model from its folder while it is the best.
    private func keepBestModel() {
        guard let models, let best = standing.best, best.sequence != keptSequence,
            let folder = places[best.sequence]?.folder
        else { return }
        let source = folder + "/model.model"
        guard FileManager.default.fileExists(atPath: source) else { return }
        let sequence = best.sequence
        writer.add([], file: models.file(of: sequence) { try FileBytes.write(FileBytes.read(source), to: $0) })
        keptSequence = sequence
    }

    /// Whether a trial runs on a worker that is not lost.
    func hasTrialElsewhere(than lost: Set<Worker>) -> Bool {
        trials.contains { trial in
            guard trial.status == .running,
                let worker = Worker.named(places[trial.sequence]?.environment, among: workers)
            else { return false }
            return !lost.contains(worker)
        }
    }

    func folder(of trial: TrialRecord) -> String? { places[trial.sequence]?.folder }

    /// Ends the record; trials that had not ended are closed as `open`.
    func finish(_ status: ExperimentStatus, error: String? = nil, open: TrialStatus = .systemCanceled) {
        apply(.ended(status, error: error, open: open))
    }

    func setStopping() { apply(.status(.stopping)) }

    /// A finished experiment whose limit was raised runs again.
    func reopen(_ change: (inout ExperimentConfiguration) -> Void) {
        var configuration = record.configuration
        change(&configuration)
        reopened = Date()
        apply(.reconfigured(configuration, isOpen: true))
        follow()
    }

    /// Stops looking; the manager is not touched.
    func unfollow() async {
        isClosed = true
        work?.cancel()
        await work?.value
        listeners.end()
    }
}
