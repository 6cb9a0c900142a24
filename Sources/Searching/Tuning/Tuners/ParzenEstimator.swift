import Foundation
import RandomSource

/// A mixture of normals around observations and a prior: hyperopt's adaptive Parzen estimator (Bergstra et al., 2011,
/// section 4.2), whose widths follow the distances between neighbours.
struct ParzenEstimator {
    private let means: [Double]
    private let deviations: [Double]
    /// The running sums of the weights, the last one 1.
    private let cumulative: [Double]
    private let logWeights: [Double]
    private let bounds: ClosedRange<Double>?

    /// - Parameters:
    ///   - observations: places on the plain scale, oldest first.
    ///   - forgetting: so many of the newest observations keep their whole weight; older ones fade linearly.
    init(_ observations: [Double], scale: NumericScale, priorWeight: Double, forgetting: Int) {
        let (priorMean, priorDeviation): (Double, Double) =
            switch scale.shape {
            case .uniform(let low, let high): ((low + high) / 2, high - low)
            case .normal(let mu, let sigma): (mu, sigma)
            }
        if case .uniform(let low, let high) = scale.shape { bounds = low...high } else { bounds = nil }
        let faded = ParzenEstimator.weights(observations.count, forgetting)
        var points = zip(observations, faded).map { (mean: $0, weight: $1) }.sorted { $0.mean < $1.mean }
        let prior = points.firstIndex { $0.mean > priorMean } ?? points.count
        points.insert((priorMean, priorWeight), at: prior)
        let narrowest = priorDeviation / Double(min(100, 1 + points.count))
        let deviations = points.indices.map { index in
            if index == prior { return priorDeviation }
            let left = index > 0 ? points[index].mean - points[index - 1].mean : 0
            let right = index + 1 < points.count ? points[index + 1].mean - points[index].mean : 0
            return min(max(left, right, narrowest), priorDeviation)
        }
        self.deviations = deviations
        means = points.map(\.mean)
        let total = points.reduce(0) { $0 + $1.weight }
        var sum = 0.0
        cumulative = points.map { point in
            sum += point.weight / total
            return sum
        }
        let range = bounds
        logWeights = points.indices.map { index in
            let (mean, deviation) = (points[index].mean, deviations[index])
            // The share of the normal that lies within the bounds.
            let inside = range.map {
                Self.share(($0.upperBound - mean) / deviation) - Self.share(($0.lowerBound - mean) / deviation)
            }
            return log(points[index].weight / total) - log(deviation) - log(max(inside ?? 1, 1e-12))
        }
    }

    /// `1` for the newest, fading to `1 / count` for the oldest (Bergstra, Yamins and Cox, 2013).
    static func weights(_ count: Int, _ forgetting: Int) -> [Double] {
        guard forgetting > 0, count > forgetting else { return [Double](repeating: 1, count: count) }
        let fading = count - forgetting
        return (0..<count).map { index in
            guard index < fading else { return 1 }
            return fading == 1
                ? 1 / Double(count)
                : 1 / Double(count) + Double(index) / Double(fading - 1) * (1 - 1 / Double(count))
        }
    }

    private static func share(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

    func sample(using draws: inout SplittableGenerator) -> Double {
        for _ in 0..<1000 {
            let pick = draws.nextUniform()
            let index = min(cumulative.firstIndex { pick < $0 } ?? means.count - 1, means.count - 1)
            let value = means[index] + deviations[index] * draws.nextNormal()
            if bounds?.contains(value) ?? true { return value }
        }
        return bounds.map { ($0.lowerBound + $0.upperBound) / 2 } ?? means[0]
    }

    /// The logarithm of the density, but for a constant.
    func logDensity(_ value: Double) -> Double {
        var terms: [Double] = []
        terms.reserveCapacity(means.count)
        var greatest = -Double.infinity
        for index in means.indices {
            let distance = (value - means[index]) / deviations[index]
            let term = logWeights[index] - 0.5 * distance * distance
            greatest = max(greatest, term)
            terms.append(term)
        }
        return greatest + log(terms.reduce(0) { $0 + exp($1 - greatest) })
    }
}

/// Weighted counts of options, with a prior that gives each the same.
struct CategoricalEstimator {
    let probabilities: [Double]

    init(_ observations: [Int], options: Int, priorWeight: Double, forgetting: Int) {
        var counts = [Double](repeating: priorWeight, count: options)
        for (option, weight) in zip(observations, ParzenEstimator.weights(observations.count, forgetting))
        where counts.indices.contains(option) { counts[option] += weight }
        let total = counts.reduce(0, +)
        probabilities = counts.map { $0 / total }
    }

    func sample(using draws: inout SplittableGenerator) -> Int {
        var pick = draws.nextUniform()
        for (option, probability) in probabilities.enumerated() {
            pick -= probability
            if pick < 0 { return option }
        }
        return probabilities.count - 1
    }
}
