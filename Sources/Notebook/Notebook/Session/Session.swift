import Compute
import ExperimentDatabase
package import Experiments
import Foundation
import RandomSource
import Script
import Synchronization
import Values

/// How a run of statements ended.
package enum Outcome: Hashable, Sendable {
    case done
    /// A command failed; the error has been shown.
    case failed
    /// The text is no valid script; the error has been shown.
    case invalid
    case interrupted
    case quit
    /// Nobody reads the results any more.
    case closed
}

/// What a person has defined and done: names, results, settings, experiments. Statements run here, one after another.
package actor Session {
    package nonisolated let console: any Console
    package nonisolated let folders: Folders
    package nonisolated let directory = ObjectDirectory()
    var settings = Settings()
    /// Values of `param` that were given from outside.
    var parameters: [String: String] = [:]
    /// The names of the `param` statements that have run.
    var declared: [String] = []
    var goesOn = false
    var echoes = false
    private(set) var objects: [String: any SessionObject] = [:]
    private(set) var order: [String] = []
    private var results: [Int: any SessionObject] = [:]
    private var lastResult: (any SessionObject)?
    /// The number of the cell that runs.
    package private(set) var cell = 0
    private(set) var statements: [(cell: Int, text: String)] = []
    /// The files that are being run, outermost first.
    var sources: [String] = []
    /// The text that the running call stands in.
    var sourceOfCall = Source(name: "", text: "")
    private var warned: Set<String> = []
    private var openedManager: ExperimentManager?
    private(set) var modelFolder: String?

    package init(console: any Console, folders: Folders) {
        self.console = console
        self.folders = folders
    }

    // MARK: - Configuration

    package func configure(
        format: Settings.Format? = nil, parameters: [String: String] = [:], goesOn: Bool = false, echoes: Bool = false
    ) {
        if let format { settings.format = format }
        self.parameters = parameters
        self.goesOn = goesOn
        self.echoes = echoes
    }

    // MARK: - Names

    func define(_ name: String, _ object: any SessionObject) async {
        if objects.updateValue(object, forKey: name) == nil { order.append(name) }
        var fields: [ObjectDirectory.Field] = []
        for field in await object.fieldNames() {
            // What a field holds is asked for only where it costs nothing.
            let kind = object.kind == .split ? try? await object.field(field)?.kind : nil
            fields.append(ObjectDirectory.Field(name: field, kind: kind ?? (field == "model" ? .model : .value)))
        }
        directory.keep(name, ObjectDirectory.Entry(kind: object.kind, fields: fields))
    }

    func forget(_ name: String) {
        objects[name] = nil
        order.removeAll { $0 == name }
        directory.keep(name, nil)
    }

    /// - Throws: `NotebookError.unknownObject` with the nearest name.
    func object(named name: String) throws -> any SessionObject {
        if name == "_", let lastResult { return lastResult }
        if name.hasPrefix("_"), let number = Int(name.dropFirst()), let result = results[number] { return result }
        if let object = objects[name] { return object }
        // The beginning of a command that needs another word looks like a name too, and so does a lone mistyped one.
        if CommandTable.vocabulary.groups.contains(name) { _ = try CommandTable.find([name]) }
        let nearest =
            nearestName(to: name, among: objects.keys.sorted())
            ?? nearestName(to: name, among: CommandTable.vocabulary.words.sorted())
        throw NotebookError.unknownObject(name, nearest: nearest)
    }

    // MARK: - Results

    /// Numbers the cell that begins.
    func beginCell() { cell += 1 }
    func note(_ statement: Statement) { statements.append((cell, statement.text)) }

    func remember(_ object: any SessionObject) {
        lastResult = object
        results[cell] = object
        // Old results give way, so that a long session does not keep every table.
        if results.count > 1000 { results[results.keys.min() ?? 0] = nil }
    }

    // MARK: - Experiments

    /// Opened at the first use. A store that can't be opened costs the record, with one warning, and nothing else.
    func manager() -> ExperimentManager {
        if let openedManager { return openedManager }
        var store: any ExperimentStore = InMemoryStore()
        do {
            store = try SQLiteStore(path: folders.store)
            modelFolder = URL(fileURLWithPath: folders.store).deletingLastPathComponent().path + "/models"
        } catch {
            console.notice("warning: \(error)")
            console.notice("warning: experiments of this session are kept in memory alone")
        }
        let manager = ExperimentManager(store: store, modelFolder: modelFolder)
        openedManager = manager
        return manager
    }

    /// This session's experiments that have not ended and would end with it.
    package func runningExperiments() async -> [any LiveExperiment] {
        await openedManager?.running().filter { !$0.outlivesSession } ?? []
    }

    /// Says, once an experiment, why its record in the store is not complete.
    func warn(of experiment: any LiveExperiment) async {
        guard let warning = await experiment.warning, warned.insert(experiment.configuration.id).inserted else {
            return
        }
        console.notice("warning: \(experiment.configuration.name) is not recorded as a whole: \(warning)")
    }

    func warnOfExperiments() async {
        for experiment in await openedManager?.all ?? [] { await warn(of: experiment) }
    }

    package func stopExperiments() async { await openedManager?.stopAll() }

    /// The end of the session: nothing is left running outside this process but what was started to stay.
    package func close() async { await openedManager?.close() }

    // MARK: - Work

    /// Runs long work on a thread of its own, with progress; cancelling the statement comes back at once.
    func compute<Result: Sendable>(
        _ name: String, _ body: @escaping @Sendable (StopFlag, @escaping ProgressHandler) throws -> Result
    ) async throws -> Result {
        let console = settings.progress ? console : nil
        defer { console?.show(nil) }
        return try await ComputeThread.run(name: name) { stop in
            // Work that has not noticed yet that it is stopped draws nothing over the prompt.
            try body(stop) { if !stop.isStopped { console?.show($0) } }
        }
    }

    /// The seed that holds where a command names none.
    func seed(_ given: Int?, fallback: Int) -> Int { given ?? settings.seed ?? fallback }
}
