import Foundation
import Platform
package import Tuning
import Values

/// The experiments of this session and, through the store, those before it.
package actor ExperimentManager {
    private let store: any ExperimentStore
    private let modelFolder: String?
    private let earlierModels: String?
    private var experiments: [any LiveExperiment] = []
    private var listener: Task<Void, Never>?

    /// - Parameters:
    ///   - modelFolder: where best models are kept; `nil`: nowhere.
    ///   - earlierModels: where versions before this one kept them.
    package init(store: any ExperimentStore, modelFolder: String?, earlierModels: String? = nil) {
        self.store = store
        self.modelFolder = modelFolder
        self.earlierModels = earlierModels
    }

    /// Makes and starts an experiment on an engine.
    ///
    /// - Throws: why the engine can't start it.
    package func start(
        _ configuration: ExperimentConfiguration, on engine: any Engine
    ) async throws -> any LiveExperiment {
        let experiment = try await engine.start(configuration, store: store) { models(of: $0) }
        experiments.append(experiment)
        listen()
        return experiment
    }

    /// Goes on with an experiment of before.
    ///
    /// - Parameters:
    ///   - earlier: as it was found.
    ///   - configuration: as it is to go on.
    /// - Throws: `ExperimentError.runsElsewhere`, or why the engine can't go on.
    package func resume(
        _ earlier: ExperimentSnapshot, as configuration: ExperimentConfiguration, on engine: any Engine
    ) async throws -> any LiveExperiment {
        var record = earlier.record
        let owner = record.owner
        record.configuration = configuration
        record.owner = ProcessIdentity.current
        record.status = .running
        record.endTime = nil
        record.error = nil
        guard try store.claim(record, from: owner) else {
            throw ExperimentError.runsElsewhere(name: record.name, machine: nil)
        }
        let now = ExperimentSnapshot(record: record, trials: earlier.trials)
        do {
            let experiment = try await engine.resume(now, store: store) { models(of: $0) }
            experiments.removeAll { $0.configuration.id == record.id }
            experiments.append(experiment)
            listen()
            return experiment
        } catch {
            try? store.write([.experiment(earlier.record)], of: record.id)
            throw error
        }
    }

    // MARK: - Requests of other sessions

    /// While something runs here, looks now and then for what other sessions ask of it.
    private func listen() {
        guard listener == nil else { return }
        listener = Task {
            while await hear(), (try? await Task.sleep(for: .milliseconds(150))) != nil {}
            listener = nil
        }
    }

    /// - Returns: whether anything still runs.
    private func hear() async -> Bool {
        let running = await running()
        guard !running.isEmpty else { return false }
        let asked = (try? store.takeRequests(of: running.map(\.configuration.id))) ?? []
        for (id, request) in asked {
            guard let experiment = live(id) else { continue }
            // Stopping takes its time, and nothing else waits for it; everything else is done in its order.
            if request == .stop { Task { await experiment.stop() } } else { try? await experiment.take(request) }
        }
        return true
    }

    /// Asks the session that runs an experiment.
    ///
    /// - Throws: what hinders the store.
    package func ask(_ request: ExperimentRequest, of id: String) throws { try store.ask(request, of: id) }

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

    /// The file of a trial's model, if it was kept.
    package func keptModel(of trial: Int, in id: String) -> String? { models(of: id)?.kept(trial) }

    private nonisolated func models(of id: String) -> KeptModels? {
        modelFolder.map { KeptModels(folder: $0, earlier: earlierModels, experiment: id) }
    }

    /// This session's experiments that have not ended, oldest first.
    package func running() async -> [any LiveExperiment] {
        var running: [any LiveExperiment] = []
        for experiment in experiments where await !experiment.status.hasEnded { running.append(experiment) }
        return running
    }

    /// This session's experiments, oldest first.
    package var all: [any LiveExperiment] { experiments }

    /// This session's experiment of that id.
    package func live(_ id: String) -> (any LiveExperiment)? { experiments.last { $0.configuration.id == id } }

    /// The id of the experiment that a word means: itself, the newest of a name, or with `~2` the second before that.
    ///
    /// - Throws: `ExperimentError.unknown` with the nearest name, `.tooOld`.
    package func id(of word: String) throws -> String {
        let known = try store.identities()
        if let one = known.first(where: { $0.id == word }) ?? known.first(where: { $0.name == word }) { return one.id }
        if let mark = word.lastIndex(of: "~"), let back = Int(word[word.index(after: mark)...]), back >= 0 {
            let name = String(word[..<mark])
            let named = known.filter { $0.name == name }
            if back < named.count { return named[back].id }
            if !named.isEmpty { throw ExperimentError.tooOld(word: word, name: name, count: named.count) }
        }
        if let failure = store.failure { throw failure }
        throw ExperimentError.unknown(word, nearest: nearestName(to: word, among: known.map(\.name)))
    }

    /// One experiment as it is now, with its trials.
    ///
    /// - Throws: `ExperimentError.unknown` once it was deleted.
    package func snapshot(_ id: String) async throws -> ExperimentSnapshot {
        if let live = live(id) { return await live.snapshot }
        guard var stored = try store.find(id) else { throw gone(id) }
        stored.settle()
        return stored
    }

    /// One experiment as it is now, without its trials.
    ///
    /// - Throws: `ExperimentError.unknown` once it was deleted.
    package func summary(_ id: String) async throws -> ExperimentSummary {
        if let live = live(id) { return await live.summary }
        guard var stored = try store.summary(id) else { throw gone(id) }
        stored.settle()
        return stored
    }

    private func gone(_ id: String) -> any Error { store.failure ?? ExperimentError.unknown(id, nearest: nil) }

    /// What of the store is not whole, in words.
    package func check() throws -> [String] {
        if let failure = store.failure { throw failure }
        return try store.check()
    }

    /// Lets an experiment that has ended learn from trials of other searches once it goes on.
    package func keep(_ trials: [PastTrial], for id: String) async throws {
        let earlier = try await snapshot(id)
        var record = earlier.record
        record.configuration.imports.append(ImportedTrials(before: earlier.trials.count, trials: trials))
        try store.write([.experiment(record)], of: id)
    }

    package func rename(_ id: String, to name: String) async throws {
        try store.rename(id, to: name)
        await live(id)?.rename(name)
    }

    /// - Throws: `ExperimentError.runsHere`, `.runsElsewhere`.
    package func checkHasEnded(_ record: ExperimentRecord) throws {
        guard !record.status.hasEnded else { return }
        throw live(record.id) == nil
            ? ExperimentError.runsElsewhere(name: record.name, machine: record.machine)
            : ExperimentError.runsHere(name: record.name)
    }

    /// Takes an experiment away, with its models and its trials' output.
    ///
    /// - Throws: `ExperimentError.runsHere`, `.runsElsewhere`.
    package func delete(_ id: String) async throws {
        try checkHasEnded(await summary(id).record)
        try store.delete(id)
        experiments.removeAll { $0.configuration.id == id }
        models(of: id)?.removeAll()
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
    /// The other machine whose session runs it, if one does.
    package var machine: String? { status.hasEnded ? nil : ProcessIdentity.foreignMachine(of: owner) }

    /// An experiment whose process is gone has stopped, whatever it wrote last. - Returns: whether none of its trials can
    /// run any more.
    fileprivate mutating func settle() -> Bool {
        guard !status.hasEnded else { return true }
        // Nobody here knows how a process of another machine is.
        guard !ProcessIdentity.isAlive(owner), ProcessIdentity.foreignMachine(of: owner) == nil else { return false }
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
