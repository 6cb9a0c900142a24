import Metrics
import Ratings
import TestSupport
import Testing
import Values

/// What every metric keeps to, whichever there are.
@Suite struct MetricContractTests {
    /// Three users with two relevant items each, of six.
    private static let truth = RatingTable(
        rows: [[1, 1, 1], [1, 2, 1], [2, 3, 1], [2, 4, 1], [3, 5, 1], [3, 6, 1]])
    /// What they had in training: each item has one user, so that no two items are alike.
    private static let context = MetricContext(itemCount: 6, starts: [0, 2, 4, 6], items: [0, 1, 2, 3, 4, 5])
    /// Metrics of lists that look at what is right in them, and those that look at the training alone.
    private static let ofRelevance = ["precision", "recall", "ndcg", "map", "hit", "mrr", "r_precision"]
    private static let ofLists = MetricRules.all.filter { $0.needs == .lists }.map(\.name)

    private static func rankings(_ lists: [[Int32]], users: [Int] = [0, 1, 2]) -> RankedLists {
        RankedLists(users: users, lists: lists, catalog: CatalogLists(users: users, lists: lists))
    }

    private func value(_ rule: MetricRule, _ lists: [[Int32]], estimates: [Double]? = nil) throws -> Double {
        let metric = try Metric(parsing: rule.needs == .lists ? rule.name + "@2" : rule.name)
        let judged = Judged(
            truth: Self.truth, estimates: estimates, rankings: Self.rankings(lists), context: Self.context)
        return try #require(try judged.values(of: [metric]).first).value
    }

    @Test(arguments: MetricRules.all.map(\.name)) func aNameIsReadBackAsItWasWritten(name: String) throws {
        let rule = try #require(MetricRules.named(name))
        let metric = try Metric(parsing: rule.template)
        #expect(metric.name == rule.template && metric.direction == rule.direction && !rule.help.isEmpty)
        #expect(try Metric(parsing: metric.name.uppercased()) == metric)
        #expect(MetricRules.all.count { $0.name == name } == 1)
    }

    @Test func everyMetricOfListsLooksAtWhatIsRightOrAtTheTraining() throws {
        for name in Self.ofLists {
            let metric = try Metric(parsing: name + "@2")
            let judged = Judged(truth: Self.truth, rankings: RankedLists(users: [0], lists: [[0, 1]]))
            if Self.ofRelevance.contains(name) {
                #expect(try judged.values(of: [metric])[0].value > 0)
            } else {
                #expect(throws: MetricsError.needsTraining(metric: name)) { try judged.values(of: [metric]) }
            }
        }
    }

    @Test(arguments: ofRelevance)
    func aPerfectListIsOneAndAWrongOneIsNotBetter(name: String) throws {
        let rule = try #require(MetricRules.named(name))
        let perfect = try value(rule, [[0, 1], [2, 3], [4, 5]])
        #expect(perfect == 1)
        let wrong = try value(rule, [[2, 4], [4, 0], [2, 0]])
        #expect(rule.direction.isBetter(perfect, than: wrong))
    }

    @Test(arguments: ofLists)
    func theOrderOfUsersDoesNotMatter(name: String) throws {
        let metric = try Metric(parsing: name + "@2")
        let lists: [[Int32]] = [[0, 3], [5, 2], [1, 4]]
        let values = try [[0, 1, 2], [2, 0, 1]].map { order in
            try Judged(
                truth: Self.truth,
                rankings: Self.rankings(order.map { lists[$0] }, users: order),
                context: Self.context
            ).values(of: [metric])[0].value
        }
        #expect(abs(values[0] - values[1]) < 1e-15)
    }

    @Test(arguments: MetricRules.all.filter { $0.needs == .estimates }.map(\.name))
    func exactEstimatesAreBestOfAll(name: String) throws {
        let rule = try #require(MetricRules.named(name))
        let truth = RatingTable(rows: [[1, 1, 1], [1, 2, 0], [2, 1, 0], [2, 2, 1]])
        let metric = try Metric(parsing: name)
        let exact = try Judged(truth: truth, estimates: truth.ratings).values(of: [metric])[0].value
        let wrong = try Judged(truth: truth, estimates: [0.2, 0.9, 0.8, 0.4]).values(of: [metric])[0].value
        #expect(rule.direction.isBetter(exact, than: wrong))
    }

    @Test(arguments: MetricRules.all.map(\.name)) func nothingToJudgeIsAnErrorAndNoValue(name: String) throws {
        let metric = try Metric(parsing: try #require(MetricRules.named(name)).template)
        #expect(throws: MetricsError.self) { try Judged(truth: Self.truth).values(of: [metric]) }
    }

    @Test func severalLengthsAreMeasuredTogetherAsEachAlone() throws {
        let lists: [[Int32]] = [[0, 3], [5, 2], [1, 4]]
        let metrics = try [
            "ndcg@1", "precision@2", "coverage@1", "ndcg@2", "hit@1", "diversity@2", "serendipity@1", "novelty@1",
            "serendipity@2", "distributional_coverage@1",
        ].map { try Metric(parsing: $0) }
        func judged() -> Judged {
            Judged(truth: Self.truth, rankings: Self.rankings(lists), context: Self.context)
        }
        let alone = try metrics.map { try judged().values(of: [$0])[0] }
        #expect(try judged().values(of: metrics) == alone)
    }
}
