import Experiments
import Synchronization
import Tuning
import Values

/// A tuner and an assessor, and when they are told how trials ended: at once, or in the order of trials, a window behind.
///
/// In order, trial `n` is suggested once trials `0…n − window` have ended, and tuner and assessor know of exactly those: the
/// search depends on no trial's speed. What they know can so be told again from the records alone, which takes up a search
/// where it was left.
struct SearchOrder {
    private struct End {
        let outcome: TrialOutcome
        let values: [Double]
    }

    private var tuner: any Tuner
    private var assessor: (any Assessor)?
    /// Where nothing is told in order, all trials ask one assessor, which hears of each at once.
    private let shared: AssessmentDesk?
    private let window: Int?
    /// Ends that tuner and assessor have not been told.
    private var untold: [Int: End] = [:]
    private var toldCount = 0
    /// Points of trials that the tuner has not suggested.
    private var strangers: [Int: JSONObject] = [:]
    private var imports: [ImportedTrials]
    /// What judges trials that are run again: it knows no more than it did when they began.
    private var earlierJudges: [Int: AssessmentDesk] = [:]

    /// - Parameter window: how many trials may be open that the tuner knows nothing of; `nil`: it is told at once.
    init(_ tuner: any Tuner, _ assessor: (any Assessor)?, window: Int?, imports: [ImportedTrials] = []) {
        self.tuner = tuner
        self.assessor = assessor
        shared = window == nil ? assessor.map(AssessmentDesk.init) : nil
        self.window = window
        self.imports = imports
    }

    /// `waiting` also where trials that this one may know of have not ended; it is told of exactly those, never more.
    mutating func suggest(id: Int) -> Suggestion {
        if let window {
            while toldCount <= id - window {
                guard let end = untold.removeValue(forKey: toldCount) else { return .waiting }
                tell(toldCount, end)
                toldCount += 1
            }
        }
        while let next = imports.first, next.before <= id {
            tuner.learn(from: next.trials)
            imports.removeFirst()
        }
        return tuner.suggest(id: id)
    }

    /// A trial of a point that somebody else chose.
    mutating func take(_ point: JSONObject, id: Int) { strangers[id] = point }

    mutating func learn(_ trials: ImportedTrials) { imports.append(trials) }

    /// - Parameter values: what the trial has reported.
    mutating func end(id: Int, _ outcome: TrialOutcome, values: [Double]) {
        let end = End(outcome: outcome, values: values)
        if window == nil {
            tell(id, end)
            shared?.end(id: id, outcome)
        } else {
            untold[id] = end
        }
    }

    private mutating func tell(_ id: Int, _ end: End) {
        if let point = strangers.removeValue(forKey: id) {
            tuner.learn(from: [PastTrial(parameters: point, outcome: end.outcome)])
        } else {
            tuner.report(id: id, end.outcome)
        }
        guard shared == nil, var judge = assessor else { return }
        for (index, value) in end.values.enumerated() { _ = judge.assess(id: id, step: index + 1, value: value) }
        judge.end(id: id, end.outcome)
        assessor = judge
    }

    /// What judges a trial that begins: it knows of the trials that the tuner knew of.
    mutating func judge(of id: Int) -> AssessmentDesk? {
        shared ?? earlierJudges.removeValue(forKey: id) ?? assessor.map(AssessmentDesk.init)
    }

    /// Tells again what happened before. - Returns: whether the tuner would have suggested the same again.
    mutating func replay(_ trials: [TrialRecord], objective: String) -> Bool {
        var isFaithful = true
        if window != nil { for trial in trials where trial.isSettled { note(trial, objective) } }
        for trial in trials {
            if trial.isCustomized {
                take(trial.parameters, id: trial.sequence)
            } else if suggest(id: trial.sequence) != .parameters(trial.parameters) {
                isFaithful = false
                tuner.report(id: trial.sequence, .cancelled)
                take(trial.parameters, id: trial.sequence)
            }
            if !trial.isSettled {
                earlierJudges[trial.sequence] = assessor.map(AssessmentDesk.init)
            } else if window == nil {
                note(trial, objective)
            }
        }
        return isFaithful
    }

    private mutating func note(_ trial: TrialRecord, _ objective: String) {
        for (index, value) in trial.intermediate.enumerated() {
            _ = shared?.assess(id: trial.sequence, step: index + 1, value: value)
        }
        end(id: trial.sequence, trial.outcome(objective), values: trial.intermediate)
    }
}

/// An assessor that trials ask, each from its own thread.
final class AssessmentDesk: Sendable {
    private let assessor: Mutex<any Assessor>

    init(_ assessor: any Assessor) { self.assessor = Mutex(assessor) }

    func assess(id: Int, step: Int, value: Double) -> Assessment {
        assessor.withLock { $0.assess(id: id, step: step, value: value) }
    }

    func end(id: Int, _ outcome: TrialOutcome) { assessor.withLock { $0.end(id: id, outcome) } }
}
