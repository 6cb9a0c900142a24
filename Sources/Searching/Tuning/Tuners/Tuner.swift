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
    case value(Double)
    /// An assessor ended it; the last value that it reported.
    case stoppedEarly(last: Double)
    case failed
    /// A person or a limit ended it.
    case cancelled

    /// The value that there is to learn from.
    package var learned: Double? {
        switch self {
        case .value(let value), .stoppedEarly(let value): value.isFinite ? value : nil
        case .failed, .cancelled: nil
        }
    }
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
package protocol Tuner: Sendable {
    /// The parameters of trial `id`. Trials are told apart by `id` alone; several may be open at once.
    mutating func suggest(id: Int) -> Suggestion
    /// A value of trial `id` while it runs; `step` counts from 0.
    mutating func report(id: Int, step: Int, value: Double)
    /// The end of trial `id`.
    mutating func report(id: Int, _ outcome: TrialOutcome)
    /// Trials that this tuner has not suggested itself.
    mutating func learn(from trials: [PastTrial])
}

extension Tuner {
    package mutating func report(id: Int, step: Int, value: Double) {}
    /// A search that does not look back learns nothing.
    package mutating func learn(from trials: [PastTrial]) {}
}
