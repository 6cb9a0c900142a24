import Foundation
import Metrics
import Testing

@Suite struct PairedTestTests {
    private static let first = [1.2, 0.7, 3.4, 2.2, 5.1, 0.2, 1.9, 2.8]
    private static let second = [1.0, 0.9, 2.9, 2.0, 4.1, 0.3, 1.1, 2.7]

    /// Numbers of `scipy.stats.ttest_rel` and its `confidence_interval`.
    @Test func itGivesSciPysNumbers() throws {
        let test = try #require(PairedTest(Self.first, Self.second))
        #expect(test.count == 8)
        #expect(abs(test.difference - 0.31249999999999994) < 1e-12)
        #expect(abs(test.p - 0.07467211364155062) < 1e-9)
        #expect(abs(test.low - -0.04060663363645478) < 1e-9 && abs(test.high - 0.6656066336364547) < 1e-9)
        let many = (0..<5000).map { Double(($0 * 7919) % 1000) / 1000 }
        let other = (0..<5000).map { Double(($0 * 104_729) % 1000) / 1000 + 0.01 }
        let large = try #require(PairedTest(many, other))
        #expect(abs(large.p - 0.09857559299506984) < 1e-9)
        let far = try #require(PairedTest([1, 2, 3.001], [0, 1, 2]))
        #expect(abs(far.p - 1.1103705556375128e-07) < 1e-9 * 1.1103705556375128e-07 + 1e-12)
    }

    @Test func equalListsDifferNowhereAndOnePairSaysNothing() throws {
        let same = try #require(PairedTest(Self.first, Self.first))
        #expect(same.p == 1 && same.difference == 0 && same.low == 0)
        #expect(PairedTest([1], [2]) == nil && PairedTest([], []) == nil)
    }

    @Test func severalAreAdjustedAsHolmDoes() {
        let adjusted = PairedTest.adjusted([0.01, 0.04, 0.03, 0.005])
        for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) { #expect(abs(value - expected) < 1e-12) }
        #expect(PairedTest.adjusted([0.9, 0.8]) == [1, 1] && PairedTest.adjusted([]).isEmpty)
    }
}
