/// How two models differ on the same users, or learners on the same folds: the mean of the differences, its 95 % interval by
/// Student's t, and how surprising it would be if there were none.
package struct PairedDifference: Hashable, Sendable {
    /// The users, or fits.
    package let count: Int
    /// The mean of the first's values less the second's.
    package let mean: Double
    package let interval: Interval
    /// Two-sided. 1 where no value differs.
    package let p: Double

    private init(_ count: Int, _ mean: Double, _ interval: Interval, _ p: Double) {
        (self.count, self.mean, self.interval, self.p) = (count, mean, interval, p)
    }

    /// The second's values less the first's.
    package var reversed: Self {
        Self(count, -mean, Interval(low: -interval.high, high: -interval.low), p)
    }

    /// - Parameters: values of the same users in the same order.
    /// - Returns: `nil` for fewer than two users.
    package init?(_ first: [Double], _ second: [Double], by test: PairedTest = .t) {
        precondition(first.count == second.count)
        guard first.count > 1 else { return nil }
        let differences = zip(first, second).map { $0 - $1 }
        let moments = Moments(differences)
        count = differences.count
        mean = moments.mean
        interval = Interval(mean: moments.mean, error: moments.error, freedom: Double(moments.count - 1))
        p = test.p(of: differences)
    }

    /// How two learners differ on the same folds, by Student's t with the error of `FoldInterval`.
    ///
    /// - Parameters: values of the same fits in the same order.
    /// - Returns: `nil` for fewer than two fits or folds.
    package init?(_ first: [Double], _ second: [Double], folds: Int) {
        precondition(first.count == second.count)
        guard let folded = FoldInterval(zip(first, second).map { $0 - $1 }, folds: folds) else { return nil }
        (count, mean, interval) = (first.count, folded.mean, folded.interval)
        guard folded.error > 0 else {
            p = folded.mean == 0 ? 1 : 0
            return
        }
        p = StudentT.twoSided(folded.mean / folded.error, freedom: Double(first.count - 1))
    }
}

/// What tells a mean difference from none.
package enum PairedTest: String, CaseIterable, Sendable {
    /// Student's: of the mean, in units of its standard error.
    case t
    /// Wilcoxon's: of the ranks of the differences, whatever their distribution.
    case wilcoxon
    /// Fisher's: how often a mean so far from 0 comes about where every sign is the toss of a coin.
    case randomization

    /// The two-sided p of at least two differences; 1 where all are 0.
    package func p(of differences: [Double]) -> Double {
        switch self {
        case .t:
            let moments = Moments(differences)
            guard moments.error > 0 else { return moments.mean == 0 ? 1 : 0 }
            return StudentT.twoSided(moments.mean / moments.error, freedom: Double(moments.count - 1))
        case .wilcoxon: return SignedRanks(differences).p
        case .randomization: return SignFlips.p(of: differences)
        }
    }
}
