import FoundationEssentials
import Metrics
import Platform
import Ratings
import TestSupport
import Testing
import Values

/// What every metric keeps to, whichever there are.
@Suite struct MetricContractTests {
    /// Three users with two relevant items each, of six.
    private static let truth = RatingTable(
        rows: [[1, 1, 1], [1, 2, 1], [2, 3, 1], [2, 4, 1], [3, 5, 1], [3, 6, 1]])
    private static let context = MetricContext(itemCount: 6)

    private func value(_ rule: MetricRule, _ lists: [[Int32]], estimates: [Double]? = nil) throws -> Double {
        let metric = try Metric(parsing: rule.needs == .lists ? rule.name + "@2" : rule.name)
        let judged = Judged(
            truth: Self.truth, estimates: estimates,
            rankings: RankedLists(users: [0, 1, 2], lists: lists, catalogLists: lists), context: Self.context)
        return try #require(try judged.values(of: [metric]).first).value
    }

    @Test(arguments: MetricRules.all.map(\.name)) func aNameIsReadBackAsItWasWritten(name: String) throws {
        let rule = try #require(MetricRules.named(name))
        let metric = try Metric(parsing: rule.template)
        #expect(metric.name == rule.template && metric.direction == rule.direction && !rule.help.isEmpty)
        #expect(try Metric(parsing: metric.name.uppercased()) == metric)
        #expect(MetricRules.all.count { $0.name == name } == 1)
    }

    @Test(arguments: MetricRules.all.filter { $0.needs == .lists }.map(\.name))
    func aPerfectListIsOneAndAWrongOneIsNotBetter(name: String) throws {
        let rule = try #require(MetricRules.named(name))
        let perfect = try value(rule, [[0, 1], [2, 3], [4, 5]])
        #expect(perfect == 1)
        let wrong = try value(rule, [[2, 4], [4, 0], [2, 0]])
        #expect(rule.direction.isBetter(perfect, than: wrong))
    }

    @Test(arguments: MetricRules.all.filter { $0.needs == .lists }.map(\.name))
    func theOrderOfUsersDoesNotMatter(name: String) throws {
        let metric = try Metric(parsing: name + "@2")
        let lists: [[Int32]] = [[0, 3], [5, 2], [1, 4]]
        let values = try [[0, 1, 2], [2, 0, 1]].map { order in
            try Judged(
                truth: Self.truth,
                rankings: RankedLists(
                    users: order, lists: order.map { lists[$0] }, catalogLists: order.map { lists[$0] }),
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
        let metrics = try ["ndcg@1", "precision@2", "coverage@1", "ndcg@2", "hit@1"].map { try Metric(parsing: $0) }
        func judged() -> Judged {
            Judged(
                truth: Self.truth, rankings: RankedLists(users: [0, 1, 2], lists: lists, catalogLists: lists),
                context: Self.context)
        }
        let alone = try metrics.map { try judged().values(of: [$0])[0] }
        #expect(try judged().values(of: metrics) == alone)
    }

    /// The golden lists are whole lists of recommendations, the truth the training data.
    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note))) func coverageIsTheGoldenOne() throws
    {
        let golden = try JSONValue(parsingUTF8: FileBytes.read(SharedFolder.golden("metrics.json").path))
        for item in golden.array ?? [] {
            let training = RatingTable(rows: (item["true"].array ?? []).map(\.numbers))
            var lists: [Double: [Int32]] = [:]
            for pair in (item["recommended"].array ?? []).map(\.numbers) {
                lists[pair[0], default: []].append(Int32(training.items.position(of: .integer(Int(pair[1]))) ?? -1))
            }
            let all = Array(lists.values)
            let judged = Judged(
                truth: training,
                rankings: RankedLists(users: Array(all.indices), lists: all, catalogLists: all),
                context: MetricContext(itemCount: training.items.count))
            let value = try judged.values(of: [try Metric(parsing: "coverage@1000")])[0].value
            let expected = try #require(item["expected"]["catalog_coverage"].number)
            #expect(abs(value - expected) < 1e-12)
        }
    }

    @Test func coverageOfPredictionsNeedsWhatTheyDoNotBring() throws {
        let judged = Judged(truth: Self.truth, rankings: RankedLists(users: [0], lists: [[0]]))
        #expect(throws: MetricsError.needsTraining(metric: "coverage")) {
            try judged.values(of: [try Metric(parsing: "coverage@2")])
        }
    }
}
