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
                (experiment, sequence, id, status, parameters, metrics, startTime, endTime, error, source)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            experimentID, trial.sequence, trial.id, trial.status.rawValue,
            JSONValue.object(trial.parameters).text(), JSONValue.object(trial.metrics).text(),
            trial.startTime?.timeIntervalSince1970, trial.endTime?.timeIntervalSince1970, trial.error,
            trial.isCustomized ? customized : nil,
        ])
    }

    /// NNI's word for a point that a person asked for.
    private static let customized = "customized"

    /// What stands for a value that is no number, which SQLite takes for no value at all.
    private static let notANumber = "nan"

    /// - Parameter values: one an objective.
    static func keep(
        _ values: [Double], at step: Int, of trial: Int, _ experimentID: String, _ database: Database
    ) throws {
        let value = values.first ?? .nan
        let further = values.count > 1 ? JSONValue.array(values.dropFirst().map { .number($0) }).text() : nil
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO intermediate (experiment, trial, step, value, further) VALUES (?, ?, ?, ?, ?)"
        ).execute(
            arguments: value.isNaN
                ? [experimentID, trial, step, notANumber, further] : [experimentID, trial, step, value, further])
    }

    /// The values of the other objectives of a report.
    static func further(_ row: Row) -> [Double] {
        let text: String? = row.read("further")
        return text.flatMap { try? JSONValue(parsing: $0) }?.array?.map { $0.measured ?? .nan } ?? []
    }

    /// A configuration that can't be read costs itself alone: the name stays known and the trials can be looked at.
    static func experiment(_ row: Row) -> ExperimentRecord {
        let (id, name) = (row.read("id") ?? "", row.read("name") ?? "")
        let text: String? = row.read("configuration")
        let read = text.flatMap { try? JSONValue(parsing: $0) }.flatMap(ExperimentConfiguration.init(json:))
        let status: String? = row.read("status")
        var configuration = read ?? .damaged(id: id, name: name)
        configuration.name = name
        var record = ExperimentRecord(
            configuration: configuration,
            status: read == nil ? .error : status.flatMap(ExperimentStatus.init) ?? .error,
            owner: row.read("owner") ?? "")
        guard read != nil else {
            record.error = "its configuration in the store is damaged"
            return record
        }
        record.startTime = date(row.read("startTime"))
        record.endTime = date(row.read("endTime"))
        record.error = row.read("error") ?? (row.isDamaged ? "its row in the store is damaged" : nil)
        return record
    }

    static func trial(_ row: Row) -> TrialRecord {
        let status: String? = row.read("status")
        var trial = TrialRecord(
            id: row.read("id") ?? "", sequence: row.read("sequence") ?? 0,
            status: status.flatMap(TrialStatus.init) ?? .unknown, parameters: object(row.read("parameters")))
        trial.metrics = JSONObject(
            object(row.read("metrics")).map { ($0.key, $0.value.measured.map { .number($0) } ?? $0.value) })
        trial.isCustomized = row.read("source") == customized
        trial.startTime = date(row.read("startTime"))
        trial.endTime = date(row.read("endTime"))
        trial.error = row.read("error") ?? (row.isDamaged ? "its row in the store is damaged" : nil)
        return trial
    }

    static func isDamaged(_ row: Row) -> Bool { row.isDamaged || trial(row).status == .unknown }

    static func value(_ row: Row) -> Double? {
        row.read("value") ?? (row.read("value") == notANumber ? .nan : nil)
    }

    static func date(_ seconds: Double?) -> Date? { seconds.map(Date.init(timeIntervalSince1970:)) }

    static func object(_ text: String?) -> JSONObject {
        text.flatMap { try? JSONValue(parsing: $0) }?.object ?? JSONObject()
    }
}

/// SQLite's columns hold whatever another program wrote there, and GRDB's own reading ends the process on a value of
/// another type.
extension Row {
    /// `nil` where the column has no value, or one of another type.
    func read<Value: DatabaseValueConvertible>(_ column: String) -> Value? {
        Value.fromDatabaseValue(self[column] as DatabaseValue)
    }

    /// Whether a column holds what it never can.
    var isDamaged: Bool {
        contains { column, value in
            switch value.storage {
            case .null: false
            case .blob: true
            case .string: ["startTime", "endTime", "sequence"].contains(column)
            case .int64, .double: !["startTime", "endTime", "sequence", "created"].contains(column)
            }
        }
    }
}
