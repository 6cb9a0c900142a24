package import Compute
package import Display
import Script
package import Values

/// What a person has defined and done: names, results, settings, experiments. Statements run here, one after another.
package actor Session {
    package nonisolated let commands: CommandTable
    package nonisolated let background: any BackgroundWork
    package nonisolated let observers: [any SessionObserver]
    /// What it did so far, and what the lost session before it did.
    package nonisolated let journal: Journal
    /// Whether a person types, one statement after another.
    package nonisolated let isInteractive: Bool
    /// What `~` stands for at the beginning of a path.
    nonisolated let home: String
    package nonisolated let directory = ObjectDirectory()
    package internal(set) var settings = Settings()
    /// Values of `param` that were given from outside.
    var parameters: [String: String] = [:]
    /// The names of the `param` statements that have run.
    var declared: [String] = []
    package internal(set) var goesOn = false
    var echoes = false
    package private(set) var objects: [String: any SessionObject] = [:]
    package private(set) var order: [String] = []
    var results: [Int: Kept] = [:]
    /// How often each name was defined.
    private var versions: [String: Int] = [:]

    /// A result by its number: itself, or what a name holds as long as it does.
    enum Kept {
        case object(any SessionObject)
        case named(String, version: Int)
        case dropped
    }

    /// What was said that is said once.
    private var saidOnce: Set<String> = []
    /// The last result, and its cell's number.
    var lastResult: (object: any SessionObject, cell: Int)?
    /// The number of the cell that runs.
    package internal(set) var cell = 0
    /// What the running statement takes and gives.
    var trace: StatementTrace?
    /// Whether what runs makes again what the lost session had: it shows nothing.
    var isRemaking = false
    /// The statement that runs, the innermost one.
    var running = ""
    /// The statement that made what each name holds.
    package private(set) var origins: [String: Origin] = [:]
    /// What could not be defined, and the lines where that failed: what follows from it is told so.
    var failures: [String: FailedStatement] = [:]
    /// The files that are being run, outermost first.
    var sources: [String] = []
    /// Whether the running statement is `WORD?`.
    var isAsked = false
    /// Whether what runs has a number and is remembered.
    var isCounted = true
    /// The text that the running call stands in.
    var sourceOfCall = Source(name: "", text: "")

    package init(
        commands: CommandTable, background: any BackgroundWork, observers: [any SessionObserver],
        isInteractive: Bool = false, home: String = ""
    ) {
        self.commands = commands
        self.background = background
        // Whoever brings a journal says what it keeps.
        let brought = observers.lazy.compactMap { $0 as? Journal }.first
        journal = brought ?? Journal(readsPrograms: false)
        self.observers = brought == nil ? observers + [journal] : observers
        self.isInteractive = isInteractive
        self.home = home
    }

    // MARK: - Configuration

    /// What the program's own arguments say; what is `nil` stays.
    package func configure(parameters: [String: String]? = nil, goesOn: Bool? = nil, echoes: Bool? = nil) {
        self.parameters = parameters ?? self.parameters
        self.goesOn = goesOn ?? self.goesOn
        self.echoes = echoes ?? self.echoes
    }

    // MARK: - Names

    package func define(_ name: String, _ object: any SessionObject) async {
        if objects.updateValue(object, forKey: name) == nil { order.append(name) }
        versions[name, default: 0] += 1
        trace?.defines.insert(name)
        origins[name] = Origin(cell: cell, statement: running)
        failures[name] = nil
        var fields: [ObjectDirectory.Field] = []
        for field in await object.fieldNames() {
            // What a field holds is asked for only where it costs nothing.
            fields.append(ObjectDirectory.Field(name: field, kind: await object.kind(of: field) ?? .value))
        }
        directory.keep(name, ObjectDirectory.Entry(kind: object.kind, fields: fields, below: await object.namesBelow()))
    }

    /// Changes what a name holds where it is, without a copy.
    package func change<Object: SessionObject>(_ name: String, orNew new: Object, _ body: (inout Object) -> Void) async
    {
        if objects[name] != nil { trace?.read(name) }
        var object = objects[name] as? Object ?? new
        // No other holder, so that a large table is not copied for each row.
        if objects[name] != nil { objects[name] = new }
        body(&object)
        await define(name, object)
    }

    package func forget(_ name: String) {
        objects[name] = nil
        origins[name] = nil
        versions[name, default: 0] += 1
        order.removeAll { $0 == name }
        directory.keep(name, nil)
    }

    /// - Throws: `NotebookError.unknownObject` with the nearest name.
    package func object(named name: String) throws -> any SessionObject {
        if name == "_", let lastResult {
            trace?.read("_\(lastResult.cell)")
            return lastResult.object
        }
        if name.hasPrefix("_"), let number = Int(name.dropFirst()), let kept = results[number] {
            trace?.read(name)
            switch kept {
            case .object(let object): return object
            case .named(let holder, let version):
                if versions[holder] == version, let object = objects[holder] { return object }
            case .dropped: break
            }
            throw NotebookError.unavailable(
                "the result of cell \(number) was large and is not kept, as no name holds it any more",
                remedy: "NAME = COMMAND keeps a result")
        }
        if let object = objects[name] {
            trace?.read(name)
            return object
        }
        // The beginning of a command that needs another word looks like a name too, and so does a lone mistyped one.
        if commands.vocabulary.groups.contains(name) { _ = try commands.find([name]) }
        let nearest =
            nearestName(to: name, among: objects.keys.sorted())
            ?? nearestName(to: name, among: commands.vocabulary.words.sorted())
        throw NotebookError.unknownObject(name, nearest: nearest)
    }

    // MARK: - Results

    /// Numbers the cell that begins.
    func beginCell() { cell += 1 }
    func note(_ statement: Statement) { isAsked = statement.isQuestion }

    /// - Parameter name: what it was just kept under.
    func remember(_ object: any SessionObject, name: String? = nil) {
        guard isCounted else { return }
        lastResult = (object, cell)
        trace?.defines.insert("_\(cell)")
        if object.isLarge {
            results[cell] = name.map { .named($0, version: versions[$0] ?? 0) } ?? .dropped
        } else {
            results[cell] = .object(object)
        }
        // Old results give way, so that a long session does not keep every table.
        if results.count > 1000 { results[results.keys.min() ?? 0] = nil }
    }

    // MARK: - Telling

    package nonisolated func notice(_ text: String) { for observer in observers { observer.notice(text) } }
    package func failed(_ error: any Error) {
        for observer in observers { observer.failed(error, in: cell, format: settings[Settings.format]) }
    }
    /// Tells what is as true of all that follows, once a session.
    package func noticeOnce(_ text: String) {
        if saidOnce.insert(text).inserted { notice(text) }
    }
    /// Shows what changes in place of what it was before; `nil` leaves the last one.
    package nonisolated func draw(_ output: Output?) { for observer in observers { observer.draw(output) } }
    package nonisolated func stream(_ text: String) throws { for observer in observers { try observer.stream(text) } }

    nonisolated func tell(_ result: CellResult) async throws {
        for observer in observers { try await observer.output(result) }
    }

    /// Shows how far work is, where that is wanted; `nil` takes the last one away.
    package func progress() -> @Sendable (WorkProgress?) -> Void {
        let way = settings[Settings.progress]
        guard way != .none else { return { _ in } }
        return { [observers] progress in for observer in observers { observer.progress(progress, way) } }
    }

    package func tellWarnings() async {
        for warning in await background.warnings() { notice("warning: " + warning) }
    }

    // MARK: - Work

    /// Runs long work on a thread of its own, with progress; cancelling the statement comes back at once.
    package func compute<Result: Sendable>(
        _ name: String, _ body: @escaping @Sendable (StopFlag, @escaping ProgressHandler) throws -> Result
    ) async throws -> Result {
        let show = progress()
        defer { show(nil) }
        return try await ComputeThread.run(name: name) { stop in
            CoreBudget.shared.takeAtOnce()
            defer { CoreBudget.shared.give() }
            // Work that has not noticed yet that it is stopped draws nothing over the prompt.
            return try body(stop) { if !stop.isStopped { show($0) } }
        }
    }

    /// The seed of a call; where it names none, the session's.
    package func seed(_ parameter: Parameter<Int>, _ call: Invocation) -> Int {
        call.has(parameter) ? call[parameter] : settings[Settings.seed] ?? call[parameter]
    }

    /// - Throws: `NotebookError.badValue`.
    package func set(_ option: String, to value: String) throws {
        do { try settings.set(option, to: value) } catch ParameterError.badValue(let name, _, let expected, let nearest)
        {
            throw NotebookError.badValue(value, of: name, expected: expected, nearest: nearest)
        }
        trace?.defines.insert("set \(option)")
    }
}
