import CommandTrials
package import Compute
import Display
import ExperimentDatabase
import Experiments
import Foundation
package import Notebook
import Platform
import Synchronization
import Tuning
import Values

/// The experiments of a session: their store, opened at the first use, and what is said of them.
package final class SessionExperiments: BackgroundWork {
    package let folders: Folders
    private let opened = Mutex<ExperimentManager?>(nil)
    private let warned = Mutex<Set<String>>([])
    private let failed = Mutex<Set<String>>([])
    private let stopped = Mutex<Set<String>>([])
    /// Servers of experiments, by their ports.
    let served = Mutex<[Int: Served]>([:])

    package init(_ folders: Folders) { self.folders = folders }

    /// A store that can't be opened or written costs the record, with a warning, and nothing else.
    func manager(_ session: Session) -> ExperimentManager {
        opened.withLock { opened in
            if let opened { return opened }
            let store = self.store { session.notice("warning: " + $0) }
            let models = store is SQLiteStore ? folders.models : nil
            if let models { WholeFile.sweep(models) }
            let manager = ExperimentManager(
                store: store, modelFolder: models, earlierModels: folders.store.parentFolder + "/models")
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

    /// What to say of an experiment that ended in ERROR, once.
    func failure(_ record: ExperimentRecord) -> String? {
        guard record.status == .error, failed.withLock({ $0.insert(record.id).inserted }) else { return nil }
        return "'\(record.name)' ended in ERROR: \(record.error ?? "it does not say why")"
    }

    /// What a trial that is a program has written.
    func output(of trial: TrialRecord, in id: String, _ kind: TrialOutput?) -> String {
        let folder = TrialFolder(folders.logs, experiment: id, trial: trial.id)
        let texts = (kind.map { [$0] } ?? [.errors, .output, .log]).lazy.compactMap { folder.text($0) }
        return texts.first { !$0.isEmpty } ?? ""
    }

    /// Takes away what an experiment has left beside the store.
    func deleteFiles(of configuration: ExperimentConfiguration) {
        for path in [folders.logs + "/" + configuration.id, configuration.folder].compactMap({ $0 }) {
            try? FileManager.default.removeItem(atPath: path)
        }
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

    package func wait(_ show: @escaping @Sendable (WorkProgress?) -> Void) async -> [String] {
        var failures: [String] = []
        for experiment in await manager?.all ?? [] where !experiment.outlivesSession {
            if await !experiment.status.hasEnded { _ = await Self.follow(experiment, show) }
            if let failure = failure(await experiment.summary.record) { failures.append(failure) }
            // Trials that are in no store will be missed: that is more than a warning once there is nothing left to wait for.
            if let warning = await experiment.warning {
                warned.withLock { _ = $0.insert(experiment.configuration.id) }
                failures.append(Self.incomplete(experiment, warning))
            }
        }
        return failures
    }
    package func stop() async -> [String] {
        await manager?.stopAll()
        var words: [String] = []
        for experiment in await manager?.all ?? [] where !experiment.outlivesSession {
            let now = await experiment.summary
            guard now.record.status == .stopped, isNews(now.record.id) else { continue }
            words.append(
                "'\(now.record.name)' is stopped: \(now[.succeeded]) succeeded of \(Figures.count(now.trials, "trial")), all kept; 'experiment resume \(now.record.name)' goes on"
            )
        }
        return words
    }

    /// Whether nobody was told yet that an experiment was stopped.
    func isNews(_ id: String) -> Bool { stopped.withLock { $0.insert(id).inserted } }
    package func close() async {
        await stopServing()
        await manager?.close()
    }

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

extension Parameter<Bool> {
    static var waits: Self { Parameter(flag: "wait", help: "come back when it has ended") }
}

extension Parameter<Int?> {
    static var port: Self {
        Parameter(
            "port", 1...65534, unset: "none; for NNI a free one",
            help: "the port of this machine at which it answers as an NNI manager does")
    }
}

extension Parameter<String> {
    /// An experiment, of this session or of the store.
    static var experiment: Self {
        Parameter(
            "EXPERIMENT", required: .object([ObjectKind.experiment.rawValue]),
            help: "an experiment, by its name, its id, or NAME~1 for the one of that name before")
    }
}

extension Parameter<[String]> {
    /// Several experiments.
    static var experiments: Self {
        Parameter(
            "EXPERIMENT", each: .object([ObjectKind.experiment.rawValue]), isRequired: true,
            help: "experiments, by their names or ids"
        ) { $0 }
    }
}
