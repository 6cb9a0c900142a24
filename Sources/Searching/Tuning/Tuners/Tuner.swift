package import Values

/// What a tuner answers when it is asked for a trial's parameters.
package enum Suggestion: Hashable, Sendable {
    case parameters(JSONObject)
    /// Nothing now; ask again once a running trial has ended.
    case waiting
    /// Nothing, ever: the space or the budget is used up.
    case exhausted
}

/// How a trial ended, as a tuner sees it.
package enum TrialOutcome: Hashable, Sendable {
    case measured(Measured)
    /// An assessor ended it; what it reported last.
    case stoppedEarly(Measured)
    case failed
    /// A person or a limit ended it.
    case cancelled

    /// The outcome of a trial with one objective.
    package static func value(_ value: Double) -> TrialOutcome { .measured(Measured([value])) }
    package static func stoppedEarly(last value: Double) -> TrialOutcome { .stoppedEarly(Measured([value])) }

    /// What there is to learn from: finite values.
    package var measured: Measured? {
        switch self {
        case .measured(let measured), .stoppedEarly(let measured): measured.isFinite ? measured : nil
        case .failed, .cancelled: nil
        }
    }

    /// The first objective's value that there is to learn from.
    package var learned: Double? { measured?.values.first }
}

/// A trial of another search, or of this one before it was taken up again.
package struct PastTrial: Hashable, Sendable {
    package let parameters: JSONObject
    package let outcome: TrialOutcome

    package init(parameters: JSONObject, outcome: TrialOutcome) {
        self.parameters = parameters
        self.outcome = outcome
    }
}

/// A search strategy: pure state, no I/O, every draw from its seed.
///
/// Most are a `SearchRule` in a `RuleTuner`, which has what they share; a tuner of its own lists points or grants budgets.
package protocol Tuner: Sendable {
    /// The parameters of trial `id`. Trials are told apart by `id` alone; several may be open at once.
    mutating func suggest(id: Int) -> Suggestion
    /// A value of trial `id` while it runs; `step` counts from 0.
    mutating func report(id: Int, step: Int, value: Double)
    /// The end of trial `id`.
    mutating func report(id: Int, _ outcome: TrialOutcome)
    /// Trials that this tuner has not suggested itself.
    mutating func learn(from trials: [PastTrial])
    /// Whether what trials came to changes what it suggests.
    var learns: Bool { get }
    /// How many of its suggestions came from a model of the trials before, not by chance or from a list.
    var modelled: Int { get }
}

extension Tuner {
    package mutating func report(id: Int, step: Int, value: Double) {}
    /// A search that does not look back learns nothing.
    package mutating func learn(from trials: [PastTrial]) {}
    package var learns: Bool { true }
    package var modelled: Int { 0 }
}
