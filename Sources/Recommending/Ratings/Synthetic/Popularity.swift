import Foundation
import RandomSource

/// Weights of items, to draw items by.
struct Popularity {
    private let weights: [Double]
    private let sums: [Double]

    init(_ weights: [Double]) {
        self.weights = weights
        var sum = 0.0
        sums = weights.map { weight in
            sum += weight
            return sum
        }
    }

    /// Each weight times a factor.
    func times(_ factor: (Int) -> Double) -> Self { Self(weights.indices.map { weights[$0] * factor($0) }) }

    /// One item by its weight. - Complexity: O(log items)
    func draw(_ draws: inout SplittableGenerator) -> Int {
        let wanted = draws.nextUniform() * (sums.last ?? 0)
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Distinct items by the largest keys `log(u) / weight` (Efraimidis and Spirakis, 2006,
    /// doi:10.1016/j.ipl.2005.11.003). - Complexity: O(items · log items)
    func largestKeys(_ count: Int, excluding isExcluded: [Bool], _ draws: inout SplittableGenerator) -> [Int] {
        guard count > 0 else { return [] }
        let keys = weights.map { log(draws.nextUniform() + 0x1p-54) / $0 }
        let candidates = weights.indices.filter { !isExcluded[$0] }
        return Array(candidates.sorted { (keys[$0], $1) > (keys[$1], $0) }.prefix(count))
    }
}
