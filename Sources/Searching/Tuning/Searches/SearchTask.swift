/// What a tuner is made for.
package struct SearchTask: Sendable {
    package let space: SearchSpace
    package let goals: Goals
    package let seed: UInt64
    /// How many trials the search may have, where that is known.
    package var trials: Int?
    /// The most steps that a trial has, where that is known: what a budget is a part of.
    package var steps: Int?

    package init(_ space: SearchSpace, goals: Goals, seed: UInt64, trials: Int? = nil) {
        self.space = space
        self.goals = goals
        self.seed = seed
        self.trials = trials
    }

    /// How many of the first trials may be chosen without a model: what is asked for, but by default a quarter of the
    /// search at most, and never fewer than two.
    func startup(_ asked: Int?, default usual: Int) -> Int {
        if let asked { return asked }
        guard let trials else { return usual }
        return min(usual, max(2, trials / 4))
    }
}
