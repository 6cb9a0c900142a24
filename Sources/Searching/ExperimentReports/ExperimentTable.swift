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

    /// Experiments side by side.
    package static func comparison(_ experiments: [ExperimentSnapshot]) -> Table {
        Table(
            columns: ["name", "status", "objective", "best", "trial", "succeeded", "failed", "seconds", "tuner"],
            rows: experiments.map { snapshot in
                let (record, configuration) = (snapshot.record, snapshot.record.configuration)
                let best = snapshot.best
                let busy = snapshot.trials.compactMap(\.seconds).reduce(0, +)
                return [
                    .string(record.name), .string(record.status.rawValue), .string(configuration.objective),
                    best?.metrics[configuration.objective] ?? .null, best.map { .integer($0.sequence) } ?? .null,
                    .integer(snapshot.trials.count { $0.status == .succeeded }),
                    .integer(snapshot.trials.count { $0.status == .failed }), .number(busy),
                    .string(configuration.tuner),
                ]
            })
    }
}
