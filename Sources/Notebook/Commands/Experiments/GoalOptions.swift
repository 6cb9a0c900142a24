import Metrics
import Notebook
import RecommenderTrials
import Recommenders
import Script
import Tuning
import Values

/// What a search makes better, and the bounds that it keeps, as options.
struct GoalOptions: Sendable {
    /// What trials take, as an objective beside metrics.
    static let seconds = "seconds"

    let maximize = Self.goals("maximize", help: "the metrics that should be high; several give a Pareto front")
    let minimize = Self.goals(
        "minimize", unset: "what the model is usually judged by",
        help: "the metrics that should be low, seconds of training among them")
    let constraints = Parameter<[Constraint]>(
        "subject_to", each: .word("CONSTRAINT", suggestions: []),
        help: "bounds that trials have to keep, such as \"coverage@10 >= 0.2\""
    ) { try Constraint(parsing: $0) }

    var all: [any Declared] { [maximize, minimize, constraints] }

    private static func goals(_ name: String, unset: String? = nil, help: String) -> Parameter<[String]> {
        Parameter<[String]>(
            name, each: .word("METRIC", suggestions: Metric.templates + [seconds]), unset: unset, help: help,
            parsingSeveral: Self.metricNames)
    }

    /// The metrics' own spelling.
    @Sendable private static func metricNames(_ word: String) throws -> [String] {
        word == seconds ? [seconds] : try Metric.several(parsing: word).map(\.name)
    }

    /// A metric's own spelling.
    private static func metricName(_ word: String) throws -> String {
        word == seconds ? seconds : try Metric(parsing: word).name
    }

    /// The goals, in the order in which the call names them.
    ///
    /// - Throws: `PlacedError` at the option that is wrong.
    func goals(_ call: Invocation, for learners: LearnerChoice) throws -> Goals {
        var options = [(maximize, Direction.maximize), (minimize, Direction.minimize)].filter { call.has($0.0) }
        options.sort { call.place(of: $0.0).start < call.place(of: $1.0).start }
        var goals: [Goal] = []
        for (option, direction) in options {
            for metric in call[option] {
                if goals.contains(where: { $0.metric == metric }) {
                    throw call.failure(GoalError.twice(metric), at: option)
                }
                goals.append(Goal(metric, direction))
            }
        }
        if goals.isEmpty {
            let usual = learners.usualMetric
            goals = [Goal(usual.name, usual.direction)]
        }
        let constraints = try call[constraints].map { constraint in
            try PlacedError.place(call.place(of: self.constraints)) {
                Constraint(try Self.metricName(constraint.metric), constraint.relation, constraint.bound)
            }
        }
        return Goals(goals, subjectTo: constraints)
    }
}

extension Goals {
    /// The metrics that have to be measured for them, the first objective's first.
    var measuredMetrics: [Metric] {
        var metrics: [Metric] = []
        for name in objectives.map(\.metric) + constraints.map(\.metric) {
            if let metric = try? Metric(parsing: name), !metrics.contains(metric) { metrics.append(metric) }
        }
        return metrics
    }

    /// `maximize ndcg@10, minimize seconds`.
    var text: String {
        let words = objectives.map { "\($0.direction.rawValue)s \($0.metric)" }.joined(separator: " and ")
        return constraints.isEmpty
            ? words : words + " subject to " + constraints.map(\.description).joined(separator: ", ")
    }
}
