import Values

/// A bound that a trial's metric has to keep, such as `coverage@10 >= 0.2`.
package struct Constraint: Hashable, Sendable, CustomStringConvertible {
    package enum Relation: String, Sendable, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"
    }

    package let metric: String
    package let relation: Relation
    package let bound: Double

    package init(_ metric: String, _ relation: Relation, _ bound: Double) {
        self.metric = metric
        self.relation = relation
        self.bound = bound
    }

    /// Reads `METRIC >= NUMBER`, with `>=`, `<=`, `>` or `<`.
    ///
    /// - Throws: `GoalError.noConstraint`.
    package init(parsing text: String) throws(GoalError) {
        guard let start = text.firstIndex(where: { $0 == "<" || $0 == ">" }) else { throw .noConstraint(text) }
        var end = text.index(after: start)
        if end < text.endIndex, text[end] == "=" { end = text.index(after: end) }
        let metric = text[..<start].trimmed
        let bound = text[end...].trimmed
        guard let relation = Relation(rawValue: String(text[start..<end])), !metric.isEmpty,
            let number = Double(bound), number.isFinite
        else { throw .noConstraint(text) }
        self.init(metric, relation, number)
    }

    package var description: String { "\(metric) \(relation.rawValue) \(bound)" }

    /// By how much a value misses the bound: 0 where it keeps it, infinite where there is no value.
    package func violation(_ value: Double?) -> Double {
        guard let value, !value.isNaN else { return .infinity }
        let (isKept, distance) =
            switch relation {
            case .atLeast: (value >= bound, bound - value)
            case .atMost: (value <= bound, value - bound)
            case .above: (value > bound, bound - value)
            case .below: (value < bound, value - bound)
            }
        return isKept ? 0 : max(distance, .leastNonzeroMagnitude)
    }
}

/// What is wrong with what a search is for.
package enum GoalError: Error, Hashable, CustomStringConvertible {
    case noConstraint(String)
    case twice(String)
    case single(tuner: String)

    package var description: String {
        switch self {
        case .noConstraint(let text):
            "'\(text)' is no constraint: it takes a metric, >=, <=, > or <, and a number, as in coverage@10 >= 0.2"
        case .twice(let metric): "\(metric) is an objective twice"
        case .single(let tuner): "\(tuner) searches for one objective; NSGAII, TPE and Auto take several"
        }
    }
}
