import Foundation
package import Tuning
import Values

/// The experiments of this session and, through the store, those before it.
package actor ExperimentManager {
    private let store: any ExperimentStore
    private let modelFolder: String?
    private var experiments: [Experiment] = []

    /// - Parameter modelFolder: where best models are kept; `nil`: nowhere.
    package init(store: any ExperimentStore, modelFolder: String?) {
        self.store = store
        self.modelFolder = modelFolder
    }

    /// Makes and starts an experiment.
    ///
    /// - Throws: `ExperimentError.nameTaken`.
    package func start(
        _ configuration: ExperimentConfiguration, tuner: any Tuner, runner: any TrialRunner
    ) async throws -> Experiment {
        let experiment = try Experiment(
            configuration, tuner: tuner, runner: runner, store: store, modelPath: modelPath(of: configuration.id))
        experiments.append(experiment)
        await experiment.start()
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
    package func running() async -> [Experiment] {
        var running: [Experiment] = []
        for experiment in experiments where await !experiment.status.hasEnded { running.append(experiment) }
        return running
    }

    /// This session's experiments, oldest first.
    package var all: [Experiment] { experiments }

    /// This session's experiment of that name or id.
    package func live(_ nameOrID: String) -> Experiment? {
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

    /// Stops what runs.
    package func stopAll() async {
        for experiment in await running() { await experiment.stop() }
    }
}

extension ExperimentSnapshot {
    /// An experiment whose process is gone has stopped, whatever it wrote last.
    mutating func settle() {
        guard !record.status.hasEnded, !ProcessIdentity.isAlive(record.owner) else { return }
        record.status = .stopped
        record.error = record.error ?? "the program that ran it ended before it did"
        for index in trials.indices where trials[index].status == .running || trials[index].status == .waiting {
            trials[index].status = .systemCanceled
        }
    }
}
