/// A number that hangs on its units, such as users, through sums over them alone: a mean, a ratio, the root of either. So it
/// can be told for any choice of units without measuring anew.
package struct SumStatistic: Sendable {
    /// What is summed up: a list a term, in each a number a unit.
    package let terms: [[Double]]
    /// What the terms' sums come to.
    package let value: @Sendable ([Double]) -> Double

    package init(_ terms: [[Double]], value: @escaping @Sendable ([Double]) -> Double) {
        precondition(terms.allSatisfy { $0.count == terms.first?.count })
        self.terms = terms
        self.value = value
    }

    /// The ratio of two sums.
    package init(_ numerators: [Double], over denominators: [Double]) {
        self.init([numerators, denominators]) { $0[0] / $0[1] }
    }

    package var count: Int { terms.first?.count ?? 0 }
}

extension SumStatistic {
    /// A statistic with the units that it is over.
    package struct Part: Sendable {
        package let factor: Double
        package let units: [Int32]
        package let statistic: SumStatistic

        package init(_ factor: Double, _ units: [Int32], _ statistic: SumStatistic) {
            self.factor = factor
            self.units = units
            self.statistic = statistic
        }
    }

    /// The sum of statistics, each times its factor: a difference, or one of differences. A unit that several have is drawn
    /// for all of them at once.
    package static func sum(_ parts: [Part]) -> SumStatistic {
        let units = Set(parts.flatMap(\.units)).sorted()
        let places = Dictionary(uniqueKeysWithValues: units.enumerated().map { ($1, $0) })
        var terms: [[Double]] = []
        var ranges: [Range<Int>] = []
        for part in parts {
            let own = part.units.map { places[$0] ?? 0 }
            ranges.append(terms.count..<terms.count + part.statistic.terms.count)
            for term in part.statistic.terms {
                var spread = [Double](repeating: 0, count: units.count)
                for (place, value) in zip(own, term) { spread[place] += value }
                terms.append(spread)
            }
        }
        return SumStatistic(terms) { [ranges] sums in
            zip(parts, ranges).reduce(0) { $0 + $1.0.factor * $1.0.statistic.value(Array(sums[$1.1])) }
        }
    }
}
