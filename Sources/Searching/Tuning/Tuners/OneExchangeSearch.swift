import Foundation
import RandomSource

/// Looks for the place of the greatest expected improvement by a forest: random draws, then local searches from the best of
/// them and from the best observations, each going to its best neighbour while that is better (Hutter, Hoos and
/// Leyton-Brown, 2011, section 4.3).
struct OneExchangeSearch: Sendable {
    static let starts = 8
    private static let draws = 600
    private static let steps = 10
    /// Of the normals around a number. The paper has four draws of 0.2; narrower ones find more near a good place.
    private static let widths = [0.2, 0.1, 0.05]

    let places: CandidatePlaces

    init(_ places: CandidatePlaces) { self.places = places }

    /// - Parameters:
    ///   - best: what is to be improved on.
    ///   - observed: places to start from.
    ///   - tried: encoded places that do not count.
    /// - Returns: a candidate; `nil` where all that were found were tried.
    func best(
        by forest: RegressionForest, below best: Double, from observed: [[Double]], except tried: TriedPlaces,
        using draws: inout SplittableGenerator
    ) -> [Double]? {
        let candidates = (0..<Self.draws).map { _ in places.random(using: &draws) }
        let gains = self.gains(candidates, forest, best)
        let ranked = gains.indices.sorted { (gains[$1], $0) < (gains[$0], $1) }
            .lazy.filter { !places.isTried(candidates[$0], tried) }.prefix(Self.starts)
        // An observation itself is no candidate, so that its search leaves it in any case.
        let starts =
            ranked.map { (candidate: candidates[$0], gain: gains[$0]) }
            + observed.map { (places.candidate(at: $0, using: &draws), -.infinity) }
        var found: (candidate: [Double], gain: Double)?
        for end in climb(starts, forest, best, tried, using: &draws) where end.gain > found?.gain ?? -.infinity {
            found = end
        }
        return found?.candidate
    }

    /// All local searches go side by side, so that a tree sees many places at once.
    private func climb(
        _ starts: [(candidate: [Double], gain: Double)], _ forest: RegressionForest, _ best: Double,
        _ tried: TriedPlaces,
        using draws: inout SplittableGenerator
    ) -> [(candidate: [Double], gain: Double)] {
        var current = starts
        var climbing = Array(current.indices)
        for _ in 0..<Self.steps where !climbing.isEmpty {
            var (neighbours, owners) = ([[Double]](), [Int]())
            for index in climbing {
                let around = places.neighbours(of: current[index].candidate, widths: Self.widths, using: &draws)
                neighbours += around
                owners += around.map { _ in index }
            }
            var isHigher = [Bool](repeating: false, count: current.count)
            for (place, gain) in gains(neighbours, forest, best).enumerated()
            where gain > current[owners[place]].gain && !places.isTried(neighbours[place], tried) {
                current[owners[place]] = (neighbours[place], gain)
                isHigher[owners[place]] = true
            }
            climbing = climbing.filter { isHigher[$0] }
        }
        return current
    }

    /// The logarithm of each candidate's expected improvement.
    private func gains(_ candidates: [[Double]], _ forest: RegressionForest, _ best: Double) -> [Double] {
        guard !candidates.isEmpty else { return [] }
        var encoded: [Double] = []
        encoded.reserveCapacity(candidates.count * places.cube.axes.count)
        for candidate in candidates { places.encode(candidate, onto: &encoded) }
        return forest.predict(encoded: encoded).map { prediction in
            let deviation = max(prediction.variance, 1e-12).squareRoot()
            return log(deviation) + Self.logImprovement((best - prediction.mean) / deviation)
        }
    }

    /// log(φ(z) + z·Φ(z)), of which far below 0 the difference would have no digits left: there by Mills's ratio.
    private static func logImprovement(_ z: Double) -> Double {
        if z > -5 { return log(NormalDistribution.density(z) + z * NormalDistribution.cumulative(z)) }
        let inverse = 1 / (z * z)
        return -0.5 * z * z - 0.5 * log(2 * Double.pi) + log(inverse * (1 - 3 * inverse + 15 * inverse * inverse))
    }
}
