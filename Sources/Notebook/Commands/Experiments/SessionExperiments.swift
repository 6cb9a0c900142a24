import ExperimentDatabase
import Experiments
import Foundation
package import Notebook
import Platform
import Script
import Synchronization
import Tuning
import Values

/// The experiments of a session: their store, opened at the first use, and what is said of them.
package final class SessionExperiments: BackgroundWork {
    package let folders: Folders
    private let opened = Mutex<ExperimentManager?>(nil)
    private let warned = Mutex<Set<String>>([])
    private let failed = Mutex<Set<String>>([])

    package init(_ folders: Folders) { self.folders = folders }

    /// A store that can't be opened or written costs the record, with a warning, and nothing else.
    func manager(_ session: Session) -> ExperimentManager {
        opened.withLock { opened in
            if let opened { return opened }
            let store = self.store { session.notice("warning: " + $0) }
            let models = store is SQLiteStore ? folders.store.parentFolder + "/models" : nil
            if let models { WholeFile.sweep(models) }
            let manager = ExperimentManager(store: store, modelFolder: models)
            opened = manager
            return manager
        }
    }

    private func store(_ warn: (String) -> Void) -> any ExperimentStore {
        do {
            let store = try SQLiteStore(path: folders.store)
            if let finding = store.finding { warn(finding) }
            return store
        } catch {
            warn("\(error)")
            let earlier: (any ExperimentStore)? = try? SQLiteStore(path: folders.store, isReadOnly: true)
            let rest = "experiments of this session are kept in memory alone"
            guard let earlier else {
                warn(rest)
                return InMemoryStore(failure: error)
            }
            warn("those of before can be read; " + rest)
            return InMemoryStore(over: earlier)
        }
    }

    /// The one that an argument names: one of this session by its name there, or else one of the store.
    ///
    /// - Throws: `PlacedError` at the argument.
    func named(_ argument: any Declared, _ call: Invocation, _ session: isolated Session) async throws
        -> ExperimentObject
    {
        guard let word = call.words(argument).first else { throw PlacedError(call.missing(argument), at: call.range) }
        if let object = word.object ?? (try? session.object(named: word.text)) {
            if let experiment = object as? ExperimentObject { return experiment }
            throw PlacedError(
                NotebookError.wrongKind("'\(word.text)'", expected: [.experiment], found: object.kind), at: word.range)
        }
        let manager = manager(session)
        return try await PlacedError.placeAsync(word.range) {
            ExperimentObject(name: try await manager.snapshot(word.text).record.name, manager: manager)
        }
    }

    /// What to say of an experiment that ended in ERROR, once.
    func failure(_ record: ExperimentRecord) -> String? {
        guard record.status == .error, failed.withLock({ $0.insert(record.id).inserted }) else { return nil }
        return "'\(record.name)' ended in ERROR: \(record.error ?? "it does not say why")"
    }

    // MARK: - As the session's background

    private var manager: ExperimentManager? { opened.withLock { $0 } }

    /// Those that have not ended and would end with the session.
    private func live() async -> [any LiveExperiment] {
        await manager?.running().filter { !$0.outlivesSession } ?? []
    }

    package func running() async -> [RunningWork] {
        var running: [RunningWork] = []
        for experiment in await live() {
            let configuration = experiment.configuration
            let most = configuration.maxTrials.map { " of \($0)" } ?? ""
            running.append(
                RunningWork(
                    name: configuration.name,
                    description: "\(configuration.name) is running (\(await experiment.summary.ended)\(most) trials)"))
        }
        return running
    }

    package func wait() async -> [String] {
        var failures: [String] = []
        for experiment in await manager?.all ?? [] where !experiment.outlivesSession {
            await experiment.wait()
            if let failure = failure(await experiment.summary.record) { failures.append(failure) }
            // Trials that are in no store will be missed: that is more than a warning once there is nothing left to wait for.
            if let warning = await experiment.warning {
                warned.withLock { _ = $0.insert(experiment.configuration.id) }
                failures.append(Self.incomplete(experiment, warning))
            }
        }
        return failures
    }
    package func stop() async { await manager?.stopAll() }
    package func close() async { await manager?.close() }

    package func warnings() async -> [String] {
        var warnings: [String] = []
        for experiment in await manager?.all ?? [] {
            if let warning = await warning(of: experiment) { warnings.append(warning) }
        }
        return warnings
    }

    /// Why its record in the store is not complete, once an experiment.
    private func warning(of experiment: any LiveExperiment) async -> String? {
        let id = experiment.configuration.id
        guard let warning = await experiment.warning, warned.withLock({ $0.insert(id).inserted }) else { return nil }
        return Self.incomplete(experiment, warning)
    }

    private static func incomplete(_ experiment: any LiveExperiment, _ reason: String) -> String {
        "'\(experiment.configuration.name)' is not recorded as a whole: \(reason)"
    }
}

extension Parameter<String?> {
    static var experimentName: Self {
        Parameter("name", unset: "the name it is kept under", help: "what it is called in the store")
    }
}

extension Parameter<String> {
    /// The name of an experiment, of this session or of the store.
    static var experiment: Self {
        Parameter(
            "EXPERIMENT", required: .object([ObjectKind.experiment.rawValue]), help: "an experiment, by its name")
    }
}
