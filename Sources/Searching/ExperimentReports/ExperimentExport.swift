package import Display
package import Experiments
import Foundation
import Tuning
package import Values

/// An experiment with all of its trials as JSON.
package enum ExperimentExport {
    package static func json(_ snapshot: ExperimentSnapshot) -> JSONValue {
        let record = snapshot.record
        return [
            "configuration": record.configuration.json, "status": .string(record.status.rawValue),
            "startTime": time(record.startTime), "endTime": time(record.endTime),
            "error": record.error.map { .string($0) } ?? .null, "trials": .array(snapshot.trials.map(json)),
        ]
    }

    /// Trials of any experiments as rows: whose they are, and all that they had, the fixed values too.
    package static func table(_ snapshots: [ExperimentSnapshot]) -> Table {
        var table = Table(columns: ["experiment", "trial", "status"], rows: [])
        for snapshot in snapshots {
            for trial in snapshot.trials {
                var row: JSONObject = [
                    "experiment": .string(snapshot.record.name), "trial": .integer(trial.sequence),
                    "status": .string(trial.status.rawValue),
                ]
                for values in [trial.metrics, snapshot.record.configuration.fixed, trial.parameters] {
                    for (name, value) in values { row[name] = value }
                }
                row["seconds"] = trial.seconds.map { .number($0) } ?? .null
                table.add(row)
            }
        }
        return table
    }

    package static func json(_ trial: TrialRecord) -> JSONValue {
        [
            "id": .string(trial.id), "sequence": .integer(trial.sequence), "status": .string(trial.status.rawValue),
            "parameters": .object(trial.parameters), "metrics": .object(trial.metrics),
            "intermediate": .array(trial.intermediate.map { .number($0) }), "startTime": time(trial.startTime),
            "endTime": time(trial.endTime), "error": trial.error.map { .string($0) } ?? .null,
        ]
    }

    private static func time(_ date: Date?) -> JSONValue { date.map { .number($0.timeIntervalSince1970) } ?? .null }
}
