import Foundation

/// Wilcoxon's signed rank test (1945, doi:10.2307/3001968) of paired differences, two-sided, as SciPy's `wilcoxon` with
/// `zero_method="wilcox"` and no correction for continuity.
///
/// Differences of 0 are left out. Where there are more than fifty differences, a 0, or two of the same size, the normal
/// approximation is taken, its variance less by ties; else the distribution over all signs is counted.
struct SignedRanks {
    /// The exact distribution is counted up to so many differences.
    private static let mostExact = 50
    /// Sizes that differ by less are the same: what rounding makes of equal ones.
    private static let grid = 1e12

    private let ranks: [Double]
    /// The sum of the ranks of positive differences.
    private let positive: Double
    /// How many share each rank.
    private let ties: [Int]
    private let isExact: Bool

    init(_ differences: [Double]) {
        let rounded = differences.map { ($0 * Self.grid).rounded() }.filter { $0 != 0 }
        let order = rounded.indices.sorted { abs(rounded[$0]) < abs(rounded[$1]) }
        var ranks = [Double](repeating: 0, count: rounded.count)
        var ties: [Int] = []
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, abs(rounded[order[end]]) == abs(rounded[order[start]]) { end += 1 }
            for place in order[start..<end] { ranks[place] = Double(start + 1 + end) / 2 }
            ties.append(end - start)
            start = end
        }
        self.ranks = ranks
        self.ties = ties
        positive = rounded.indices.reduce(0) { rounded[$1] > 0 ? $0 + ranks[$1] : $0 }
        isExact =
            differences.count <= Self.mostExact && rounded.count == differences.count && ties.allSatisfy { $0 == 1 }
    }

    var p: Double {
        guard !ranks.isEmpty else { return 1 }
        return isExact ? exact : approximate
    }

    private var approximate: Double {
        let m = Double(ranks.count)
        let tied = ties.reduce(0.0) { $0 + Double($1) * (Double($1) * Double($1) - 1) }
        let variance = (m * (m + 1) * (2 * m + 1) - tied / 2) / 24
        let z = (positive - m * (m + 1) / 4) / variance.squareRoot()
        return erfc(abs(z) / 2.0.squareRoot())
    }

    /// Twice the lesser tail of the rank sum's distribution, in which every set of the ranks is as likely: the numbers of
    /// sets are those of the sums of distinct whole numbers.
    private var exact: Double {
        let most = ranks.count * (ranks.count + 1) / 2
        var chances = [Double](repeating: 0, count: most + 1)
        chances[0] = 1
        for rank in 1...ranks.count {
            for sum in stride(from: most, through: 0, by: -1) {
                chances[sum] = (chances[sum] + (sum >= rank ? chances[sum - rank] : 0)) / 2
            }
        }
        let sum = Int(positive)
        let (below, above) = (chances[...sum].reduce(0, +), chances[sum...].reduce(0, +))
        return min(1, 2 * min(below, above))
    }
}
