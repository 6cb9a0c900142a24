import Foundation
import Metrics
import Platform
import Ratings
import TestSupport
import Testing
import Values

/// True ratings with scores or lists, as the peers were given them.
private struct Example {
    let truth: RatingTable
    private let predictions: [[Double]]

    init(truth rows: [[Double]], predictions: [[Double]]) {
        truth = RatingTable(rows: rows)
        self.predictions = predictions
    }

    private func position(_ vocabulary: Vocabulary, _ id: Double) -> Int32 {
        Int32(vocabulary.position(of: .integer(Int(id))) ?? -1)
    }

    /// Rows that both have, in the truth's order.
    var errors: RatingErrors {
        var (true_, estimated): ([Double], [Double]) = ([], [])
        for row in 0..<truth.count {
            let (user, item) = (truth.userPositions[row], truth.itemPositions[row])
            for prediction in predictions
            where position(truth.users, prediction[0]) == user && position(truth.items, prediction[1]) == item {
                true_.append(truth.ratings[row])
                estimated.append(prediction[2])
            }
        }
        return RatingErrors(truth: true_, estimates: estimated)
    }

    func ranking(_ k: Int, _ gain: GainRule = GainRule()) -> RankingMetrics {
        // Users that the truth does not know come after those it knows.
        var strangers = truth.users
        let users = predictions.map { Int32(strangers.insert(.integer(Int($0[0])))) }
        let lists = RankedLists(
            best: k, users: users, items: predictions.map { position(truth.items, $0[1]) },
            predictions: predictions.map { $0[2] })
        return RankingMetrics(lists, relevant: RelevantItems(truth), k: k, gain: gain)
    }
}

@Suite struct MetricsTests {
    private static func isNear(_ value: Double, _ expected: JSONValue) -> Bool {
        expected.number.map { abs(value - $0) <= 1e-10 } ?? value.isNaN
    }

    @Test func valuesAreRecommenders() throws {
        let reference = try #require(Reference.json["metrics"])
        let predictions = (reference["predictions"].array ?? []).map(\.numbers)
        let truth = (reference["truth"].array ?? []).map(\.numbers)
        let judged = Example(truth: truth, predictions: predictions)
        for (name, expected) in reference["expected"].object ?? JSONObject() {
            let metric = try Metric(parsing: name)
            let value: Double =
                switch metric.rule.name {
                case "rmse": judged.errors.rmse
                case "mae": judged.errors.mae
                case "rsquared": judged.errors.rsquared
                case "exp_var": judged.errors.explainedVariance
                case "precision": judged.ranking(metric.k ?? 1).precision
                case "recall": judged.ranking(metric.k ?? 1).recall
                case "ndcg": judged.ranking(metric.k ?? 1).ndcg
                case "map": judged.ranking(metric.k ?? 1).mapAtK
                case "r_precision": judged.ranking(metric.k ?? 1).rPrecision
                default: .nan
                }
            #expect(Self.isNear(value, expected), "\(name): \(value), expected \(expected)")
        }
    }

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note))) func valuesAreTheGoldenOnes() throws
    {
        let golden = try JSONValue(parsingUTF8: FileBytes.read(SharedFolder.golden("metrics.json").path))
        let cases = golden.array ?? golden["cases"].array ?? []
        #expect(cases.count == 6)
        var compared = 0
        for item in cases {
            let judged = Example(
                truth: (item["true"].array ?? []).map(\.numbers), predictions: (item["pred"].array ?? []).map(\.numbers)
            )
            for (name, expected) in item["expected"].object ?? JSONObject() {
                guard let value = value(name, judged) else { continue }
                compared += 1
                #expect(Self.isNear(value, expected), "\(name): \(value), expected \(expected)")
            }
        }
        #expect(compared >= 200)
    }

    /// The value of a golden key such as `ndcg_at_k|k=3|score_type=exp|discfun_type=log2`; `nil` for families not here.
    private func value(_ key: String, _ judged: Example) -> Double? {
        let parts = key.split(separator: "|").map(String.init)
        func option(_ name: String) -> String? {
            parts.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
        }
        let k = option("k").flatMap { Int($0) } ?? 10
        let gain = GainRule(
            score: option("score_type").flatMap(GainRule.Score.init) ?? .binary,
            discount: option("discfun_type").flatMap(GainRule.Discount.init) ?? .loge)
        switch parts[0] {
        case "rmse": return judged.errors.rmse
        case "mae": return judged.errors.mae
        case "rsquared": return judged.errors.rsquared
        case "exp_var": return judged.errors.explainedVariance
        case "precision_at_k": return judged.ranking(k).precision
        case "recall_at_k": return judged.ranking(k).recall
        case "r_precision_at_k": return judged.ranking(k).rPrecision
        case "map": return judged.ranking(k).map
        case "map_at_k": return judged.ranking(k).mapAtK
        case "ndcg_at_k": return judged.ranking(k, gain).ndcg
        default: return nil
        }
    }

    @Test func namesAreReadWithTheirLength() throws {
        #expect(try Metric(parsing: "NDCG@10").name == "ndcg@10")
        #expect(try Metric(parsing: "precision_at_k", defaultK: 5).name == "precision@5")
        #expect(throws: MetricsError.missingK("recall")) { try Metric(parsing: "recall") }
        #expect(throws: MetricsError.badK("recall", found: "0")) { try Metric(parsing: "recall@0") }
        let error = #expect(throws: MetricsError.self) { try Metric(parsing: "rmsee") }
        #expect(error?.description.contains("did you mean rmse?") == true)
    }

    @Test func severalLengthsAreSeveralMetricsEachOnce() throws {
        #expect(try Metric.several(parsing: "ndcg@5,10,5").map(\.name) == ["ndcg@5", "ndcg@10"])
        #expect(try Metric.several(parsing: "rmse") == [.rmse])
        #expect(throws: MetricsError.badK("ndcg", found: "")) { try Metric.several(parsing: "ndcg@5,") }
        #expect(throws: MetricsError.self) { try Metric.several(parsing: "rmse,mae") }
        #expect(throws: MetricsError.badK("ndcg", found: "5,10")) { try Metric(parsing: "ndcg@5,10") }
    }

    @Test func aPerfectListIsJudgedPerfect() {
        let judged = Example(truth: [[1, 1, 5], [1, 2, 4]], predictions: [[1, 1, 9], [1, 2, 8], [1, 3, 7]])
        let metrics = judged.ranking(2)
        #expect(
            [metrics.precision, metrics.recall, metrics.ndcg, metrics.mapAtK, metrics.hit, metrics.mrr] == [
                1, 1, 1, 1, 1, 1,
            ])
    }

    @Test func guessesOfYesOrNoNeedTruthOfZeroAndOne() throws {
        let table = Example(truth: [[1, 1, 3]], predictions: []).truth
        #expect(throws: MetricsError.notBinary(metric: "auc", found: 3)) {
            try Judged(truth: table, estimates: [0.5]).values(of: [try Metric(parsing: "auc")])
        }
        let errors = RatingErrors(truth: [0, 0, 1, 1], estimates: [0.1, 0.4, 0.35, 0.8])
        #expect(errors.auc == 0.75)
    }
}
