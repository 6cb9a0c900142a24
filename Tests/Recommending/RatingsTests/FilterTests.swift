import RandomSource
import Ratings
import TestSupport
import Testing

@Suite struct FilterTests {
    /// Random ratings of 60 users and 50 items, some of which have few.
    private static let table: RatingTable = {
        var random = RandomState(seed: 5)
        var rows: [[Double]] = []
        for user in 0..<60 {
            for item in 0..<50 where random.randomSample() < 0.5 / Double(1 + user / 8) {
                rows.append([Double(user), Double(item), (random.randomSample() * 5).rounded(.up), Double(rows.count)])
            }
        }
        return RatingTable(rows: rows)
    }()

    private func filtered(_ change: (inout RatingFilter) -> Void) throws -> RatingTable {
        var filter = RatingFilter()
        change(&filter)
        return try filter.applied(to: Self.table)
    }

    private func pairs(_ table: RatingTable) -> [[Int32]] {
        zip(table.userPositions, table.itemPositions).map { [$0, $1] }
    }

    /// By its definition, round by round.
    private func core(_ rows: [[Int32]], _ least: [Int]) -> [[Int32]] {
        var rows = rows
        while true {
            let counts = [0, 1].map { side in rows.reduce(into: [Int32: Int]()) { $0[$1[side], default: 0] += 1 } }
            let fewer = rows.filter { row in [0, 1].allSatisfy { counts[$0][row[$0], default: 0] >= least[$0] } }
            if fewer == rows { return rows }
            rows = fewer
        }
    }

    @Test(arguments: [[2, 2], [5, 5], [8, 3], [3, 8], [1, 12], [12, 1]])
    func theCoreHoldsUntilItIsStable(least: [Int]) throws {
        let kept = try filtered {
            $0.minUserRatings = least[0]
            $0.minItemRatings = least[1]
        }
        #expect(pairs(kept) == core(pairs(Self.table), least))
        #expect(kept.count < Self.table.count)
    }

    @Test func positivesAreOnesAndCountedBeforeTheCore() throws {
        let kept = try filtered {
            $0.positiveFrom = 4
            $0.minItemRatings = 4
        }
        let positives = Self.table.selecting(rows: (0..<Self.table.count).filter { Self.table.ratings[$0] >= 4 })
        #expect(pairs(kept) == core(pairs(positives), [0, 4]))
        #expect(Set(kept.ratings) == [1] && kept.scale == 0...1)
    }

    @Test func timesAreKeptFromOneMomentUpToAnother() throws {
        let kept = try filtered {
            $0.after = Moment("100")
            $0.before = Moment("120")
        }
        #expect(try #require(kept.timestamps).ticks == Array(100..<120))
        let low = try filtered { $0.minRating = 3 }
        #expect(low.ratings == Self.table.ratings.filter { $0 >= 3 } && low.scale == Self.table.scale)
    }

    @Test(arguments: [
        ("1998", 2), ("1998-04", 1), ("1998-04-22", 0), ("1998-02-01T00:00:00Z", 2), ("1998-02-01T00:00:01Z", 1),
        ("886291200", 2), ("886291201", 1), ("886291200.5", 1), ("0", 3), ("9999-12-31", 0),
    ]) func momentsAreDatesOrNumbersInAnyUnit(text: String, kept: Int) throws {
        // 1997-12-31, 1998-02-01 and 1998-04-10, each at midnight.
        let days: [Int64] = [883_526_400, 886_291_200, 892_166_400]
        for unit in Timestamps.Unit.allCases {
            // Numbers are in the data's own unit.
            if text.allSatisfy({ $0.isNumber || $0 == "." }), text.count > 4, unit != .seconds { continue }
            let rows = RatingTable(rows: days.map { [1, Double($0), 1, Double($0 * unit.rawValue)] })
            var filter = RatingFilter()
            filter.after = Moment(text)
            #expect(filter.after != nil)
            let count = (try? filter.applied(to: rows).count) ?? 0
            #expect(count == kept, "\(unit)")
        }
    }

    @Test(arguments: ["", "yesterday", "1998-13-01", "98-01-01", "1998-04-31", "1998-4"])
    func whatIsNoMomentIsRefused(text: String) { #expect(Moment(text) == nil) }

    @Test func aFilterThatLeavesNothingSaysWhyAndWhatThereIs() throws {
        func error(_ change: (inout RatingFilter) -> Void) -> String {
            let error = #expect(throws: RatingsError.self) { _ = try filtered(change) }
            return error.map { "\($0)" } ?? ""
        }
        #expect(error { $0.positiveFrom = 9 }.contains("no rating is 9 or more, those there are go from 1 to 5"))
        #expect(error { $0.minRating = 5.5 }.contains("no rating is 5.5 or more"))
        #expect(
            error { $0.after = Moment("2030-01-01") }.contains("no rating is from 2030-01-01 or later, they go from"))
        #expect(error { $0.before = Moment("-5") }.contains("before -5"))
        #expect(error { $0.minItemRatings = 100_000 }.contains("no item has 100000 ratings, the most that one has are"))
        let both = error {
            $0.minUserRatings = 24
            $0.minItemRatings = 12
        }
        #expect(both.contains("24 a user and 12 an item"), "\(both)")
    }

    @Test func withoutTimesThereIsNothingBeforeOrAfter() throws {
        let table = RatingTable(rows: [[1, 2, 3]])
        var filter = RatingFilter()
        filter.after = Moment("1998")
        #expect(throws: RatingsError.noTimestamps) { try filter.applied(to: table) }
    }

    @Test func aSampleOfUsersKeepsAllThatTheyRated() throws {
        let sample = try Self.table.sampling(users: 7, seed: 4)
        let users = Set(sample.userPositions)
        #expect(users.count == 7)
        #expect(pairs(sample) == pairs(Self.table).filter { users.contains($0[0]) })
        #expect(try pairs(Self.table.sampling(users: 7, seed: 4)) == pairs(sample))
        #expect(try pairs(Self.table.sampling(users: 7, seed: 5)) != pairs(sample))
        let all = Set(Self.table.userPositions).count
        #expect(throws: RatingsError.tooFewUsers(asked: all + 1, found: all)) {
            try Self.table.sampling(users: all + 1, seed: 4)
        }
    }

    @Test func aSampleOfRatingsIsTheFirstOfAPermutationAsInPandas() throws {
        let sample = try Self.table.sampling(fraction: 0.25, seed: 9)
        var state = RandomState(seed: 9)
        let count = Int((Double(Self.table.count) * 0.25).rounded(.toNearestOrEven))
        #expect(
            try #require(sample.timestamps).ticks.map(Int.init)
                == state.permutation(Self.table.count).prefix(count).sorted())
        #expect(try Self.table.sampling(fraction: 1, seed: 1).count == Self.table.count)
        #expect(throws: RatingsError.self) { try Self.table.sampling(fraction: 1e-9, seed: 1) }
    }
}
