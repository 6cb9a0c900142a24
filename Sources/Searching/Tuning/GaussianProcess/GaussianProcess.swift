import Foundation

/// A Gaussian process given observations (Rasmussen and Williams, 2006, Gaussian processes for machine learning, algorithm
/// 2.1): a constant mean, and σ²·Matérn(Σ_f (δ_f/ℓ_f)²) + noise, with a length ℓ_f for each feature and δ_f the difference of
/// numbers, or 0 or 1 for options that are equal or not.
///
/// The constant is the one that fits best under a standard normal prior. Points can be added at the cost of a triangular
/// solution, since the parameters stay.
package struct GaussianProcess: Sendable {
    /// On the logarithm.
    package struct Parameters: Hashable, Sendable {
        package var lengths: [Double]
        package var variance: Double
        package var noise: Double

        package init(lengths: [Double], variance: Double, noise: Double) {
            self.lengths = lengths
            self.variance = variance
            self.noise = noise
        }
    }

    let kernel: MaternKernel
    package let parameters: Parameters
    private let isOption: [Bool]
    /// 1/ℓ² of each feature.
    private let scales: [Double]
    private let variance: Double
    private let noise: Double
    /// One a feature, with the values of all points.
    private var columns: [[Double]]
    private var factor = CholeskyFactor()
    private var targets: [Double] = []
    private(set) var constant = 0.0
    /// (K + noise)⁻¹·(targets − constant).
    private var weights: [Double] = []

    /// - Parameters:
    ///   - points: features, a row a point.
    ///   - errors: variances of what is uncertain of each target beside the noise; none: of no target.
    ///   - smoothness: ν; the nearest of 1/2, 3/2 and 5/2 is taken.
    /// - Returns: `nil` where the covariances are singular as far as numbers can tell.
    package init?(
        _ points: [[Double]], targets: [Double], errors: [Double] = [], isOption: [Bool], parameters: Parameters,
        smoothness: Double = 2.5
    ) {
        guard points.count == targets.count, parameters.lengths.count == isOption.count,
            points.allSatisfy({ $0.count == isOption.count })
        else { return nil }
        kernel = MaternKernel(nearest: smoothness)
        self.parameters = parameters
        self.isOption = isOption
        scales = parameters.lengths.map { exp(-2 * $0) }
        variance = exp(parameters.variance)
        noise = exp(parameters.noise)
        columns = isOption.map { _ in [] }
        guard add(points, errors: errors) else { return nil }
        set(targets)
    }

    package var count: Int { factor.count }

    /// Adds points, told what they gave; on `false` nothing has changed.
    ///
    /// - Parameters:
    ///   - errors: as in the initializer.
    ///   - share: how much of the noise there is in what they gave.
    package mutating func append(
        _ points: [[Double]], targets more: [Double], errors: [Double] = [], noiseShare share: Double = 1
    ) -> Bool {
        guard points.count == more.count, add(points, errors: errors, share) else { return false }
        set(targets + more)
        return true
    }

    private mutating func add(_ points: [[Double]], errors: [Double], _ share: Double = 1) -> Bool {
        let kept = columns
        var rows: [Double] = []
        for (index, point) in points.enumerated() {
            rows += covariances(to: point)
            rows.append(variance + share * noise + (errors.indices.contains(index) ? errors[index] : 0))
            for feature in columns.indices { columns[feature].append(point[feature]) }
        }
        guard factor.append(rows) else {
            columns = kept
            return false
        }
        return true
    }

    /// Takes other targets at the same points.
    package mutating func set(_ targets: [Double]) {
        self.targets = targets
        let (seen, ones) = (factor.lowerSolution(targets), factor.lowerSolution(targets.map { _ in 1 }))
        constant = Self.constant(seen, ones)
        weights = factor.upperSolution(zip(seen, ones).map { $0 - constant * $1 })
    }

    /// The constant mean of most posterior density, from L⁻¹·targets and L⁻¹·1.
    static func constant(_ seen: [Double], _ ones: [Double]) -> Double {
        zip(seen, ones).reduce(0) { $0 + $1.0 * $1.1 } / (1 + ones.reduce(0) { $0 + $1 * $1 })
    }

    /// How far each target lies from what all others say of it, in standard deviations of that (Rasmussen and Williams, 2006,
    /// equation 5.12).
    package var leaveOneOut: [Double] {
        let inverse = factor.inverse()
        return weights.indices.map { weights[$0] / max(inverse[CholeskyFactor.start($0) + $0], 1e-300).squareRoot() }
    }

    // MARK: - Prediction

    private func squares(to point: [Double]) -> [Double] {
        let count = columns.first?.count ?? 0
        var squares = [Double](repeating: 0, count: count)
        for feature in columns.indices {
            let (scale, value) = (scales[feature], point[feature])
            let column = columns[feature]
            if isOption[feature] {
                for index in 0..<count where column[index] != value { squares[index] += scale }
            } else {
                for index in 0..<count {
                    let difference = column[index] - value
                    squares[index] += scale * difference * difference
                }
            }
        }
        return squares
    }

    private func covariances(to point: [Double]) -> [Double] {
        var covariances = squares(to: point)
        for index in covariances.indices {
            covariances[index] = variance * kernel.covariance(covariances[index]).value
        }
        return covariances
    }

    private func mean(_ covariances: [Double]) -> Double {
        var sum = constant
        for index in weights.indices { sum += covariances[index] * weights[index] }
        return sum
    }

    package func mean(at point: [Double]) -> Double { mean(covariances(to: point)) }

    /// The mean and the standard deviation of the function itself, without noise.
    package func prediction(at point: [Double]) -> (mean: Double, deviation: Double) {
        let covariances = covariances(to: point)
        let explained = factor.lowerSolution(covariances).reduce(0) { $0 + $1 * $1 }
        return (mean(covariances), deviation(explained))
    }

    private func deviation(_ explained: Double) -> Double { max(variance - explained, 1e-12 * variance).squareRoot() }

    /// The prediction and its derivatives with respect to features that are numbers; those of options are 0.
    package func gradient(
        at point: [Double]
    ) -> (mean: Double, deviation: Double, meanSlopes: [Double], deviationSlopes: [Double]) {
        var covariances = squares(to: point)
        var slopes = covariances
        for index in covariances.indices {
            let (value, slope) = kernel.covariance(covariances[index])
            covariances[index] = variance * value
            slopes[index] = variance * slope
        }
        let half = factor.lowerSolution(covariances)
        let deviation = deviation(half.reduce(0) { $0 + $1 * $1 })
        let solution = factor.upperSolution(half)
        var (meanSlopes, deviationSlopes) = (point.map { _ in 0.0 }, point.map { _ in 0.0 })
        for feature in columns.indices where !isOption[feature] {
            let column = columns[feature]
            var (first, second) = (0.0, 0.0)
            for index in slopes.indices {
                let pull = slopes[index] * (point[feature] - column[index])
                first += pull * weights[index]
                second += pull * solution[index]
            }
            meanSlopes[feature] = 2 * scales[feature] * first
            // The variance falls by twice the solution's share.
            deviationSlopes[feature] = -2 * scales[feature] * second / deviation
        }
        return (mean(covariances), deviation, meanSlopes, deviationSlopes)
    }
}
