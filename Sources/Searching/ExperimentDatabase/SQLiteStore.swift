package import Experiments
import Foundation
import GRDB
import Platform
import Tuning
import Values

/// Experiments in an SQLite file in WAL mode: several sessions may share it, and what a call wrote survives the death of
/// the process.
package final class SQLiteStore: ExperimentStore {
    private let path: String
    private let queue: DatabaseQueue
    /// What is wrong with the file although it can be used.
    package let finding: String?

    /// - Parameter isReadOnly: reads what is there, also where nothing may be written, not even beside it.
    /// - Throws: `ExperimentError.store`, `.newerStore`.
    package init(path: String, isReadOnly: Bool = false) throws {
        self.path = path
        do {
            if isReadOnly {
                queue = try StoreOpening.reading(path)
                try Self.check(queue, path)
                finding = nil
            } else {
                let isHollow = StoreOpening.isHollow(path)
                queue = try StoreOpening.writing(path)
                try Self.prepare(queue, path)
                finding = isHollow ? StoreOpening.hollow(path) : StoreOpening.damage(queue, path)
            }
        } catch let error as ExperimentError {
            throw error
        } catch {
            throw ExperimentError.store(path: path, reason: StoreOpening.reason(error))
        }
    }

    /// Of sessions that begin at once each wants to make the tables; who meets another's half-made ones looks again.
    private static func prepare(_ queue: DatabaseQueue, _ path: String) throws {
        for attempt in 1... {
            do { return try makeTables(queue, path) } catch let error as DatabaseError
                where error.resultCode == .SQLITE_ERROR && attempt < 50
            { Thread.sleep(forTimeInterval: 0.02) }
        }
    }

    private static func makeTables(_ queue: DatabaseQueue, _ path: String) throws {
        try check(queue, path)
        try StoreSchema.migrator.migrate(queue)
    }

    /// - Throws: `ExperimentError` where the file is another program's, or a newer one's.
    private static func check(_ queue: DatabaseQueue, _ path: String) throws {
        let migrator = StoreSchema.migrator
        if try queue.read(migrator.hasBeenSuperseded) { throw ExperimentError.newerStore(path: path) }
        // One statement, for another session may be making the tables at this moment.
        let foreign = """
            SELECT count(*) > 0 AND coalesce(sum(name = 'grdb_migrations'), 0) = 0 FROM sqlite_master
            """
        let isForeign = try queue.read { try Bool.fetchOne($0, sql: foreign) ?? false }
        if isForeign { throw ExperimentError.store(path: path, reason: "it is another program's database") }
    }

    private func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try queue.write(body) } catch let error as ExperimentError { throw error } catch {
            throw ExperimentError.store(path: path, reason: StoreOpening.reason(error))
        }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try queue.read(body) } catch {
            throw ExperimentError.store(path: path, reason: StoreOpening.reason(error))
        }
    }

    // MARK: - ExperimentStore

    package func create(_ experiment: ExperimentRecord) throws {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO experiment (id, name, configuration, status, startTime, endTime, error, owner, created)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(created), 0) + 1 FROM experiment))
                    """,
                arguments: [
                    experiment.id, experiment.name, experiment.configuration.json.text(), experiment.status.rawValue,
                    experiment.startTime?.timeIntervalSince1970, experiment.endTime?.timeIntervalSince1970,
                    experiment.error, experiment.owner,
                ])
        }
    }

    package func write(_ batch: [StoreWrite], of experimentID: String) throws {
        try write { database in
            for write in batch {
                switch write {
                case .experiment(let record): try Self.update(record, database)
                case .trial(let trial): try Self.save(trial, of: experimentID, database)
                case .intermediate(let values, let step, let trial):
                    try Self.keep(values, at: step, of: trial, experimentID, database)
                case .summary(let summary):
                    try database.cachedStatement(sql: "UPDATE experiment SET summary = ? WHERE id = ?")
                        .execute(arguments: [summary.json.text(), experimentID])
                case .curve(let values, let trial):
                    let statement = try database.cachedStatement(
                        sql: "DELETE FROM intermediate WHERE experiment = ? AND trial = ?")
                    try statement.execute(arguments: [experimentID, trial])
                    for (step, value) in values.enumerated() {
                        try Self.keep([value], at: step, of: trial, experimentID, database)
                    }
                }
            }
        }
    }

    package func find(_ nameOrID: String) throws -> ExperimentSnapshot? {
        do {
            return try queue.read { database in
                try Self.snapshot(nameOrID, database) { table, id, order in
                    try Row.fetchAll(
                        database, sql: "SELECT * FROM \(table) WHERE experiment = ? ORDER BY \(order)", arguments: [id])
                }
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            return try salvaged(nameOrID)
        } catch {
            throw ExperimentError.store(path: path, reason: StoreOpening.reason(error))
        }
    }

    /// What damaged pages leave. Outside a transaction, as none ends well once a page could not be read.
    private func salvaged(_ nameOrID: String) throws -> ExperimentSnapshot? {
        do {
            return try queue.unsafeRead { database in
                var snapshot = try Self.snapshot(nameOrID, database) { table, id, _ in
                    try SalvagedRows.fetch(database, from: table, of: id)
                }
                let reason = "a part of its trials is on damaged pages of the store"
                let known = snapshot?.record.error
                snapshot?.record.error = known ?? reason
                return snapshot
            }
        } catch {
            throw ExperimentError.store(path: path, reason: StoreOpening.reason(error))
        }
    }

    private static func snapshot(
        _ nameOrID: String, _ database: Database,
        rows: (_ table: String, _ experiment: String, _ order: String) throws -> [Row]
    ) throws -> ExperimentSnapshot? {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM experiment WHERE \(named) LIMIT 1", arguments: [nameOrID])
        else { return nil }
        let record = experiment(row)
        var curves: [Int: (first: [Double], further: [[Double]])] = [:]
        for row in try rows("intermediate", record.id, "trial, step") {
            guard let trial: Int = row.read("trial"), let value = value(row) else { continue }
            curves[trial, default: ([], [])].first.append(value)
            let further = further(row)
            if !further.isEmpty { curves[trial, default: ([], [])].further.append(further) }
        }
        let trials = try rows("trial", record.id, "sequence").map { row in
            var trial = trial(row)
            (trial.intermediate, trial.further) = curves[trial.sequence] ?? ([], [])
            return trial
        }
        return ExperimentSnapshot(record: record, trials: trials)
    }

    /// An id, or the newest of a name.
    private static let named = "id = ?1 OR name = ?1 ORDER BY id = ?1 DESC, created DESC"

    package func rename(_ experimentID: String, to name: String) throws {
        try write { database in
            try database.execute(
                sql: "UPDATE experiment SET name = ? WHERE id = ?", arguments: [name, experimentID])
        }
    }

    package func claim(_ record: ExperimentRecord, from owner: String) throws -> Bool {
        try write { database in
            try database.execute(
                sql: "UPDATE experiment SET owner = ? WHERE id = ? AND owner = ?",
                arguments: [record.owner, record.id, owner])
            guard database.changesCount == 1 else { return false }
            try Self.update(record, database)
            try database.execute(sql: "DELETE FROM request WHERE experiment = ?", arguments: [record.id])
            return true
        }
    }

    // MARK: - Requests

    package func ask(_ request: ExperimentRequest, of experimentID: String) throws {
        try write { database in
            try database.execute(
                sql: "INSERT INTO request (experiment, body) VALUES (?, ?)",
                arguments: [experimentID, request.json.text()])
        }
    }

    package func takeRequests(of experimentIDs: [String]) throws -> [(experiment: String, request: ExperimentRequest)] {
        let isAny = try read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM request)") ?? false }
        guard isAny else { return [] }
        return try write { database in
            var taken: [(experiment: String, request: ExperimentRequest)] = []
            for row in try Row.fetchAll(database, sql: "SELECT * FROM request ORDER BY number") {
                guard let number: Int = row.read("number"), let id: String = row.read("experiment"),
                    experimentIDs.contains(id)
                else { continue }
                try database.execute(sql: "DELETE FROM request WHERE number = ?", arguments: [number])
                let json = row.read("body").flatMap { try? JSONValue(parsing: $0) }
                if let request = json.flatMap(ExperimentRequest.init(json:)) { taken.append((id, request)) }
            }
            return taken
        }
    }

    package func delete(_ experimentID: String) throws {
        try write { database in
            try database.execute(sql: "DELETE FROM experiment WHERE id = ?", arguments: [experimentID])
        }
    }

    package func check() throws -> [String] {
        try read { database in
            let pages = try String.fetchAll(database, sql: "PRAGMA integrity_check(10)").filter { $0 != "ok" }
            let rows = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").count
            let trials = try Row.fetchAll(database, sql: "SELECT * FROM trial").count { Self.isDamaged($0) }
            return pages + (rows > 0 ? ["\(rows) rows belong to no experiment"] : [])
                + (trials > 0 ? ["\(trials) trials hold what no trial can"] : [])
        }
    }

    /// Brings all that was written into the one file, so that a copy of it is whole; another session that reads at this
    /// moment leaves that to whoever ends last.
    package func close() {
        try? queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }

    // MARK: - Lists

    package func identities() throws -> [ExperimentIdentity] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT id, name FROM experiment ORDER BY created DESC").map {
                ExperimentIdentity(id: $0.read("id") ?? "", name: $0.read("name") ?? "")
            }
        }
    }

    package func summaries() throws -> [ExperimentSummary] { try summaries(where: "1 ORDER BY created DESC", []) }

    package func summary(_ nameOrID: String) throws -> ExperimentSummary? {
        try summaries(where: Self.named, [nameOrID]).first
    }

    private func summaries(where condition: String, _ arguments: StatementArguments) throws -> [ExperimentSummary] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM experiment WHERE \(condition)", arguments: arguments
            ).map { row in
                let record = Self.experiment(row)
                if let text: String = row.read("summary"),
                    let summary = (try? JSONValue(parsing: text)).flatMap({
                        ExperimentSummary(record: record, json: $0)
                    })
                {
                    return summary
                }
                let trials = try Row.fetchAll(
                    database, sql: "SELECT * FROM trial WHERE experiment = ?", arguments: [record.id]
                ).map(Self.trial)
                return ExperimentLedger(record, trials: trials).summary
            }
        }
    }
}
