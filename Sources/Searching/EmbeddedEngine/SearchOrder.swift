import Experiments
import Synchronization
import Tuning
import Values

/// A tuner and an assessor, and when they are told how trials ended: at once, or in the order of trials, a window behind.
///
/// In order, trial `n` is suggested once trials `0…n − lag` have ended, and tuner and assessor know of exactly those; where
/// the tuner waits for more, of as many more as it takes. The search so depends on no trial's speed, and what they know can
/// be told again from the records alone, which takes up a search where it was left.
struct SearchOrder {
    private struct End {
        let outcome: TrialOutcome
        let reports: [[Double]]
    }

    private var tuner: any Tuner
    private var assessor: AssessmentPanel?
    /// Where nothing is told in order, all trials ask one assessor, which hears of each at once.
    private let shared: AssessmentDesk?
    private let isInOrder: Bool
    /// Whether what trials came to changes anything.
    private let looksBack: Bool
    /// Ends that tuner and assessor have not been told.
    private var untold: [Int: End] = [:]
    private var toldCount = 0
    /// Points of trials that the tuner has not suggested.
    private var strangers: [Int: JSONObject] = [:]
    /// Points of trials whose end tuner and assessor have not been told.
    private var points: [Int: JSONObject] = [:]
    private var imports: [ImportedTrials]
    /// What judges trials that are run again: it knows no more than it did when they began.
    private var earlierJudges: [Int: AssessmentDesk] = [:]

    /// - Parameter isInOrder: whether ends are told in the order of trials; else at once.
    init(_ tuner: any Tuner, _ assessor: AssessmentPanel?, isInOrder: Bool, imports: [ImportedTrials] = []) {
        self.tuner = tuner
        self.assessor = assessor
        shared = isInOrder ? nil : assessor.map(AssessmentDesk.init)
        self.isInOrder = isInOrder
        looksBack = tuner.learns || assessor != nil
        self.imports = imports
    }

    /// How many trials may be open that a trial knows nothing of. Two at first, so that a short search learns too, then more,
    /// up to eight: so many workers find work.
    static func lag(before id: Int) -> Int { min(8, max(2, id / 4)) }

    /// How many of its suggestions came from a model.
    var modelled: Int { tuner.modelled }

    /// `waiting` also where trials that this one has to know of have not ended; it is told of exactly those, never more.
    mutating func suggest(id: Int) -> Suggestion {
        if isInOrder, looksBack {
            while toldCount <= id - Self.lag(before: id) { guard tellNext() else { return .waiting } }
        }
        while let next = imports.first, next.before <= id {
            tuner.learn(from: next.trials)
            imports.removeFirst()
        }
        while true {
            let suggestion = tuner.suggest(id: id)
            if case .parameters(let point) = suggestion { points[id] = point }
            guard suggestion == .waiting, isInOrder, tellNext() else { return suggestion }
        }
    }

    private mutating func tellNext() -> Bool {
        guard let end = untold.removeValue(forKey: toldCount) else { return false }
        tell(toldCount, end)
        toldCount += 1
        return true
    }

    /// A trial of a point that somebody else chose.
    mutating func take(_ point: JSONObject, id: Int) {
        strangers[id] = point
        points[id] = point
    }

    mutating func learn(_ trials: ImportedTrials) { imports.append(trials) }

    /// - Parameter reports: what the trial has reported, a value an objective.
    mutating func end(id: Int, _ outcome: TrialOutcome, reports: [[Double]]) {
        let end = End(outcome: outcome, reports: reports)
        // Where nothing is learned, nothing has to wait for its turn.
        if !isInOrder || !looksBack {
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
            for (index, values) in end.reports.enumerated() {
                if let first = values.first { tuner.report(id: id, step: index, value: first) }
            }
            tuner.report(id: id, end.outcome)
        }
        let point = points.removeValue(forKey: id)
        guard shared == nil, var judge = assessor else { return }
        if let point { judge.begin(id: id, point) }
        for (index, values) in end.reports.enumerated() { _ = judge.assess(id: id, step: index + 1, values: values) }
        judge.end(id: id, end.outcome)
        assessor = judge
    }

    /// What judges a trial that begins: it knows of the trials that the tuner knew of.
    mutating func judge(of id: Int) -> AssessmentDesk? {
        shared?.begin(id: id, points[id])
        return shared ?? earlierJudges.removeValue(forKey: id) ?? ownJudge(of: id)
    }

    private func ownJudge(of id: Int) -> AssessmentDesk? {
        let desk = assessor.map(AssessmentDesk.init)
        desk?.begin(id: id, points[id])
        return desk
    }

    /// Tells again what happened before. - Returns: whether the tuner would have suggested the same again.
    mutating func replay(_ trials: [TrialRecord], goals: Goals) -> Bool {
        var isFaithful = true
        if isInOrder { for trial in trials where trial.isSettled { note(trial, goals) } }
        for trial in trials {
            if trial.isCustomized {
                take(trial.parameters, id: trial.sequence)
            } else if suggest(id: trial.sequence) != .parameters(trial.parameters) {
                isFaithful = false
                tuner.report(id: trial.sequence, .cancelled)
                take(trial.parameters, id: trial.sequence)
            }
            if !trial.isSettled {
                earlierJudges[trial.sequence] = ownJudge(of: trial.sequence)
            } else if !isInOrder {
                note(trial, goals)
            }
        }
        return isFaithful
    }

    private mutating func note(_ trial: TrialRecord, _ goals: Goals) {
        shared?.begin(id: trial.sequence, trial.parameters)
        for (index, values) in trial.reports.enumerated() {
            _ = shared?.assess(id: trial.sequence, step: index + 1, values: values)
        }
        end(id: trial.sequence, trial.outcome(goals), reports: trial.reports)
    }
}

/// Assessors that trials ask, each from its own thread.
final class AssessmentDesk: Sendable {
    private let panel: Mutex<AssessmentPanel>

    init(_ panel: AssessmentPanel) { self.panel = Mutex(panel) }

    func begin(id: Int, _ parameters: JSONObject?) {
        guard let parameters else { return }
        panel.withLock { $0.begin(id: id, parameters) }
    }

    func assess(id: Int, step: Int, values: [Double]) -> Assessment {
        panel.withLock { $0.assess(id: id, step: step, values: values) }
    }

    func end(id: Int, _ outcome: TrialOutcome) { panel.withLock { $0.end(id: id, outcome) } }

    func valuesOfEnded(id: Int, last: [Double]) -> [Double] {
        panel.withLock { $0.valuesOfEnded(id: id, last: last) }
    }
}
