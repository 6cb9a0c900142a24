import Display
import ExperimentReports
import Experiments
import Foundation
import Metrics
import Tuning
import Values

enum ExperimentCommands {
    static let experiment = ArgumentDeclaration("EXPERIMENT", .experiment, "an experiment, by its name")

    static let all: [CommandDeclaration] =
        [
            ExperimentStart.declaration,
            CommandDeclaration(
                "experiment list", .experiments, "every experiment, newest first", examples: ["experiment list"],
                run: list),
            CommandDeclaration(
                "experiment status", .experiments, "how far an experiment is", arguments: [experiment],
                examples: ["experiment status tpe"]
            ) { session, call in try await named(session, call) },
            CommandDeclaration(
                "experiment wait", .experiments,
                "comes back when an experiment has ended; Ctrl-C stops it, or only the waiting for a detached or attached one",
                arguments: [experiment],
                examples: ["experiment wait tpe"], run: wait),
            CommandDeclaration(
                "experiment stop", .experiments, "stops an experiment; its trials are kept",
                arguments: [
                    ArgumentDeclaration("EXPERIMENT", .experiment, "an experiment, by its name", isOptional: true)
                ],
                options: [OptionDeclaration("all", nil, "every one that runs")],
                examples: ["experiment stop tpe", "experiment stop --all"], run: stop),
            CommandDeclaration(
                "experiment trials", .experiments, "an experiment's trials as a table", arguments: [experiment],
                options: [
                    OptionDeclaration("sort", .text, "by this column, best first", fallback: "trial"),
                    OptionDeclaration("top", .integer(1...1_000_000), "the first so many"),
                    OptionDeclaration("status", .choice(TrialStatus.allCases.map(\.rawValue)), "those in this state"),
                ], examples: ["experiment trials tpe --sort precision@10 --top 5"], run: trials),
            CommandDeclaration(
                "experiment show", .experiments, "one trial's parameters, metrics and curve",
                arguments: [experiment, ArgumentDeclaration("TRIAL", .integer(0...10_000_000), "its number")],
                examples: ["experiment show tpe 3"], run: show),
            CommandDeclaration(
                "experiment best", .experiments,
                "the best trial with its model: its fields are model, params and metrics",
                arguments: [experiment], examples: ["best = experiment best tpe"]
            ) { session, call in
                guard let object = try await named(session, call) as? ExperimentObject else { return nil }
                return try await PlacedError.placeAsync(call.place(of: "EXPERIMENT")) { try await object.best() }
            },
        ] + ExperimentOutput.all + NNICommands.all

    /// A name that is defined in this session, or else an experiment of the store.
    static func named(_ session: isolated Session, _ call: Invocation) async throws -> (any SessionObject)? {
        guard let word = call.word("EXPERIMENT") else { return nil }
        if let object = word.object ?? (try? session.object(named: word.text)) {
            guard object is ExperimentObject else {
                throw PlacedError(
                    NotebookError.wrongKind("'\(word.text)'", expected: [.experiment], found: object.kind),
                    at: word.range)
            }
            return object
        }
        let manager = session.manager()
        return try await PlacedError.placeAsync(word.range) {
            let snapshot = try await manager.snapshot(word.text)
            return ExperimentObject(name: snapshot.record.name, manager: manager)
        }
    }

    @Sendable private static func list(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        TableObject(ExperimentTable.table(try await session.manager().list()))
    }

    @Sendable private static func wait(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        guard let object = try await named(session, call) as? ExperimentObject else { return nil }
        if let live = await session.manager().live(object.name) {
            try await ExperimentWaiting.wait(for: live, session)
        } else {
            try await ExperimentWaiting.wait(forRemote: object)
        }
        return object
    }

    @Sendable private static func stop(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        if call.has("all") {
            let running = await session.runningExperiments()
            await session.stopExperiments()
            session.console.notice("stopped \(Figures.count(running.count, "experiment"))")
            return nil
        }
        guard call.word("EXPERIMENT") != nil else {
            throw PlacedError(NotebookError.missingArgument("EXPERIMENT", usage: call.command.usage), at: call.range)
        }
        guard let object = try await named(session, call) as? ExperimentObject else { return nil }
        if let live = await session.manager().live(object.name) {
            await live.stop()
        } else {
            let record = try await object.snapshot().record
            if let address = record.runningAddress {
                throw call.failure(
                    NotebookError.unavailable(
                        "'\(object.name)' is not followed in this session",
                        remedy: "'experiment attach \(address)' takes it up; then stop it"), at: "EXPERIMENT")
            }
            if !record.status.hasEnded {
                throw call.failure(
                    NotebookError.unavailable("'\(object.name)' runs in another session", remedy: "stop it there"),
                    at: "EXPERIMENT")
            }
        }
        return object
    }

    @Sendable private static func trials(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        guard let object = try await named(session, call) as? ExperimentObject else { return nil }
        let snapshot = try await object.snapshot()
        let configuration = snapshot.record.configuration
        let status = call.text("status").flatMap(TrialStatus.init)
        var table = TrialTable.table(snapshot.trials.filter { status == nil || $0.status == status })
        if let sort = call.text("sort") {
            let direction = sort == configuration.objective ? configuration.mode : Self.direction(of: sort)
            guard let sorted = TrialTable.sorted(table, by: sort, direction) else {
                throw call.failure(
                    NotebookError.unknownField(
                        sort, of: "the table", known: table.columns,
                        nearest: nearestName(to: sort, among: table.columns)), at: "sort")
            }
            table = sorted
        }
        if let top = call.integer("top") { table.rows = Array(table.rows.prefix(top)) }
        return TableObject(table)
    }

    /// A metric's own direction; what is no metric counts up.
    private static func direction(of column: String) -> Direction {
        (try? Metric(parsing: column))?.direction ?? .minimize
    }

    @Sendable private static func show(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        guard let object = try await named(session, call) as? ExperimentObject else { return nil }
        let number = call.integer("TRIAL") ?? 0
        guard let trial = try await object.trial(number) else {
            let snapshot = try await object.snapshot()
            throw call.failure(
                NotebookError.badValue(
                    "\(number)", of: "TRIAL",
                    expected: snapshot.trials.isEmpty
                        ? "not there yet" : "a number from 0 to \(snapshot.trials.count - 1)", nearest: nil),
                at: "TRIAL")
        }
        return trial
    }
}
