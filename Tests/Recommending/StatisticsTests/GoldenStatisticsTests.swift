import Foundation
import Statistics
import TestSupport
import Testing
import Values

/// The numbers of SciPy and statsmodels.
@Suite(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note))) struct GoldenStatisticsTests {
    private let golden: JSONObject

    init() throws { golden = try Reference.object(at: SharedFolder.golden("statistics.json")) }

    /// Whether a difference is the golden one, by each test that it has a p of.
    private func check(_ first: [Double], _ second: [Double], _ golden: JSONValue) throws {
        for test in PairedTest.allCases {
            let expected = test == .t ? golden : golden[test.rawValue]
            guard let p = expected["p"].number else { continue }
            let found = try #require(PairedDifference(first, second, by: test))
            #expect(found.count == golden["n"].integer)
            #expect(abs(found.mean - (golden["difference"].number ?? .nan)) < 1e-9)
            #expect(abs(found.interval.low - (golden["low"].number ?? .nan)) < 1e-9)
            #expect(abs(found.interval.high - (golden["high"].number ?? .nan)) < 1e-9)
            // The golden share of signs is that of 200,000 draws.
            let drawn = test == .randomization && expected["exact"] == false
            let tolerance = drawn ? 4e-4 + 4 * (p * (1 - p) / 10_000).squareRoot() : 1e-9
            #expect(abs(found.p - p) < tolerance, "\(test): \(found.p), not \(p)")
        }
    }

    @Test func differencesOfFourModelsAreSciPys() throws {
        let pairs = golden["pairs"]?.array ?? []
        #expect(!pairs.isEmpty)
        for pair in pairs {
            let vectors = golden["vectors"]?[pair["metric"].string ?? ""] ?? .null
            try check(vectors[pair["a"].string ?? ""].numbers, vectors[pair["b"].string ?? ""].numbers, pair)
        }
        for told in [pairs, pairs.map { $0["wilcoxon"] }] {
            let adjusted = Holm.adjusted(told.map { $0["p"].number ?? .nan })
            #expect(largestDifference(adjusted, told.map { $0["adjusted"].number ?? .nan }) < 1e-9)
        }
    }

    @Test func fewUsersTiesAndZerosAreSciPys() throws {
        let small = golden["small"]?.array ?? []
        #expect(!small.isEmpty)
        for one in small { try check(one["a"].numbers, one["b"].numbers, one) }
    }

    @Test func foldsAreNadeauAndBengios() throws {
        let cases = golden["folds"]?.array ?? []
        #expect(!cases.isEmpty)
        for one in cases {
            let found = try #require(FoldInterval(one["values"].numbers, folds: one["k"].integer ?? 0))
            let numbers = [found.mean, found.deviation, found.interval.low, found.interval.high]
            let expected = ["mean", "deviation", "low", "high"].map { one[$0].number ?? .nan }
            #expect(largestDifference(numbers, expected) < 1e-9)
        }
    }

    @Test func lettersAreTheGoldenOnes() throws {
        let cases = golden["groups"]?.array ?? []
        #expect(!cases.isEmpty)
        for one in cases {
            let names = (one["best_first"].array ?? []).compactMap(\.string)
            var adjusted: [Set<String>: Double] = [:]
            for pair in one["adjusted"].array ?? [] {
                let parts = pair.array ?? []
                adjusted[Set(parts.prefix(2).compactMap(\.string))] = parts.last?.number
            }
            let letters = LetterGroups.letters(names.count) { (adjusted[[names[$0], names[$1]]] ?? 1) < 0.05 }
            #expect(letters == names.map { one["letters"][$0].string ?? "" })
        }
    }

    @Test func intervalsAreThoseOfManyMoreResamples() throws {
        for (metric, models) in golden["intervals"]?.object ?? JSONObject() {
            for (model, expected) in models.object ?? JSONObject() {
                let values = golden["vectors"]?[metric][model].numbers ?? []
                let ones = [Double](repeating: 1, count: values.count)
                let interval = try #require(Bootstrap.intervals(of: [SumStatistic(values, over: ones)])[0])
                let tolerance = expected["tolerance"].number ?? 0
                #expect(abs(interval.low - (expected["low"].number ?? .nan)) < tolerance)
                #expect(abs(interval.high - (expected["high"].number ?? .nan)) < tolerance)
            }
        }
    }
}
