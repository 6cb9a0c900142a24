import Foundation
import RandomSource

/// The normal distribution of (μ/μ_w, λ)-CMA-ES, with negative weights too (Hansen, 2016, The CMA evolution strategy: a
/// tutorial, arXiv:1604.00772, figure 6).
///
/// Where the tutorial has C^(−½)·y, here is A⁻¹·y of the factor C = A·Aᵀ, whose lengths are the same in distribution (Krause,
/// Arbonès and Igel, 2016, CMA-ES with optimal covariance update and storage complexity). Steps that were not drawn from the
/// distribution itself count by a bounded length (Hansen, 2011, Injecting external solutions into CMA-ES, arXiv:1110.4181).
struct CovarianceMatrixAdaptation: Sendable {
    let population: Int
    private(set) var mean: [Double]
    private(set) var stepSize: Double
    private(set) var generations = 0
    private let strategy: StrategyParameters
    /// Rows of the lower triangle.
    private var covariance: [Double]
    private var factor: CholeskyFactor
    private var stepPath: [Double]
    private var covariancePath: [Double]

    init(mean: [Double], stepSize: Double, population: Int) {
        self.mean = mean
        self.stepSize = stepSize
        self.population = population
        strategy = StrategyParameters(dimensions: mean.count, population: population)
        covariance = Self.identity(mean.count)
        factor = CholeskyFactor(covariance) ?? CholeskyFactor()
        stepPath = mean.map { _ in 0 }
        covariancePath = stepPath
    }

    private static func identity(_ count: Int) -> [Double] {
        (0..<count).flatMap { row in (0...row).map { $0 == row ? 1 : 0 } }
    }

    /// The standard deviation of one coordinate.
    func deviation(_ axis: Int) -> Double {
        stepSize * covariance[CholeskyFactor.start(axis) + axis].squareRoot()
    }

    /// A draw of N(0, C).
    func step(using draws: inout SplittableGenerator) -> [Double] {
        let normal = mean.map { _ in draws.nextNormal() }
        return mean.indices.map { row in (0...row).reduce(0) { $0 + factor[row, $1] * normal[$1] } }
    }

    /// Learns from a generation.
    ///
    /// - Parameter steps: (x − mean)/stepSize of its points, the best one first.
    mutating func update(_ steps: [[Double]]) {
        generations += 1
        guard !mean.isEmpty, steps.count == population else { return }
        let dimensions = Double(mean.count)
        let longest = dimensions.squareRoot() + 2 * dimensions / (dimensions + 2)
        var lengths: [Double] = []
        let steps = steps.map { step -> [Double] in
            let length = factor.lowerSolution(step).reduce(0) { $0 + $1 * $1 }.squareRoot()
            lengths.append(min(length, longest))
            return length > longest ? step.map { $0 * longest / length } : step
        }
        let move = mean.indices.map { axis in
            zip(strategy.weights, steps).reduce(0) { $0 + max(0, $1.0) * $1.1[axis] }
        }
        for axis in mean.indices { mean[axis] += stepSize * move[axis] }
        let isStalled = adaptStep(move)
        adaptCovariance(steps, lengths, move, isStalled: isStalled)
    }

    /// - Returns: whether the step grows so fast that the path of the covariance is held.
    private mutating func adaptStep(_ move: [Double]) -> Bool {
        let (rate, dimensions) = (strategy.stepRate, Double(mean.count))
        let whitened = factor.lowerSolution(move)
        let gain = (rate * (2 - rate) * strategy.effective).squareRoot()
        for axis in mean.indices { stepPath[axis] = (1 - rate) * stepPath[axis] + gain * whitened[axis] }
        let length = stepPath.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let expected = dimensions.squareRoot() * (1 - 1 / (4 * dimensions) + 1 / (21 * dimensions * dimensions))
        stepSize *= exp(min(1, rate / strategy.damping * (length / expected - 1)))
        let settled = (1 - pow(1 - rate, 2 * Double(generations))).squareRoot()
        return length / settled >= (1.4 + 2 / (dimensions + 1)) * expected
    }

    private mutating func adaptCovariance(
        _ steps: [[Double]], _ lengths: [Double], _ move: [Double], isStalled: Bool
    ) {
        let rate = strategy.pathRate
        let gain = isStalled ? 0 : (rate * (2 - rate) * strategy.effective).squareRoot()
        for axis in mean.indices { covariancePath[axis] = (1 - rate) * covariancePath[axis] + gain * move[axis] }
        let (one, many) = (strategy.rankOneRate, strategy.rankManyRate)
        let lost = isStalled ? one * rate * (2 - rate) : 0
        // Steps of negative weight are brought to one length, so that the matrix stays positive.
        let weights = zip(strategy.weights, lengths).map { weight, length in
            weight >= 0 ? weight : weight * Double(mean.count) / max(length * length, 1e-12)
        }
        let keep = 1 + lost - one - many * strategy.weights.reduce(0, +)
        for row in mean.indices {
            let start = CholeskyFactor.start(row)
            for column in 0...row {
                var sum = 0.0
                for (weight, step) in zip(weights, steps) { sum += weight * step[row] * step[column] }
                covariance[start + column] =
                    keep * covariance[start + column] + one * covariancePath[row] * covariancePath[column] + many * sum
            }
        }
        if let next = CholeskyFactor(covariance) {
            factor = next
        } else {
            covariance = Self.identity(mean.count)
            factor = CholeskyFactor(covariance) ?? CholeskyFactor()
        }
    }
}
