import Metrics
import Ratings
import Statistics
import TestSupport
import Testing

/// What every metric says of each user, beside its value over all.
@Suite struct UserValuesTests {
    /// Four users, the last without a list, the third without a hit.
    private static let truth = RatingTable(
        rows: [
            [1, 1, 1], [1, 2, 0], [2, 3, 1], [2, 4, 0], [2, 1, 1], [3, 5, 1], [3, 6, 0], [4, 1, 0], [4, 2, 1],
            [4, 3, 1],
        ])
    private static let estimates = [0.9, 0.2, 0.7, 0.4, 0.3, 0.6, 0.7, 0.1, 0.8, 0.2]
    private static let lists: [[Int32]] = [[0, 3], [5, 2], [1, 4].reversed().map { $0 == 4 ? 0 : 1 }]

    private func judged(_ users: [Int] = [0, 1, 2]) -> Judged {
        Judged(
            truth: Self.truth, estimates: Self.estimates,
            rankings: RankedLists(users: users, lists: users.map { Self.lists[$0] }))
    }

    private func metric(_ rule: MetricRule) throws -> Metric {
        try Metric(parsing: rule.needs == .lists ? rule.name + "@2" : rule.name)
    }

    /// Metrics of users; the others are of the catalog.
    static let names = MetricRules.all.map(\.name).filter { name in
        ratingNames.contains(name)
            || ["precision", "recall", "ndcg", "map", "hit", "mrr", "r_precision"].contains(name)
    }
    private static let ratingNames = ["rmse", "mae", "rsquared", "exp_var", "auc", "logloss"]

    @Test(arguments: names) func sumsOverUsersComeToTheValue(name: String) throws {
        let metric = try metric(try #require(MetricRules.named(name)))
        let measured = try #require(try judged().measured([metric]).first)
        let users = try #require(measured.users)
        let sums = users.whole.terms.map { $0.reduce(0, +) }
        #expect(abs(users.whole.value(sums) - measured.value) < 1e-12)
        #expect(try judged().values(of: [measured.metric])[0].value == measured.value)
    }

    @Test(arguments: names) func aUsersValueIsTheMetricOfTheUsersRowsAlone(name: String) throws {
        let metric = try metric(try #require(MetricRules.named(name)))
        let users = try #require(try judged().measured([metric])[0].users)
        for (user, value) in zip(users.users, users.values) {
            let rows = (0..<Self.truth.count).filter { Self.truth.userPositions[$0] == user }
            let listed = user < 3 ? [Int(user)] : []
            let alone = try Judged(
                truth: Self.truth.selecting(rows: rows), estimates: rows.map { Self.estimates[$0] },
                rankings: RankedLists(users: listed, lists: listed.map { Self.lists[$0] })
            ).values(of: [metric])[0].value
            let expected = name == "rmse" ? alone * alone : alone
            #expect(value.isNaN && expected.isNaN || abs(value - expected) < 1e-12, "user \(user)")
        }
    }

    @Test func ndcgCountsUsersWithoutAListAndPrecisionDoesNot() throws {
        let measured = try judged().measured([.ndcg(2), .precision(2)])
        #expect(measured[0].users?.users.sorted() == [0, 1, 2, 3])
        #expect(measured[1].users?.users.sorted() == [0, 1, 2])
    }

    @Test func pairsAreThoseUsersThatBothHaveAValueFor() throws {
        let one = try #require(try judged().measured([.precision(2)])[0].users)
        let other = try #require(try judged([2, 0]).measured([.precision(2)])[0].users)
        let paired = one.paired(with: other)
        #expect(paired.own == paired.others && paired.own.count == 2)
    }

    /// What a training of every user's first item saw, and lists of all six items by turns.
    private func judgedByCatalog() -> Judged {
        let lists: [[Int32]] = [[0, 1, 2], [3, 4], [5]]
        return Judged(
            truth: Self.truth,
            rankings: RankedLists(
                users: [0, 1, 2], lists: lists, catalog: CatalogLists(users: [0, 1, 2], lists: lists)),
            context: MetricContext(itemCount: 6, starts: [0, 3, 5, 8], items: [3, 4, 0, 0, 1, 2, 5, 1]))
    }

    @Test(arguments: ["diversity@3", "novelty@3", "serendipity@3"])
    func metricsOfListsByTheirTrainingAreOfUsersToo(name: String) throws {
        let measured = try judgedByCatalog().measured([try Metric(parsing: name)])[0]
        let users = try #require(measured.users)
        #expect(users.users == [0, 1, 2])
        let sums = users.whole.terms.map { $0.reduce(0, +) }
        #expect(abs(users.whole.value(sums) - measured.value) < 1e-12)
        // A list of one item has no pair, so it says nothing of diversity.
        #expect(users.values[2].isNaN == name.hasPrefix("diversity"))
    }

    @Test(arguments: ["coverage@1", "distributional_coverage@1"])
    func whatIsOfNoUserHasNoInterval(name: String) throws {
        let measured = try judgedByCatalog().measured([try Metric(parsing: name), .ndcg(1)])
        #expect(measured[0].users == nil)
        #expect(measured.intervals.map { $0 == nil } == [true, false])
    }

    @Test func intervalsOfSeveralMetricsAreThoseOfEachAlone() throws {
        let metrics = try Self.names.map { try metric(try #require(MetricRules.named($0))) }
        let alone = try metrics.map { try judged().measured([$0]).intervals[0] }
        #expect(try judged().measured(metrics).intervals == alone)
    }
}
