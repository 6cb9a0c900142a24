package import Foundation
package import Tuning
package import Values

/// One trial as it is stored and shown.
package struct TrialRecord: Hashable, Sendable {
    /// Five letters or so, as NNI's; unique in its experiment.
    package let id: String
    /// Counted from 0.
    package let sequence: Int
    package var status: TrialStatus
    /// What the tuner suggested.
    package let parameters: JSONObject
    /// The final metrics; empty until the trial has succeeded.
    package var metrics = JSONObject()
    /// The objective while the trial ran, a value a report.
    package var intermediate: [Double] = []
    /// The other objectives while the trial ran, a list a report; empty where there is but one.
    package var further: [[Double]] = []
    package var startTime: Date?
    package var endTime: Date?
    package var error: String?
    /// Whether a person asked for this point, and not the tuner.
    package var isCustomized = false

    package init(id: String, sequence: Int, status: TrialStatus, parameters: JSONObject) {
        self.id = id
        self.sequence = sequence
        self.status = status
        self.parameters = parameters
    }

    package var seconds: Double? {
        startTime.flatMap { start in endTime.map { $0.timeIntervalSince(start) } }
    }

    /// What is said of a trial that ran when its experiment was stopped.
    package static let stoppedWithExperiment = "its experiment was stopped"

    /// What it reported: a value an objective, a list a report.
    package var reports: [[Double]] {
        intermediate.enumerated().map { [$1] + (further.indices.contains($0) ? further[$0] : []) }
    }

    /// Whether the trial has an end of its own: others are run again when their experiment is taken up again.
    package var isSettled: Bool {
        switch status {
        case .succeeded, .failed, .earlyStopped: true
        case .userCanceled: error != Self.stoppedWithExperiment
        case .waiting, .running, .systemCanceled, .unknown: false
        }
    }

    /// What a tuner is told of a trial that has ended.
    package func outcome(_ goals: Goals) -> TrialOutcome {
        switch status {
        case .succeeded: goals.measured(metrics).map(TrialOutcome.measured) ?? .failed
        case .earlyStopped: .stoppedEarly(goals.measured(metrics, isWhole: false) ?? Measured([.nan]))
        case .failed: .failed
        default: .cancelled
        }
    }
}

/// One experiment as it is stored and shown, without its trials.
package struct ExperimentRecord: Hashable, Sendable {
    package var configuration: ExperimentConfiguration
    package var status: ExperimentStatus
    package var startTime: Date?
    package var endTime: Date?
    package var error: String?
    /// The process that runs it; see `ProcessIdentity`.
    package var owner: String

    package init(configuration: ExperimentConfiguration, status: ExperimentStatus, owner: String) {
        self.configuration = configuration
        self.status = status
        self.owner = owner
    }

    package var id: String { configuration.id }
    package var name: String { configuration.name }
    /// Where its manager answers while it runs.
    package var runningAddress: String? { status.hasEnded ? nil : configuration.address }
}

/// An experiment with its trials at one moment.
package struct ExperimentSnapshot: Sendable {
    package var record: ExperimentRecord
    package var trials: [TrialRecord]

    package init(record: ExperimentRecord, trials: [TrialRecord]) {
        self.record = record
        self.trials = trials
    }

    /// The trial with the best objective; of equal ones the first.
    package var best: TrialRecord? {
        let ledger = ExperimentLedger(record, trials: trials)
        return ledger.summary.best.flatMap { ledger.trial($0.sequence) }
    }
}
