package import Foundation
package import Tuning
import Values

/// The one account of an experiment and its trials, whichever engine runs it: what happened goes in, and what is to be
/// stored and told comes out. Nothing else changes a status, counts trials or knows the best.
package struct ExperimentLedger: Sendable {
    package enum Change: Sendable {
        case status(ExperimentStatus)
        /// The end of the experiment. Trials that have not ended are closed as `open`, for the same reason.
        case ended(ExperimentStatus, error: String?, open: TrialStatus)
        /// A finished experiment goes on, or a limit of it is another.
        case reconfigured(ExperimentConfiguration, isOpen: Bool)
        /// Something that the experiment survives, kept with its record.
        case noted(String)
        /// How many of its trials a model of those before has suggested, told before the trial that changes it.
        case suggested(byModel: Int)
        /// A trial that begins, changes or has ended; its curve is told by `reported` or `curve`.
        case trial(TrialRecord)
        /// What a trial has reported so far, stored report by report.
        case reported([Double], further: [[Double]] = [], trial: Int)
        /// A trial's whole curve, told by somebody else.
        case curve([Double], trial: Int)
    }

    /// What a change leads to, in this order: first stored, then told.
    package struct Effects: Sendable {
        package var writes: [StoreWrite] = []
        package var events: [ExperimentEvent] = []
    }

    package private(set) var summary: ExperimentSummary
    package private(set) var trials: [TrialRecord] = []
    private var places: [Int: Int] = [:]

    /// - Parameter trials: what is known from before.
    package init(_ record: ExperimentRecord, trials: [TrialRecord] = []) {
        summary = ExperimentSummary(record: record)
        for trial in trials { _ = apply(.trial(trial)) }
    }

    package var record: ExperimentRecord { summary.record }
    package var status: ExperimentStatus { summary.record.status }
    package var snapshot: ExperimentSnapshot { ExperimentSnapshot(record: record, trials: trials) }

    package func trial(_ sequence: Int) -> TrialRecord? { places[sequence].map { trials[$0] } }

    package mutating func apply(_ change: Change, at now: Date = Date()) -> Effects {
        switch change {
        case .status(let status):
            summary.record.status = status
            if status == .running { summary.record.startTime = summary.record.startTime ?? now }
            return stored()
        case .ended(let status, let error, let open):
            guard !self.status.hasEnded else { return Effects() }
            var effects = Effects()
            for trial in trials where !trial.status.hasEnded {
                var closed = trial
                closed.status = open
                closed.endTime = closed.endTime ?? now
                closed.error = closed.error ?? error
                effects.add(take(closed))
            }
            summary.record.status = status
            summary.record.error = error ?? record.error
            summary.record.endTime = now
            effects.add(stored())
            effects.events.append(.ended(status))
            return effects
        case .reconfigured(let configuration, let isOpen):
            summary.record.configuration = configuration
            if isOpen, status.hasEnded {
                summary.record.status = .running
                summary.record.endTime = nil
            }
            return stored()
        case .noted(let message):
            summary.record.error = record.error.map { "\($0); \(message)" } ?? message
            var effects = stored()
            effects.events.append(.warning(message))
            return effects
        case .suggested(let count):
            summary.modelled = count
            return Effects()
        case .trial(let trial): return take(trial)
        case .reported(let values, let further, let sequence):
            if let place = places[sequence] {
                trials[place].intermediate = values
                trials[place].further = further
            }
            return Effects()
        case .curve(let values, let sequence):
            guard let place = places[sequence] else { return Effects() }
            trials[place].intermediate = values
            return Effects(writes: [.curve(values, trial: sequence)])
        }
    }

    /// Whether a trial would be the best if it ended like this.
    package func becomesBest(_ trial: TrialRecord) -> Bool {
        guard trial.status == .succeeded, let measured = record.configuration.goals.measured(trial.metrics) else {
            return false
        }
        var after = summary
        after.note(measured, of: trial.sequence)
        return after.best?.sequence == trial.sequence
    }

    mutating func rename(_ name: String) { summary.record.configuration.name = name }

    private func stored() -> Effects { Effects(writes: [.experiment(record)]) }

    private mutating func take(_ trial: TrialRecord) -> Effects {
        let old = self.trial(trial.sequence)
        var trial = trial
        if let place = places[trial.sequence] {
            trial.intermediate = trials[place].intermediate
            trial.further = trials[place].further
            trials[place] = trial
        } else {
            let place = trials.firstIndex { $0.sequence > trial.sequence } ?? trials.count
            trials.insert(trial, at: place)
            for index in place..<trials.count { places[trials[index].sequence] = index }
        }
        summary.move(from: old?.status, to: trial.status)
        if trial.status == .succeeded, let measured = record.configuration.goals.measured(trial.metrics) {
            summary.note(measured, of: trial.sequence)
        }
        var effects = Effects(writes: [.trial(trial), .summary(summary)])
        if old == nil { effects.events.append(.trialStarted(trial)) }
        if trial.status.hasEnded, old?.status.hasEnded != true { effects.events.append(.trialEnded(trial, summary)) }
        return effects
    }
}

extension ExperimentLedger.Effects {
    mutating func add(_ more: Self) {
        writes += more.writes
        events += more.events
    }
}

/// What happens in an experiment.
package enum ExperimentEvent: Sendable {
    case trialStarted(TrialRecord)
    /// The trial, and how the experiment stands with it.
    case trialEnded(TrialRecord, ExperimentSummary)
    /// Something went wrong that the experiment survives.
    case warning(String)
    case ended(ExperimentStatus)
}

extension ExperimentLedger {
    /// What was stored, as a store in memory keeps it.
    mutating func restore(_ write: StoreWrite) {
        switch write {
        case .experiment(let record):
            let name = summary.record.name
            summary.record = record
            rename(name)
        case .trial(let trial): _ = apply(.trial(trial))
        case .intermediate(let values, _, let sequence):
            let known = trial(sequence)
            let further = values.count > 1 ? [Array(values.dropFirst())] : []
            _ = apply(
                .reported(
                    (known?.intermediate ?? []) + values.prefix(1), further: (known?.further ?? []) + further,
                    trial: sequence))
        case .curve(let values, let sequence): _ = apply(.reported(values, trial: sequence))
        case .summary: break
        }
    }
}
