import Foundation
import RandomSource

/// A mixture of normals on an axis from 0 to 1, one around each observation and one for the space itself: hyperopt's
/// adaptive Parzen estimator (Bergstra et al., 2011, section 4.2), whose widths follow the distances between neighbours.
struct ParzenEstimator {
    private let means: [Double]
    private let deviations: [Double]
    /// The running sums of the weights, the last one 1.
    private let cumulative: [Double]
    /// Each part's weight over its deviation and its share within the axis.
    private let heights: [Double]

    /// - Parameter observations: sorted.
    init(_ observations: [WeightedValue], priorWeight: Double) {
        var points = observations
        let prior = points.firstIndex { $0.value > 0.5 } ?? points.count
        points.insert(WeightedValue(0.5, priorWeight), at: prior)
        let narrowest = 1 / Double(min(100, 1 + points.count))
        let deviations = points.indices.map { index in
            if index == prior { return 1.0 }
            let left = index > 0 ? points[index].value - points[index - 1].value : 0
            let right = index + 1 < points.count ? points[index + 1].value - points[index].value : 0
            return min(max(left, right, narrowest), 1)
        }
        self.deviations = deviations
        means = points.map(\.value)
        let total = points.reduce(0) { $0 + $1.weight }
        var sum = 0.0
        cumulative = points.map { point in
            sum += point.weight / total
            return sum
        }
        heights = points.indices.map { index in
            let (mean, deviation) = (points[index].value, deviations[index])
            let inside =
                NormalDistribution.cumulative((1 - mean) / deviation)
                - NormalDistribution.cumulative(-mean / deviation)
            return points[index].weight / (total * deviation * max(inside, 1e-12))
        }
    }

    /// A draw within the axis.
    func sample(using draws: inout SplittableGenerator) -> Double {
        for _ in 0..<1000 {
            let pick = draws.nextUniform()
            let index = min(cumulative.firstIndex { pick < $0 } ?? means.count - 1, means.count - 1)
            let value = means[index] + deviations[index] * draws.nextNormal()
            if (0...1).contains(value) { return value }
        }
        return 0.5
    }

    /// The density but for a constant; the space's own part keeps it above 0.
    func density(_ value: Double) -> Double {
        var sum = 0.0
        for index in means.indices {
            let distance = (value - means[index]) / deviations[index]
            // Beyond eight deviations a part adds nothing that a double could tell.
            if distance > -8, distance < 8 { sum += heights[index] * exp(-0.5 * distance * distance) }
        }
        return sum
    }
}

/// Weighted counts of options, with a prior that gives each the same.
struct CategoricalEstimator {
    let probabilities: [Double]

    /// - Parameter observations: middles of options on their axis.
    init(_ observations: [WeightedValue], options: Int, priorWeight: Double) {
        var counts = [Double](repeating: priorWeight, count: max(1, options))
        for one in observations {
            counts[min(max(0, Int((one.value * Double(options)).rounded(.down))), options - 1)] += one.weight
        }
        let total = counts.reduce(0, +)
        probabilities = counts.map { $0 / total }
    }

    func sample(using draws: inout SplittableGenerator) -> Int { draws.nextOption(of: probabilities) }
}
