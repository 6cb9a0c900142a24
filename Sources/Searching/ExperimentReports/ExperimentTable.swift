package import Display
package import Experiments
import Foundation
import Tuning
import Values

/// Experiments as rows.
package enum ExperimentTable {
    package static func table(_ experiments: [ExperimentSummary]) -> Table {
        Table(
            columns: ["name", "id", "status", "trials", "objective", "best", "tuner", "model", "started"],
            rows: experiments.map { summary in
                let (record, configuration) = (summary.record, summary.record.configuration)
                let started = record.startTime?.formatted(
                    .iso8601.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false))
                return [
                    .string(record.name), .string(record.id), .string(record.status.rawValue),
                    .integer(summary.trials), .string(configuration.objective),
                    summary.best.map { .number($0.value) } ?? .null, .string(configuration.tuner),
                    .string(configuration.subject.name), started.map { .string($0) } ?? .null,
                ]
            })
    }
}
