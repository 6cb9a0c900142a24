import Ratings
import TestSupport
import Testing
import Values

@Suite struct SplitTests {
    private func check(_ rows: [[Double]], _ cases: [JSONValue]) throws {
        // The row's number as its rating tells the rows apart.
        let numbered = RatingTable(
            rows: rows.enumerated().map { [$0.element[0], $0.element[1], Double($0.offset), $0.element[3]] })
        #expect(!cases.isEmpty)
        for item in cases {
            let ratios = item["ratio"].number.map { [$0] } ?? item["ratio"].numbers
            let method = try #require(item["by"].string.flatMap(SplitMethod.init))
            let split = try numbered.split(by: method, ratios: ratios, seed: UInt32(item["seed"].integer ?? 42))
            let parts = [split.train] + (split.validation.map { [$0] } ?? []) + [split.test]
            #expect(
                parts.map { $0.ratings.map(Int.init) } == (item["parts"].array ?? []).map(\.integers),
                "\(method) \(ratios)")
        }
    }

    @Test func partsHoldTheRowsOfRecommendersSplitters() throws {
        try check(Reference.rows, Reference.json["splits"]?.array ?? [])
    }

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note))) func partsHoldTheGoldenRows() throws
    {
        let golden = try Reference.object(at: SharedFolder.golden("splits.json"))
        try check((golden["rows"]?.array ?? []).map(\.numbers), golden["cases"]?.array ?? [])
    }

    @Test(arguments: [[3, 1], [80, 20], [7, 1.5, 1.5], [1, 0.5]])
    func wholeSharesAreTheSameAsFractions(ratios: [Double]) throws {
        let table = RatingTable(rows: Reference.rows)
        let sum = ratios.reduce(0, +)
        let one = try table.split(by: .random, ratios: ratios)
        let other = try table.split(by: .random, ratios: ratios.map { $0 / sum })
        #expect(one.train.ratings == other.train.ratings && one.test.ratings == other.test.ratings)
        #expect((one.validation == nil) == (ratios.count == 2))
    }

    @Test(arguments: [[0.9, 0.9], [0.7, 0.2], [0.5], [1.5], [-0.5, 1.5], [], [0.25, 0.25, 0.25, 0.25], [0, 1]])
    func ratiosThatMakeNoSenseAreRefused(ratios: [Double]) throws {
        let table = RatingTable(rows: Reference.rows)
        if ratios == [0.5] {
            #expect(try table.split(by: .random, ratios: ratios).train.count == 450)
        } else {
            #expect(throws: RatingsError.badRatios(ratios)) { try table.split(by: .random, ratios: ratios) }
        }
    }

    @Test func aPartWithoutRowsIsRefused() {
        let table = RatingTable(rows: Array(Reference.rows.prefix(2)))
        #expect(throws: RatingsError.self) { try table.split(by: .random, ratios: [0.8, 0.1, 0.1]) }
    }

    @Test func withoutTimesThereIsNoChronologicalSplit() {
        let table = RatingTable(
            users: Vocabulary([.integer(1)]), items: Vocabulary([.integer(1)]), userPositions: [0], itemPositions: [0],
            ratings: [3],
            scale: 1...5)
        #expect(throws: RatingsError.noTimestamps) { try table.split(by: .chrono, ratios: [0.5, 0.5]) }
    }

    @Test func aCutInTimeTrainsOnNothingThatCameLater() throws {
        let table = RatingTable(rows: Reference.rows)
        let split = try table.split(by: .time, ratios: [0.7, 0.1, 0.2])
        let parts = [split.train, try #require(split.validation), split.test]
        let times = try parts.map { try #require($0.timestamps).ticks }
        for (earlier, later) in zip(times, times.dropFirst()) {
            #expect((earlier.max() ?? 0) < (later.min() ?? 0))
        }
        #expect(zip(parts, [0.7, 0.1, 0.2]).allSatisfy { abs(Double($0.count) / Double(table.count) - $1) < 0.05 })
    }

    @Test func ratingsOfOneMomentStayTogetherOnTheNearerSide() throws {
        func cut(_ times: [Int], _ ratios: [Double]) throws -> [Int] {
            let rows = times.enumerated().map { [1, Double($0.offset), 1, Double($0.element)] }
            let split = try RatingTable(rows: rows).split(by: .time, ratios: ratios)
            return [split.train.count] + (split.validation.map { [$0.count] } ?? []) + [split.test.count]
        }
        #expect(try cut([1, 2, 2, 2, 2, 3, 4, 5], [0.5, 0.5]) == [5, 3])
        #expect(try cut([4, 3, 2, 2, 2, 2, 2, 1], [0.5, 0.5]) == [6, 2])
        #expect(try cut([1, 2, 2, 2, 2, 2, 2, 3], [0.25, 0.75]) == [1, 7])
        #expect(throws: RatingsError.tooFewTimes(times: 2, parts: 3)) { try cut([1, 1, 2, 2], [0.5, 0.25, 0.25]) }
        #expect(throws: RatingsError.tooFewTimes(times: 1, parts: 2)) { try cut([7, 7, 7], [0.5, 0.5]) }
    }
}
