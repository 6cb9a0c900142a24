import Foundation
import Platform
package import Tuning
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
        if try store.find(configuration.name) != nil { throw ExperimentError.nameTaken(configuration.name) }
        let experiment = try await engine.start(configuration, store: store) { modelPath(of: $0) }
        experiments.append(experiment)
        return experiment
    }

    /// Makes and starts an experiment in this process.
    package func start(
        _ configuration: ExperimentConfiguration, tuner: any Tuner, runner: any TrialRunner
    ) async throws -> any LiveExperiment {
        try await start(configuration, on: EmbeddedEngine(tuner: tuner, runner: runner))
    }

    /// Takes up an experiment that runs already, by what `make` finds out about it and keeps in the store. One that this
    /// session follows already takes its old place.
    package func adopt(
        _ make:
            @Sendable (any ExperimentStore, _ modelPath: @Sendable (String) -> String?) async throws
            -> any LiveExperiment
    ) async throws -> any LiveExperiment {
        let experiment = try await make(store) { modelPath(of: $0) }
        for old in experiments where old.configuration.id == experiment.configuration.id { await old.close() }
        experiments.removeAll { $0.configuration.id == experiment.configuration.id }
        experiments.append(experiment)
        return experiment
    }

    /// The first of `name`, `name-2`, `name-3`, … that no experiment has.
    package func freeName(_ name: String) throws -> String {
        let taken = Set(try store.list().map(\.name))
        var free = name
        var number = 2
        while taken.contains(free) {
            free = "\(name)-\(number)"
            number += 1
        }
        return free
    }

    /// The file of an experiment's best model, if there is one.
    package func keptModel(of id: String) -> String? {
        modelPath(of: id).flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    }

    private nonisolated func modelPath(of id: String) -> String? {
        guard let modelFolder else { return nil }
        try? FileManager.default.createDirectory(atPath: modelFolder, withIntermediateDirectories: true)
        return modelFolder + "/\(id).model"
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

    /// One experiment as it is now.
    ///
    /// - Throws: `ExperimentError.unknown` with the nearest name.
    package func snapshot(_ nameOrID: String) async throws -> ExperimentSnapshot {
        if let live = live(nameOrID) { return await live.snapshot }
        if var stored = try store.find(nameOrID) {
            stored.settle()
            return stored
        }
        let names = try store.list().map(\.name)
        throw ExperimentError.unknown(nameOrID, nearest: nearestName(to: nameOrID, among: names))
    }

    /// Every experiment, newest first.
    package func list() async throws -> [ExperimentSnapshot] {
        var all: [ExperimentSnapshot] = []
        for record in try store.list() {
            if let live = live(record.id) {
                all.append(await live.snapshot)
            } else if var stored = try store.find(record.id) {
                stored.settle()
                all.append(stored)
            }
        }
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
    }
}

extension ExperimentSnapshot {
    /// An experiment whose process is gone has stopped, whatever it wrote last.
    mutating func settle() {
        guard !record.status.hasEnded, !ProcessIdentity.isAlive(record.owner) else { return }
        record.status = .stopped
        record.error = record.error ?? "the program that ran it ended before it did"
        if let address = record.configuration.address {
            record.error = "it was last seen at \(address), where 'experiment attach \(address)' looks for it again"
        }
        for index in trials.indices where trials[index].status == .running || trials[index].status == .waiting {
            trials[index].status = .systemCanceled
        }
    }
}
