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
