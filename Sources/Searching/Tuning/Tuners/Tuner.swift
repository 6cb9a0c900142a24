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
    case failed
}

/// A search strategy: pure state, no I/O, every draw from its seed.
package protocol Tuner: Sendable {
    /// The parameters of trial `id`. Trials are told apart by `id` alone; several may be open at once.
    mutating func suggest(id: Int) -> Suggestion
    /// The end of trial `id`.
    mutating func report(id: Int, _ outcome: TrialOutcome)
}
