package import Values

/// One metric that a search makes better.
package struct Goal: Hashable, Sendable {
    package let metric: String
    package let direction: Direction

    package init(_ metric: String, _ direction: Direction) {
        self.metric = metric
        self.direction = direction
    }

    /// The value as a loss: lower is better, whichever way the metric goes.
    package func loss(_ value: Double) -> Double { direction == .minimize ? value : -value }
}

/// What a search is for: one objective or several, and the bounds that a trial has to keep.
package struct Goals: Hashable, Sendable {
    /// At least one.
    package let objectives: [Goal]
    package let constraints: [Constraint]

    package init(_ objectives: [Goal], subjectTo constraints: [Constraint] = []) {
        self.objectives = objectives.isEmpty ? [Goal("default", .minimize)] : objectives
        self.constraints = constraints
    }

    /// One objective; where nobody asks for its name, NNI's.
    package init(_ direction: Direction, of metric: String = "default") { self.init([Goal(metric, direction)]) }

    /// Objectives by their names; none: one value that should be low.
    ///
    /// - Throws: `GoalError.twice`.
    package init(maximize: [String], minimize: [String]) throws(GoalError) {
        let goals = maximize.map { Goal($0, .maximize) } + minimize.map { Goal($0, .minimize) }
        if let twice = goals.first(where: { goal in goals.count { $0.metric == goal.metric } > 1 }) {
            throw .twice(twice.metric)
        }
        self.init(goals)
    }

    package var first: Goal { objectives[0] }
    package var isSingle: Bool { objectives.count == 1 }

    /// The objectives' values as losses: lower is better.
    package func losses(_ measured: Measured) -> [Double] { zip(objectives, measured.values).map { $0.loss($1) } }

    /// Whether one trial is better than another: one that keeps the constraints before one that does not, then by how little
    /// they are missed, then by the first objective.
    package func isBetter(_ one: Measured, than other: Measured) -> Bool {
        if one.violation != other.violation, !(one.isFeasible && other.isFeasible) {
            return one.violation < other.violation
        }
        guard let value = one.values.first, let standard = other.values.first else { return other.values.isEmpty }
        return first.direction.isBetter(value, than: standard)
    }

    /// The numbers of trials, best first, equal ones in their order; those that came to nothing are last.
    package func ranking(_ trials: [Measured?]) -> [Int] {
        trials.indices.sorted { one, other in
            guard let mine = trials[one] else { return trials[other] == nil && one < other }
            guard let its = trials[other] else { return true }
            return isBetter(mine, than: its) || (!isBetter(its, than: mine) && one < other)
        }
    }

    /// What a trial with these metrics came to; `nil` where an objective is missing or is no finite number.
    ///
    /// - Parameter isWhole: whether all was measured that would be; else a constraint on what was not is not known to be missed.
    package func measured(_ metrics: JSONObject, isWhole: Bool = true) -> Measured? {
        var values: [Double] = []
        for goal in objectives {
            guard let value = metrics[goal.metric]?.number, value.isFinite else { return nil }
            values.append(value)
        }
        let known = constraints.filter { isWhole || metrics[$0.metric]?.number != nil }
        return Measured(values, violation: known.reduce(0) { $0 + $1.violation(metrics[$1.metric]?.number) })
    }
}

/// What a trial came to.
package struct Measured: Hashable, Sendable {
    /// One a goal, in the goals' order and as they were measured.
    package let values: [Double]
    /// By how much the constraints are missed in all; 0 where every one is kept.
    package let violation: Double

    package init(_ values: [Double], violation: Double = 0) {
        self.values = values
        self.violation = violation
    }

    package var isFinite: Bool { !values.isEmpty && values.allSatisfy(\.isFinite) && !violation.isNaN }
    package var isFeasible: Bool { violation <= 0 }
}
