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

    /// - Throws: `ExperimentError.store`, `.newerStore`.
    package init(path: String) throws {
        self.path = path
        do {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.execute(sql: "PRAGMA synchronous = NORMAL")
            }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.prepare(queue, path)
        } catch let error as ExperimentError {
            throw error
        } catch {
            throw ExperimentError.store(path: path, reason: Self.reason(error))
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
        let migrator = StoreSchema.migrator
        if try queue.read(migrator.hasBeenSuperseded) { throw ExperimentError.newerStore(path: path) }
        // One statement, for another session may be making the tables at this moment.
        let foreign = """
            SELECT count(*) > 0 AND coalesce(sum(name = 'grdb_migrations'), 0) = 0 FROM sqlite_master
            """
        let isForeign = try queue.read { try Bool.fetchOne($0, sql: foreign) ?? false }
        if isForeign { throw ExperimentError.store(path: path, reason: "it is another program's database") }
        try migrator.migrate(queue)
    }

    private static func reason(_ error: any Error) -> String {
        if error is CocoaError { return "its folder can't be made; is the one above it there and writable?" }
        guard let error = error as? DatabaseError else { return (error as NSError).localizedDescription }
        switch error.resultCode {
        case .SQLITE_NOTADB: return "it is no SQLite database"
        case .SQLITE_CANTOPEN: return "it can't be opened; is its folder there and writable?"
        case .SQLITE_READONLY: return "it is read-only"
        case .SQLITE_FULL: return SystemWords.diskFull
        case .SQLITE_BUSY: return "another program has locked it"
        case .SQLITE_CORRUPT: return "it is damaged"
        default: return error.message ?? "\(error.resultCode)"
        }
    }

    private func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try queue.write(body) } catch let error as ExperimentError { throw error } catch {
            throw ExperimentError.store(path: path, reason: Self.reason(error))
        }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try queue.read(body) } catch {
            throw ExperimentError.store(path: path, reason: Self.reason(error))
        }
    }

    // MARK: - ExperimentStore

    package func create(_ experiment: ExperimentRecord) throws {
        try write { database in
            let isTaken = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM experiment WHERE name = ?)", arguments: [experiment.name])
            if isTaken == true { throw ExperimentError.nameTaken(experiment.name) }
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

    package func update(_ experiment: ExperimentRecord) throws {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE experiment SET configuration = ?, status = ?, startTime = ?, endTime = ?, error = ?, owner = ?
                    WHERE id = ?
                    """,
                arguments: [
                    experiment.configuration.json.text(), experiment.status.rawValue,
                    experiment.startTime?.timeIntervalSince1970,
                    experiment.endTime?.timeIntervalSince1970, experiment.error, experiment.owner, experiment.id,
                ])
        }
    }

    package func save(_ trial: TrialRecord, of experimentID: String) throws {
        try write { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO trial
                    (experiment, sequence, id, status, parameters, metrics, startTime, endTime, error)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    experimentID, trial.sequence, trial.id, trial.status.rawValue,
                    JSONValue.object(trial.parameters).text(), JSONValue.object(trial.metrics).text(),
                    trial.startTime?.timeIntervalSince1970, trial.endTime?.timeIntervalSince1970, trial.error,
                ])
        }
    }

    package func append(intermediate: Double, toTrial sequence: Int, of experimentID: String) throws {
        guard intermediate.isFinite else { return }
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO intermediate (experiment, trial, step, value) VALUES (?1, ?2,
                    (SELECT coalesce(max(step), -1) + 1 FROM intermediate WHERE experiment = ?1 AND trial = ?2), ?3)
                    """,
                arguments: [experimentID, sequence, intermediate])
        }
    }

    package func replace(intermediate: [Double], ofTrial sequence: Int, of experimentID: String) throws {
        try write { database in
            try database.execute(
                sql: "DELETE FROM intermediate WHERE experiment = ? AND trial = ?", arguments: [experimentID, sequence])
            for (step, value) in intermediate.enumerated() where value.isFinite {
                try database.execute(
                    sql: "INSERT INTO intermediate (experiment, trial, step, value) VALUES (?, ?, ?, ?)",
                    arguments: [experimentID, sequence, step, value])
            }
        }
    }

    package func list() throws -> [ExperimentRecord] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM experiment ORDER BY created DESC").map(
                Self.experiment)
        }
    }

    package func find(_ nameOrID: String) throws -> ExperimentSnapshot? {
        try read { database in
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT * FROM experiment WHERE id = ?1 OR name = ?1", arguments: [nameOrID])
            else { return nil }
            let record = Self.experiment(row)
            var intermediate: [Int: [Double]] = [:]
            for row in try Row.fetchAll(
                database, sql: "SELECT trial, value FROM intermediate WHERE experiment = ? ORDER BY trial, step",
                arguments: [record.id])
            {
                intermediate[row["trial"], default: []].append(row["value"])
            }
            let trials = try Row.fetchAll(
                database, sql: "SELECT * FROM trial WHERE experiment = ? ORDER BY sequence", arguments: [record.id]
            ).map { row in
                var trial = Self.trial(row)
                trial.intermediate = intermediate[trial.sequence] ?? []
                return trial
            }
            return ExperimentSnapshot(record: record, trials: trials)
        }
    }

    package func delete(_ experimentID: String) throws {
        try write { database in
            try database.execute(sql: "DELETE FROM experiment WHERE id = ?", arguments: [experimentID])
        }
    }

    // MARK: - Rows

    /// A configuration that can't be read costs itself alone: the name stays known and the trials can be looked at.
    private static func experiment(_ row: Row) -> ExperimentRecord {
        let text: String = row["configuration"]
        guard let configuration = (try? JSONValue(parsing: text)).flatMap(ExperimentConfiguration.init(json:)) else {
            let unknown = ExperimentConfiguration(
                id: row["id"], name: row["name"], algorithm: "", data: "", searchSpace: [:], tuner: "", objective: "",
                mode: .minimize)
            var record = ExperimentRecord(configuration: unknown, status: .error, owner: row["owner"])
            record.error = "its configuration in the store is damaged"
            return record
        }
        var record = ExperimentRecord(
            configuration: configuration, status: ExperimentStatus(rawValue: row["status"]) ?? .error,
            owner: row["owner"])
        record.startTime = date(row["startTime"])
        record.endTime = date(row["endTime"])
        record.error = row["error"]
        return record
    }

    private static func trial(_ row: Row) -> TrialRecord {
        var trial = TrialRecord(
            id: row["id"], sequence: row["sequence"], status: TrialStatus(rawValue: row["status"]) ?? .unknown,
            parameters: object(row["parameters"]))
        trial.metrics = object(row["metrics"])
        trial.startTime = date(row["startTime"])
        trial.endTime = date(row["endTime"])
        trial.error = row["error"]
        return trial
    }

    private static func date(_ seconds: Double?) -> Date? { seconds.map(Date.init(timeIntervalSince1970:)) }

    private static func object(_ text: String) -> JSONObject {
        (try? JSONValue(parsing: text))?.object ?? JSONObject()
    }
}
