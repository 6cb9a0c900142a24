package import Values

/// What a metric is: its name, which way is better, what it looks at, and its value. Each is one declaration, and
/// `Metrics.all` lists them; nothing else knows which there are.
package struct MetricRule: Sendable {
    /// What is judged.
    package enum Needs: Hashable, Sendable {
        /// An estimate for each true rating.
        case estimates
        /// A list of K items for each user.
        case lists
    }

    package let name: String
    /// One line of help, without a full stop.
    package let help: String
    package let direction: Direction
    package let needs: Needs
    let value: @Sendable (Judged, _ k: Int) throws(MetricsError) -> Double
    /// What each user has of it; `nil` for what is no metric of users.
    let users: (@Sendable (Judged, _ k: Int) throws(MetricsError) -> UserValues)?

    init(
        _ name: String, _ direction: Direction = .maximize, needs: Needs, help: String,
        value: @escaping @Sendable (Judged, _ k: Int) throws(MetricsError) -> Double,
        users: (@Sendable (Judged, _ k: Int) throws(MetricsError) -> UserValues)? = nil
    ) {
        self.name = name
        self.help = help
        self.direction = direction
        self.needs = needs
        self.value = value
        self.users = users
    }

    /// A metric of lists that the one pass over the users measures.
    init(
        ofLists name: String, help: String, _ value: @escaping @Sendable (RankingMetrics) -> Double,
        users: @escaping @Sendable (RankingMetrics) -> UserValues
    ) {
        self.init(name, needs: .lists, help: help) { judged, k throws(MetricsError) in
            value(try judged.lists(k))
        } users: { judged, k throws(MetricsError) in
            users(try judged.lists(k))
        }
    }

    /// The mean over lists by what training saw, whatever is right; of no list that has no number.
    init(
        ofCatalog name: String, help: String,
        lists: @escaping @Sendable (JudgedCatalog, _ k: Int) throws(MetricsError) -> [Double]
    ) {
        self.init(name, needs: .lists, help: help) { judged, k throws(MetricsError) in
            try lists(judged.catalog(for: name), k).meanOfNumbers
        } users: { judged, k throws(MetricsError) in
            let values = try lists(judged.catalog(for: name), k)
            let users = judged.rankings?.users ?? []
            return UserValues(users: users.map(Int32.init), meanOfNumbers: values)
        }
    }

    /// A metric of all lists together by what training saw.
    init(
        ofCatalog name: String, help: String,
        _ value: @escaping @Sendable (JudgedCatalog, _ k: Int) throws(MetricsError) -> Double
    ) {
        self.init(name, needs: .lists, help: help) { judged, k throws(MetricsError) in
            try value(judged.catalog(for: name), k)
        }
    }

    /// The name as it is typed: `rmse`, `ndcg@10`.
    package var template: String { name + (needs == .lists ? "@10" : "") }
}

/// Every metric there is.
package enum MetricRules {
    package static let all: [MetricRule] =
        RatingRules.all + ListRules.all + [
            CatalogCoverage.rule, DistributionalCoverage.rule, Diversity.rule, Novelty.rule, Serendipity.rule,
        ]
    package static func named(_ name: String) -> MetricRule? { all.first { $0.name == name } }
}
