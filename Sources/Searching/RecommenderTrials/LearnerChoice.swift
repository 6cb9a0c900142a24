package import Metrics
package import Recommenders
package import Values

/// What a search can train: one learner, or one of several, which is then a parameter of each trial.
package struct LearnerChoice: Sendable {
    /// The parameter that names the learner, with those of the learner's own.
    package static let name = "learner"

    /// At least one.
    package let learners: [any LearningAlgorithm]

    package init(_ learners: [any LearningAlgorithm]) {
        precondition(!learners.isEmpty)
        self.learners = learners
    }

    /// What they are judged by where nobody says by what: the first usual metric that all of them can be judged by. Metrics
    /// of ratings are those of learners that are usually judged by one.
    package var usualMetric: Metric {
        let all = learners.flatMap(\.usualMetrics)
        let allEstimate = learners.allSatisfy { $0.usualMetrics.contains { !$0.needsRanking } }
        return all.first { $0.needsRanking || allEstimate } ?? .rmse
    }

    /// The learner that a point names, and what it is told: its own parameters, and of those beside them what it takes.
    ///
    /// - Throws: `ParameterError` where the point names none of them.
    package func read(
        _ point: JSONObject
    ) throws(ParameterError) -> (algorithm: any LearningAlgorithm, parameters: JSONObject) {
        guard learners.count > 1 else { return (learners[0], point) }
        let names = learners.map(\.name)
        let chosen = point[Self.name]
        let name = chosen?.object?["_name"]?.string ?? chosen?.string
        guard let algorithm = learners.first(where: { $0.name == name }) else {
            throw .badValue(
                name: Self.name, value: chosen?.text() ?? "nothing", expected: names.joined(separator: " or "),
                nearest: nil)
        }
        var parameters = JSONObject()
        // What only another learner takes was fixed for that one.
        let others = Set(learners.flatMap { $0.parameters.map(\.name) }).subtracting(algorithm.parameters.map(\.name))
        for (name, value) in point where name != Self.name && !others.contains(name) { parameters[name] = value }
        for (name, value) in chosen?.object ?? JSONObject() where name != "_name" { parameters[name] = value }
        return (algorithm, parameters)
    }
}
