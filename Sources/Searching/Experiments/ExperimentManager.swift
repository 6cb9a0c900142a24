import Foundation
import Platform
import Tuning
import Values

/// The experiments of this session and, through the store, those before it.
package actor ExperimentManager {
    private let store: any ExperimentStore
    private let modelFolder: String?
    private var experiments: [any LiveExperiment] = []

    /// - Parameter modelFolder: where best models are kept; `nil`: nowhere.
    package init(store: any ExperimentStore, modelFolder: String?) {
        self.store = store
        self.modelFolder = modelFolder
    }

    /// Makes and starts an experiment on an engine.
    ///
    /// - Throws: `ExperimentError.nameTaken`, or why the engine can't start it.
    package func start(
        _ configuration: ExperimentConfiguration, on engine: any Engine
    ) async throws -> any LiveExperiment {
        if try store.summary(configuration.name) != nil { throw ExperimentError.nameTaken(configuration.name) }
        let experiment = try await engine.start(configuration, store: store) { models(of: $0) }
        experiments.append(experiment)
        return experiment
    }

    /// Takes up an experiment that runs already, by what `make` finds out about it and keeps in the store. One that this
    /// session follows already takes its old place.
    package func adopt(
        _ make:
            @Sendable (any ExperimentStore, _ models: @Sendable (String) -> KeptModels?) async throws
            -> any LiveExperiment
    ) async throws -> any LiveExperiment {
        let experiment = try await make(store) { models(of: $0) }
        for old in experiments where old.configuration.id == experiment.configuration.id { await old.close() }
        experiments.removeAll { $0.configuration.id == experiment.configuration.id }
        experiments.append(experiment)
        return experiment
    }

    /// The first of `name`, `name-2`, `name-3`, … that no experiment has.
    package func freeName(_ name: String) throws -> String {
        let taken = Set(try store.names())
        var free = name
        var number = 2
        while taken.contains(free) {
            free = "\(name)-\(number)"
            number += 1
        }
        return free
    }

    /// The file of a trial's model, if it was kept.
    package func keptModel(of trial: Int, in id: String) -> String? { models(of: id)?.kept(trial) }

    private nonisolated func models(of id: String) -> KeptModels? {
        modelFolder.map { KeptModels(folder: $0, experiment: id) }
    }

    /// This session's experiments that have not ended, oldest first.
    package func running() async -> [any LiveExperiment] {
        var running: [any LiveExperiment] = []
        for experiment in experiments where await !experiment.status.hasEnded { running.append(experiment) }
        return running
    }

    /// This session's experiments, oldest first.
    package var all: [any LiveExperiment] { experiments }

    /// This session's experiment of that name or id.
    package func live(_ nameOrID: String) -> (any LiveExperiment)? {
        experiments.last { $0.configuration.name == nameOrID || $0.configuration.id == nameOrID }
    }

    /// One experiment as it is now, with its trials.
    ///
    /// - Throws: `ExperimentError.unknown` with the nearest name.
    package func snapshot(_ nameOrID: String) async throws -> ExperimentSnapshot {
        if let live = live(nameOrID) { return await live.snapshot }
        guard var stored = try store.find(nameOrID) else { throw try unknown(nameOrID) }
        stored.settle()
        return stored
    }

    /// One experiment as it is now, without its trials.
    ///
    /// - Throws: `ExperimentError.unknown` with the nearest name.
    package func summary(_ nameOrID: String) async throws -> ExperimentSummary {
        if let live = live(nameOrID) { return await live.summary }
        guard var stored = try store.summary(nameOrID) else { throw try unknown(nameOrID) }
        stored.settle()
        return stored
    }

    private func unknown(_ nameOrID: String) throws -> any Error {
        if let failure = store.failure { return failure }
        return ExperimentError.unknown(nameOrID, nearest: nearestName(to: nameOrID, among: try store.names()))
    }

    /// Every experiment, newest first.
    ///
    /// - Throws: why the store can't be read, where this session has none of its own.
    package func list() async throws -> [ExperimentSummary] {
        var all: [ExperimentSummary] = []
        for var stored in try store.summaries() {
            if let live = live(stored.record.id) {
                all.append(await live.summary)
            } else {
                stored.settle()
                all.append(stored)
            }
        }
        if all.isEmpty, let failure = store.failure { throw failure }
        return all
    }

    /// Stops what runs, but for what was started to outlive the session; all at once, for each may take seconds.
    package func stopAll() async {
        let running = await running().filter { !$0.outlivesSession }
        await withTaskGroup(of: Void.self) { group in
            for experiment in running { group.addTask { await experiment.stop() } }
        }
    }

    /// Leaves nothing outside this process behind that was not started to stay.
    package func close() async {
        await withTaskGroup(of: Void.self) { group in
            for experiment in experiments { group.addTask { await experiment.close() } }
        }
        store.close()
    }
}

extension ExperimentRecord {
    /// An experiment whose process is gone has stopped, whatever it wrote last. - Returns: whether none of its trials can
    /// run any more.
    fileprivate mutating func settle() -> Bool {
        guard !status.hasEnded else { return true }
        guard !ProcessIdentity.isAlive(owner) else { return false }
        status = .stopped
        error = error ?? "the program that ran it ended before it did"
        if let address = configuration.address {
            error = "it was last seen at \(address), where 'experiment attach \(address)' looks for it again"
        }
        return true
    }
}

extension ExperimentSnapshot {
    fileprivate mutating func settle() {
        guard record.settle() else { return }
        for index in trials.indices where trials[index].status == .running || trials[index].status == .waiting {
            trials[index].status = .systemCanceled
        }
    }
}

extension ExperimentSummary {
    fileprivate mutating func settle() {
        guard record.settle() else { return }
        for open in [TrialStatus.running, .waiting] {
            if let count = counts.removeValue(forKey: open) { counts[.systemCanceled, default: 0] += count }
        }
    }
}
