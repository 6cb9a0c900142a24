import Experiments
import Foundation
import GRDB
import Tuning
import Values

/// What rows hold.
extension SQLiteStore {
    static func update(_ experiment: ExperimentRecord, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                UPDATE experiment SET configuration = ?, status = ?, startTime = ?, endTime = ?, error = ?, owner = ?
                WHERE id = ?
                """
        ).execute(arguments: [
            experiment.configuration.json.text(), experiment.status.rawValue,
            experiment.startTime?.timeIntervalSince1970, experiment.endTime?.timeIntervalSince1970, experiment.error,
            experiment.owner, experiment.id,
        ])
    }

    static func save(_ trial: TrialRecord, of experimentID: String, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO trial
                (experiment, sequence, id, status, parameters, metrics, startTime, endTime, error)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            experimentID, trial.sequence, trial.id, trial.status.rawValue,
            JSONValue.object(trial.parameters).text(), JSONValue.object(trial.metrics).text(),
            trial.startTime?.timeIntervalSince1970, trial.endTime?.timeIntervalSince1970, trial.error,
        ])
    }

    static func keep(
        _ value: Double, at step: Int, of trial: Int, _ experimentID: String, _ database: Database
    ) throws {
        guard value.isFinite else { return }
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO intermediate (experiment, trial, step, value) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [experimentID, trial, step, value])
    }

    /// A configuration that can't be read costs itself alone: the name stays known and the trials can be looked at.
    static func experiment(_ row: Row) -> ExperimentRecord {
        let text: String = row["configuration"]
        guard let configuration = (try? JSONValue(parsing: text)).flatMap(ExperimentConfiguration.init(json:)) else {
            var record = ExperimentRecord(
                configuration: .damaged(id: row["id"], name: row["name"]), status: .error, owner: row["owner"])
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

    static func trial(_ row: Row) -> TrialRecord {
        var trial = TrialRecord(
            id: row["id"], sequence: row["sequence"], status: TrialStatus(rawValue: row["status"]) ?? .unknown,
            parameters: object(row["parameters"]))
        trial.metrics = object(row["metrics"])
        trial.startTime = date(row["startTime"])
        trial.endTime = date(row["endTime"])
        trial.error = row["error"]
        return trial
    }

    static func date(_ seconds: Double?) -> Date? { seconds.map(Date.init(timeIntervalSince1970:)) }

    static func object(_ text: String) -> JSONObject {
        (try? JSONValue(parsing: text))?.object ?? JSONObject()
    }
}
