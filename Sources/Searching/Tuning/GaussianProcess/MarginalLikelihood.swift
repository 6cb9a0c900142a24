import Foundation

/// How likely observations are under a Gaussian process, as a function of its parameters, with weak priors.
///
/// −log p(y | θ) = ½ rᵀK⁻¹r + ½ log |K| + …, its gradient ½ tr((K⁻¹ − K⁻¹r·(K⁻¹r)ᵀ)·∂K/∂θ) (Rasmussen and Williams, 2006,
/// equations 5.8 and 5.9), r being what the constant mean leaves. Lengths have the log-normal prior whose middle grows with
/// the square root of the number of features (Hvarfner, Hellsten and Nardi, 2024, Vanilla Bayesian optimization performs great
/// in high dimensions, arXiv:2402.02229).
package struct MarginalLikelihood: Sendable {
    private let kernel: MaternKernel
    private let targets: [Double]
    private let errors: [Double]
    /// A feature's squared differences of all pairs, as the rows of a lower triangle without its diagonal.
    private let squares: [[Double]]
    private let leastNoise: Double
    private let isOption: [Bool]

    /// - Parameter errors: variances of what is uncertain of each target beside the noise; none: of no target.
    package init(
        _ points: [[Double]], targets: [Double], errors: [Double] = [], isOption: [Bool], smoothness: Double = 2.5,
        leastNoise: Double = 1e-6
    ) {
        self.errors = errors.isEmpty ? targets.map { _ in 0 } : errors
        kernel = MaternKernel(nearest: smoothness)
        self.targets = targets
        self.isOption = isOption
        self.leastNoise = max(leastNoise, 1e-9)
        squares = isOption.indices.map { feature in
            let column = points.map { $0[feature] }
            var squares: [Double] = []
            squares.reserveCapacity(column.count * max(0, column.count - 1) / 2)
            for row in column.indices {
                for other in 0..<row {
                    let difference = column[row] - column[other]
                    squares.append(isOption[feature] ? (difference == 0 ? 0 : 1) : difference * difference)
                }
            }
            return squares
        }
    }

    // MARK: - Parameters as numbers

    private var numberPrior: (middle: Double, deviation: Double) {
        (2.0.squareRoot() + 0.5 * log(Double(max(1, squares.count))), 3.0.squareRoot())
    }

    private static let optionPrior = (middle: 3.0, deviation: 1.0)

    /// Where a search for the parameters begins that knows nothing.
    package var start: GaussianProcess.Parameters {
        let length = log(0.5) + 0.25 * log(Double(max(1, squares.count)))
        return GaussianProcess.Parameters(
            lengths: squares.map { _ in length }, variance: 0, noise: max(log(leastNoise), log(1e-3)))
    }

    private var lower: [Double] { squares.map { _ in log(0.01) } + [log(0.02), log(leastNoise)] }
    private var upper: [Double] { squares.map { _ in log(1e3) } + [log(50), max(0, log(leastNoise))] }

    /// The parameters of most posterior density that a descent from each start finds.
    package func fit(from starts: [GaussianProcess.Parameters], iterations: Int = 40) -> GaussianProcess.Parameters {
        var best: (point: [Double], value: Double)?
        let minimizer = BoundedMinimizer(iterations: iterations, tolerance: 1e-3, gain: 1e-5, firstStep: 0.5)
        for start in starts where start.lengths.count == squares.count {
            let found = minimizer.minimize(
                from: start.lengths + [start.variance, start.noise], lower: lower, upper: upper, loss)
            if found.value < best?.value ?? .infinity { best = found }
        }
        guard let best else { return start }
        return parameters(best.point)
    }

    private func parameters(_ numbers: [Double]) -> GaussianProcess.Parameters {
        GaussianProcess.Parameters(
            lengths: Array(numbers.dropLast(2)), variance: numbers[squares.count], noise: numbers[squares.count + 1])
    }

    // MARK: - The loss

    /// The negative logarithm of the posterior density, but for a constant, and its gradient; `numbers` are the lengths, the
    /// variance and the noise, on the logarithm.
    package func loss(_ numbers: [Double]) -> (value: Double, gradient: [Double]) {
        let count = targets.count
        let (variance, noise) = (exp(numbers[squares.count]), exp(numbers[squares.count + 1]))
        let scales = (0..<squares.count).map { exp(-2 * numbers[$0]) }
        var (matrix, slopes) = covariances(scales, variance)
        for row in 0..<count { matrix[CholeskyFactor.start(row) + row] = variance + noise + errors[row] }
        guard let factor = CholeskyFactor(matrix) else { return (.infinity, numbers.map { _ in 0 }) }
        let (seen, ones) = (factor.lowerSolution(targets), factor.lowerSolution(targets.map { _ in 1 }))
        let constant = GaussianProcess.constant(seen, ones)
        let rest = zip(seen, ones).map { $0 - constant * $1 }
        let weights = factor.upperSolution(rest)
        let inverse = factor.inverse()

        var value = 0.5 * (rest.reduce(0) { $0 + $1 * $1 } + factor.logDeterminant + constant * constant)
        var gradient = numbers.map { _ in 0.0 }
        var (place, trace, whole) = (0, 0.0, 0.0)
        for row in 0..<count {
            let start = CholeskyFactor.start(row)
            for column in 0..<row {
                // A pair stands twice in the matrix, which makes up for the half.
                let pull = inverse[start &+ column] - weights[row] * weights[column]
                whole += pull * matrix[start &+ column]
                slopes[place] *= pull
                place += 1
            }
            trace += inverse[start + row] - weights[row] * weights[row]
        }
        for feature in squares.indices {
            let differences = squares[feature]
            var sum = 0.0
            for pair in slopes.indices { sum += slopes[pair] * differences[pair] }
            gradient[feature] = -2 * scales[feature] * sum
        }
        gradient[squares.count] = whole + 0.5 * trace * variance
        gradient[squares.count + 1] = 0.5 * trace * noise
        addPriors(numbers, &value, &gradient)
        return (value, gradient)
    }

    /// The lower triangle of the covariances, its diagonal left out, and for each pair their slope with the squared distance.
    private func covariances(_ scales: [Double], _ variance: Double) -> (matrix: [Double], slopes: [Double]) {
        let count = targets.count
        var slopes = [Double](repeating: 0, count: count * max(0, count - 1) / 2)
        for feature in squares.indices {
            let (scale, differences) = (scales[feature], squares[feature])
            for pair in slopes.indices { slopes[pair] += scale * differences[pair] }
        }
        var matrix = [Double](repeating: 0, count: CholeskyFactor.start(count))
        var place = 0
        for row in 0..<count {
            let start = CholeskyFactor.start(row)
            for column in 0..<row {
                let (value, slope) = kernel.covariance(slopes[place])
                matrix[start &+ column] = variance * value
                slopes[place] = variance * slope
                place += 1
            }
        }
        return (matrix, slopes)
    }

    /// Lengths as said above, but those of options rather long: what is learnt of numbers under one option counts for the
    /// others, until it is seen not to. The variance about that of the targets; the noise rather low: a Gamma density of shape 1.1 and
    /// rate 30.
    private func addPriors(_ numbers: [Double], _ value: inout Double, _ gradient: inout [Double]) {
        for feature in squares.indices {
            let (middle, deviation) = isOption[feature] ? Self.optionPrior : numberPrior
            let distance = (numbers[feature] - middle) / deviation
            value += 0.5 * distance * distance + numbers[feature]
            gradient[feature] += distance / deviation + 1
        }
        let variance = numbers[squares.count]
        value += 0.5 * variance * variance
        gradient[squares.count] += variance
        let noise = exp(numbers[squares.count + 1])
        value += 30 * noise - 0.1 * numbers[squares.count + 1]
        gradient[squares.count + 1] += 30 * noise - 0.1
    }
}
