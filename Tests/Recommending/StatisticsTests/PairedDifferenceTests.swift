import Statistics
import Testing

@Suite struct PairedDifferenceTests {
    private static let first = [1.2, 0.7, 3.4, 2.2, 5.1, 0.2, 1.9, 2.8]
    private static let second = [1.0, 0.9, 2.9, 2.0, 4.1, 0.3, 1.1, 2.7]

    /// Numbers of `scipy.stats.ttest_rel` and its `confidence_interval`.
    @Test func itGivesSciPysNumbers() throws {
        let found = try #require(PairedDifference(Self.first, Self.second))
        #expect(found.count == 8)
        #expect(abs(found.mean - 0.31249999999999994) < 1e-12)
        #expect(abs(found.p - 0.07467211364155062) < 1e-9)
        #expect(abs(found.interval.low - -0.04060663363645478) < 1e-9)
        #expect(abs(found.interval.high - 0.6656066336364547) < 1e-9)
        let many = (0..<5000).map { Double(($0 * 7919) % 1000) / 1000 }
        let other = (0..<5000).map { Double(($0 * 104_729) % 1000) / 1000 + 0.01 }
        let large = try #require(PairedDifference(many, other))
        #expect(abs(large.p - 0.09857559299506984) < 1e-9)
        let far = try #require(PairedDifference([1, 2, 3.001], [0, 1, 2]))
        #expect(abs(far.p - 1.1103705556375128e-07) < 1e-9 * 1.1103705556375128e-07 + 1e-12)
    }

    /// The same mean, and an interval that is wider by `sqrt(1 + n / (K − 1))`.
    @Test func valuesOnFoldsTellLessThanThoseOfUsers() throws {
        let users = try #require(PairedDifference(Self.first, Self.second))
        let folds = try #require(PairedDifference(Self.first, Self.second, folds: 8))
        #expect(abs(folds.mean - users.mean) < 1e-15 && folds.p > users.p && folds.count == 8)
        let widening = (folds.interval.high - folds.interval.low) / (users.interval.high - users.interval.low)
        #expect(abs(widening - (1 + 8.0 / 7).squareRoot()) < 1e-12)
        let same = try #require(PairedDifference(Self.first, Self.first, folds: 8))
        #expect(same.p == 1 && same.mean == 0)
        #expect(PairedDifference([1], [2], folds: 8) == nil)
    }

    @Test(arguments: PairedTest.allCases) func equalListsDifferNowhereAndOnePairSaysNothing(test: PairedTest) throws {
        let same = try #require(PairedDifference(Self.first, Self.first, by: test))
        #expect(same.p == 1 && same.mean == 0 && same.interval == Interval(low: 0, high: 0))
        #expect(PairedDifference([1], [2], by: test) == nil && PairedDifference([], [], by: test) == nil)
    }

    @Test(arguments: PairedTest.allCases) func theOrderOfTheTwoChangesTheSignAlone(test: PairedTest) throws {
        let one = try #require(PairedDifference(Self.first, Self.second, by: test))
        let other = try #require(PairedDifference(Self.second, Self.first, by: test))
        #expect(one.mean == -other.mean && abs(one.p - other.p) < 1e-15)
        #expect(one.interval.low == -other.interval.high)
    }

    /// Twenty differences, all positive: the t test and the ranks are sure, and so are 10,000 tosses of the signs.
    @Test func whatLiesOnOneSideIsToldApartByEveryTest() throws {
        let base = (0..<20).map { Double($0) }
        let better = base.map { $0 + 1 + $0 / 100 }
        for test in PairedTest.allCases {
            let found = try #require(PairedDifference(better, base, by: test))
            #expect(found.p < 1e-3, "\(test)")
        }
    }

    @Test func severalAreAdjustedAsHolmDoes() {
        let adjusted = Holm.adjusted([0.01, 0.04, 0.03, 0.005])
        for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) { #expect(abs(value - expected) < 1e-12) }
        #expect(Holm.adjusted([0.9, 0.8]) == [1, 1] && Holm.adjusted([]).isEmpty)
    }
}
