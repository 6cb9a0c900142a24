import Kernels
import RandomSource

/// The percentile bootstrap over units, such as users (Efron, 1979, doi:10.1214/aos/1176344552): as many units are drawn
/// with replacement, again and again, and the middle 95 % of what they come to is the interval.
package enum Bootstrap {
    package static let resamples = 2000
    private static let seed: UInt64 = 0x426F_6F74
    private static let draws = KeptDraws(seed: seed, resamples: resamples)
    /// More units than these are dealt at random into so many bags, and bags are drawn: that many units tell the spread to
    /// a hundredth, and what the interval costs is bounded.
    private static let mostUnits = 4096

    /// - Parameter statistics: those of equally many units share the draws, so that several cost little more than one.
    /// - Returns: for each its interval; `nil` where there are fewer than two units, or nothing that can be counted.
    package static func intervals(of statistics: [SumStatistic]) -> [Interval?] {
        var intervals = [Interval?](repeating: nil, count: statistics.count)
        for count in Set(statistics.map(\.count)) where count > 1 {
            let places = statistics.indices.filter { statistics[$0].count == count }
            let found = resampled(places.map { statistics[$0] }, units: count)
            for (place, values) in zip(places, found) { intervals[place] = middle(of: values) }
        }
        return intervals
    }

    /// What each statistic comes to over each resample.
    private static func resampled(_ statistics: [SumStatistic], units: Int) -> [[Double]] {
        var (terms, places) = distinctTerms(of: statistics)
        if units > mostUnits { terms = bags(terms, units: units) }
        let sums = draws.of(min(units, mostUnits)).sums(of: terms)
        return zip(statistics, places).map { statistic, places in
            var own = [Double](repeating: 0, count: places.count)
            return (0..<resamples).map { resample in
                for (term, place) in places.enumerated() { own[term] = sums[place][resample] }
                return statistic.value(own)
            }
        }
    }

    /// Each term once, as counts of users are those of many metrics; and where each statistic's are among them.
    private static func distinctTerms(of statistics: [SumStatistic]) -> (terms: [[Double]], places: [[Int]]) {
        var terms: [[Double]] = []
        let places = statistics.map { statistic in
            statistic.terms.map { term in
                if let place = terms.firstIndex(of: term) { return place }
                terms.append(term)
                return terms.count - 1
            }
        }
        return (terms, places)
    }

    /// The sums over bags that hold equally many units, as far as that goes.
    private static func bags(_ terms: [[Double]], units: Int) -> [[Double]] {
        var generator = SplittableGenerator(seed: seed).stream(.max)
        let order = (0..<units).shuffled(using: &generator)
        return terms.map { term in
            var sums = [Double](repeating: 0, count: mostUnits)
            for (place, unit) in order.enumerated() { sums[place % mostUnits] += term[unit] }
            return sums
        }
    }

    /// The percentiles 2.5 and 97.5, linear between neighbours; what a resample leaves undefined does not count.
    private static func middle(of values: [Double]) -> Interval? {
        let sorted = values.filter(\.isFinite).sorted()
        guard sorted.count > 1 else { return nil }
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let below = min(Int(place), sorted.count - 2)
            return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
        }
        let tail = (1 - Interval.confidence) / 2
        return Interval(low: quantile(tail), high: quantile(1 - tail))
    }
}
