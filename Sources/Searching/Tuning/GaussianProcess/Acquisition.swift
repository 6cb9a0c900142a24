import Foundation

/// What a suggestion is worth by a prediction of its loss; more is better.
package enum Acquisition: Sendable {
    /// The logarithm of the expected improvement (Ament et al., 2023, Unexpected improvements to expected improvement for
    /// Bayesian optimization, arXiv:2310.20708), which tells points apart also where the improvement itself is 0 in floating
    /// point.
    case expectedImprovement(margin: Double)
    /// The logarithm of the probability of an improvement by a margin (Kushner, 1964, doi:10.1115/1.3653121).
    case probabilityOfImprovement(margin: Double)
    /// The lower confidence bound, `width` standard deviations under the mean (Srinivas et al., 2010, arXiv:0912.3995).
    case confidenceBound(width: Double)
    /// The standard deviation alone: where least is known.
    case deviation

    /// The same for improvements that are larger by so much.
    func widened(by more: Double) -> Acquisition {
        switch self {
        case .expectedImprovement(let margin): .expectedImprovement(margin: margin + more)
        case .probabilityOfImprovement(let margin): .probabilityOfImprovement(margin: margin + more)
        case .confidenceBound, .deviation: self
        }
    }

    /// The value, and its derivatives with respect to the mean and the standard deviation of the prediction.
    package func value(
        mean: Double, deviation: Double, best: Double
    ) -> (value: Double, byMean: Double, byDeviation: Double) {
        switch self {
        case .expectedImprovement(let margin):
            let z = (best - margin - mean) / deviation
            let (value, slope) = Self.logImprovement(z)
            return (log(deviation) + value, -slope / deviation, (1 - slope * z) / deviation)
        case .probabilityOfImprovement(let margin):
            let z = (best - margin - mean) / deviation
            let (value, slope) = Self.logCumulative(z)
            return (value, -slope / deviation, -slope * z / deviation)
        case .confidenceBound(let width): return (width * deviation - mean, -1, width)
        case .deviation: return (deviation, 0, 1)
        }
    }

    /// log(φ(z) + z·Φ(z)) and its derivative. Far below 0 the sum cancels; there 1 − 3/z² + 15/z⁴ of φ(z)/z² are left.
    static func logImprovement(_ z: Double) -> (value: Double, slope: Double) {
        if z > -25 {
            let (density, share) = (NormalDistribution.density(z), NormalDistribution.cumulative(z))
            let sum = density + z * share
            if sum > 0 { return (log(sum), share / sum) }
        }
        let inverse = 1 / (z * z)
        let series = -3 * inverse + 15 * inverse * inverse
        let value = -0.5 * z * z - 0.5 * log(2 * Double.pi) - 2 * log(-z) + log1p(series)
        return (value, -z * (1 + (2 - 12 * inverse) * inverse))
    }

    /// log Φ(z) and its derivative.
    static func logCumulative(_ z: Double) -> (value: Double, slope: Double) {
        if z > -25 {
            let share = NormalDistribution.cumulative(z)
            return (log(share), NormalDistribution.density(z) / share)
        }
        let inverse = 1 / (z * z)
        let value = -0.5 * z * z - 0.5 * log(2 * Double.pi) - log(-z) + log1p(-inverse + 3 * inverse * inverse)
        return (value, -z * (1 + inverse - 2 * inverse * inverse))
    }
}
