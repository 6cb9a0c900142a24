import RandomSource
import Statistics
import Testing

@Suite struct BootstrapTests {
    private static func mean(_ values: [Double]) -> SumStatistic {
        SumStatistic(values, over: [Double](repeating: 1, count: values.count))
    }

    /// A user's metric: often nothing is found, else a share.
    private static func share(_ generator: inout SplittableGenerator) -> Double {
        let draw = generator.nextUniform()
        return draw < 0.3 ? 0 : draw * draw
    }

    /// The mean of `share`: the integral of x² from 0.3 to 1.
    private static let truth = (1 - 0.027) / 3

    @Test func ofAHundredIntervalsNinetyThreeToNinetySevenHoldTheTruth() throws {
        let generator = SplittableGenerator(seed: 11)
        let covered = try (0..<1000).count { simulation in
            var draws = generator.stream(UInt64(simulation))
            let values = (0..<150).map { _ in Self.share(&draws) }
            let interval = try #require(Bootstrap.intervals(of: [Self.mean(values)])[0])
            return interval.low <= Self.truth && Self.truth <= interval.high
        }
        #expect((930...970).contains(covered), "\(covered) of 1,000")
    }

    /// Users with one to nine rows, whose errors hang together: rows as units would cover far less.
    @Test func intervalsOfARootOverRowsHoldTheTruthToo() throws {
        let generator = SplittableGenerator(seed: 12)
        let covered = try (0..<1000).count { simulation in
            var draws = generator.stream(UInt64(simulation))
            var (squares, counts): ([Double], [Double]) = ([], [])
            for _ in 0..<200 {
                let (own, rows) = (draws.nextNormal(), 1 + draws.nextInteger(below: 9))
                squares.append(
                    (0..<rows).reduce(0) { sum, _ in
                        let error = own + draws.nextNormal()
                        return sum + error * error
                    })
                counts.append(Double(rows))
            }
            let statistic = SumStatistic([squares, counts]) { ($0[0] / $0[1]).squareRoot() }
            let interval = try #require(Bootstrap.intervals(of: [statistic])[0])
            return interval.low <= 2.0.squareRoot() && 2.0.squareRoot() <= interval.high
        }
        #expect((930...970).contains(covered), "\(covered) of 1,000")
    }

    @Test func ofManyUsersTheIntervalIsThatOfTheNormalLaw() throws {
        var generator = SplittableGenerator(seed: 3)
        let values = (0..<50_000).map { _ in generator.nextUniform() }
        let interval = try #require(Bootstrap.intervals(of: [Self.mean(values)])[0])
        let mean = values.reduce(0, +) / 50_000
        let expected = 1.96 * (1.0 / 12 / 50_000).squareRoot()
        #expect(abs(interval.low - (mean - expected)) < expected / 8)
        #expect(abs(interval.high - (mean + expected)) < expected / 8)
    }

    @Test func severalTogetherAreAsEachAloneAndAgainTheSame() {
        var generator = SplittableGenerator(seed: 4)
        let statistics = [300, 300, 40, 300].map { count in Self.mean((0..<count).map { _ in generator.nextNormal() }) }
        let together = Bootstrap.intervals(of: statistics)
        #expect(together == statistics.map { Bootstrap.intervals(of: [$0])[0] })
        #expect(together == Bootstrap.intervals(of: statistics))
    }

    @Test func oneUserHasNoIntervalAndEqualOnesAPoint() {
        #expect(Bootstrap.intervals(of: [Self.mean([0.5]), Self.mean([])]) == [nil, nil])
        #expect(Bootstrap.intervals(of: [Self.mean([0.5, 0.5, 0.5])]) == [Interval(low: 0.5, high: 0.5)])
    }

    /// Where no drawn user has a hit the ratio says nothing, and those draws do not count.
    @Test func drawsThatSayNothingDoNotCount() throws {
        let statistic = SumStatistic([0.4, 0, 0.6], over: [1, 0, 1])
        let interval = try #require(Bootstrap.intervals(of: [statistic])[0])
        #expect(interval == Interval(low: 0.4, high: 0.6))
        #expect(Bootstrap.intervals(of: [SumStatistic([0, 0], over: [0, 0])]) == [nil])
    }
}
