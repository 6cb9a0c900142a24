package import RandomSource
package import Values

/// How a search chooses its next point from all that it knows: a function of the history and of draws, with whatever it
/// keeps between calls.
///
/// What every such search needs beside it (open trials, points of finite spaces that are tried once, trials of others) is in
/// `RuleTuner`.
package protocol SearchRule: Sendable {
    /// Whether it looks at what trials came to.
    var learns: Bool { get }
    /// Whether a trial that was stopped early counts with what it would have come to, not with its last report.
    var foretells: Bool { get }
    /// The point that trial `trial` tries. May be asked again for the same trial, where its first answer was tried before.
    ///
    /// - Parameter draws: the trial's own stream.
    mutating func propose(
        trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Proposal
}

extension SearchRule {
    package var learns: Bool { true }
    package var foretells: Bool { false }
}

/// A point, and how it was chosen.
package struct Proposal: Sendable {
    package let point: JSONObject
    /// Whether a model of the trials before has chosen it.
    package let isModelled: Bool

    package init(_ point: JSONObject, isModelled: Bool) {
        self.point = point
        self.isModelled = isModelled
    }
}

/// A tuner by a rule.
package struct RuleTuner: Tuner {
    package private(set) var history: SearchHistory
    package private(set) var modelled = 0
    package var learns: Bool { rule.learns }
    private var rule: any SearchRule
    private let generator: SplittableGenerator
    private var tried: TriedPoints
    private var curves = FinishedCurves()

    package init(_ rule: any SearchRule, for task: SearchTask) {
        self.rule = rule
        history = SearchHistory(task.space, goals: task.goals)
        generator = SplittableGenerator(seed: task.seed)
        tried = TriedPoints(task.space)
    }

    package mutating func suggest(id: Int) -> Suggestion {
        if let known = history.running[id] { return .parameters(known) }
        var draws = generator.stream(UInt64(bitPattern: Int64(id)))
        var isModelled = false
        let point = tried.next {
            let proposal = rule.propose(trial: id, knowing: history, using: &draws)
            isModelled = proposal.isModelled
            return proposal.point
        }
        guard let point else { return .exhausted }
        history.begin(id, point)
        if rule.foretells, let place = history.cube.place(of: point) { curves.begin(id, at: place) }
        if isModelled { modelled += 1 }
        return .parameters(point)
    }

    package mutating func report(id: Int, step: Int, value: Double) {
        guard rule.foretells, history.goals.isSingle, history.running[id] != nil else { return }
        _ = curves.report(id, step: step + 1, history.goals.first.loss(value))
    }

    package mutating func report(id: Int, _ outcome: TrialOutcome) {
        guard let point = history.end(id) else { return }
        defer { curves.end(id, outcome, history.goals.first) }
        if case .stoppedEarly(let last) = outcome, let forecast = curves.forecast(id) {
            // As the objective has it: a loss's loss is the value.
            let value = history.goals.first.loss(forecast.loss)
            history.add(
                point, .stoppedEarly(Measured([value], violation: last.violation)), deviation: forecast.deviation)
        } else {
            history.add(point, outcome)
        }
    }

    /// Trials that are no points of the space are left out, and of those with a budget all but the ones with the largest:
    /// what others came to was not the end.
    package mutating func learn(from trials: [PastTrial]) {
        let most = trials.compactMap { TrialBudgets.budget(of: $0.parameters) }.max()
        for trial in trials where TrialBudgets.budget(of: trial.parameters).map({ $0 == most }) ?? true {
            let point = TrialBudgets.setting(of: trial.parameters)
            tried.insert(point)
            history.add(point, trial.outcome)
        }
    }
}
