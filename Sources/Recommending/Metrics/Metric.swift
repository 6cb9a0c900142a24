package import Values

/// A metric as it is asked for: `rmse`, `precision@10`. The definitions are those of `recommenders`
/// (`evaluation/python_evaluation.py`).
package struct Metric: Sendable {
    package let rule: MetricRule
    /// The length of the judged lists; `nil` for metrics of ratings.
    package let k: Int?

    private init(_ rule: MetricRule, k: Int? = nil) {
        self.rule = rule
        self.k = k
    }

    /// A metric that is known to be there; tests ask for each.
    private static func known(_ name: String, _ k: Int? = nil) -> Metric {
        Metric(MetricRules.named(name) ?? MetricRules.all[0], k: k)
    }

    package static let rmse = known("rmse")
    package static let mae = known("mae")
    package static func precision(_ k: Int) -> Metric { known("precision", k) }
    package static func recall(_ k: Int) -> Metric { known("recall", k) }
    package static func ndcg(_ k: Int) -> Metric { known("ndcg", k) }
    package static func map(_ k: Int) -> Metric { known("map", k) }

    /// Reads `rmse`, `ndcg@10`; also `recommenders`' names, `ndcg_at_k`, where `defaultK` says how long lists are.
    ///
    /// - Throws: `MetricsError`.
    package init(parsing text: String, defaultK: Int? = nil) throws(MetricsError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var name = parts[0].lowercased()
        if name.hasSuffix("_at_k") { name.removeLast(5) }
        guard let rule = MetricRules.named(name) else {
            let nearest = nearestName(to: name, among: MetricRules.all.map(\.name))
            throw .unknown(text, nearest: nearest.flatMap { MetricRules.named($0)?.template })
        }
        guard rule.needs == .lists else {
            guard parts.count == 1 else { throw .unknown(text, nearest: rule.name) }
            self.init(rule)
            return
        }
        guard parts.count == 2 || defaultK != nil else { throw .missingK(name) }
        guard let k = parts.count == 2 ? Int(parts[1]) : defaultK, k >= 1, k <= 100_000 else {
            throw .badK(name, found: parts.last ?? "")
        }
        self.init(rule, k: k)
    }

    /// Reads a word that may ask for several lengths at once: `ndcg@5,10,20`; each is one metric, in their order.
    ///
    /// - Throws: `MetricsError`.
    package static func several(parsing text: String, defaultK: Int? = nil) throws(MetricsError) -> [Metric] {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].contains(",") else { return [try Metric(parsing: text, defaultK: defaultK)] }
        var metrics: [Metric] = []
        for k in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
            metrics.append(try Metric(parsing: "\(parts[0])@\(k)"))
        }
        return metrics.distinct
    }

    package var name: String { k.map { "\(rule.name)@\($0)" } ?? rule.name }
    package var needsRanking: Bool { rule.needs == .lists }
    package var direction: Direction { rule.direction }

    /// Every metric's name with an example of K, for help and completion.
    package static let templates = MetricRules.all.map(\.template)
}

extension Metric: Hashable {
    package static func == (one: Metric, other: Metric) -> Bool { one.name == other.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension [Metric] {
    /// Each once, where it stands first.
    package var distinct: [Metric] {
        var known: Set<Metric> = []
        return filter { known.insert($0).inserted }
    }
}

/// What a metric came to.
package struct MetricValue: Hashable, Sendable {
    package let metric: Metric
    package let value: Double
}
