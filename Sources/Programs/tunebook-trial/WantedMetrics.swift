import Metrics

/// What is measured, under the names that were asked for.
struct WantedMetrics {
    /// The first one is the primary metric.
    let all: [(name: String, metric: Metric)]

    var primary: (name: String, metric: Metric) { all[0] }

    /// - Throws: `UsageError`.
    init(_ options: TrialOptions) throws {
        let ratingMetrics = try Self.each(options.ratingMetrics)
        let rankingMetrics = try Self.each(options.rankingMetrics)
        let listed = try ratingMetrics + rankingMetrics + Self.each(options.metrics)
        guard !listed.isEmpty else {
            throw UsageError(
                description: "there is nothing to measure; name metrics by --rating-metrics or --ranking-metrics")
        }
        guard options.k >= 1 else { throw UsageError(description: "--k is a whole number from 1, found \(options.k)") }
        func wanted(_ name: String) throws -> (name: String, metric: Metric) {
            do {
                return (name, try Metric(parsing: name, defaultK: options.k))
            } catch {
                throw UsageError(description: "\(error)")
            }
        }
        for (names, needsRanking, flag) in [
            (ratingMetrics, false, "--rating-metrics"), (rankingMetrics, true, "--ranking-metrics"),
        ] {
            for name in names where try wanted(name).metric.needsRanking != needsRanking {
                throw UsageError(description: "\(name) does not belong to \(flag); --metrics takes both kinds")
            }
        }
        let primary = options.primaryMetric ?? "rmse"
        guard options.primaryMetric == nil || listed.contains(primary) else {
            throw UsageError(
                description:
                    "the primary metric \(primary) is not among those that are measured: \(listed.joined(separator: ", "))"
            )
        }
        var all = [try wanted(primary)]
        for name in listed where !all.contains(where: { $0.name == name }) { all.append(try wanted(name)) }
        self.all = all
    }

    /// A word that asks for several lengths as a name each; others as they are.
    private static func each(_ words: [String]) throws -> [String] {
        try words.flatMap { word in
            guard word.contains(",") else { return [word] }
            do { return try Metric.several(parsing: word).map(\.name) } catch {
                throw UsageError(description: "\(error)")
            }
        }
    }
}
