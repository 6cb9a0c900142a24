import Foundation

/// The Matérn covariance of smoothness ν = 1/2, 3/2 or 5/2 as a function of the squared distance (Rasmussen and Williams,
/// 2006, Gaussian processes for machine learning, equations 4.14 and 4.17), of variance 1.
enum MaternKernel: Double, Sendable, CaseIterable {
    case half = 0.5
    case threeHalves = 1.5
    case fiveHalves = 2.5

    /// The case that is nearest to a smoothness.
    init(nearest smoothness: Double) {
        self = Self.allCases.min { abs($0.rawValue - smoothness) < abs($1.rawValue - smoothness) } ?? .fiveHalves
    }

    /// The covariance, and its derivative with respect to the squared distance.
    @inline(__always)
    func covariance(_ square: Double) -> (value: Double, slope: Double) {
        switch self {
        case .fiveHalves:
            let distance = (5 * square).squareRoot()
            let decay = exp(-distance)
            return ((1 + distance + 5 / 3 * square) * decay, -5 / 6 * (1 + distance) * decay)
        case .threeHalves:
            let distance = (3 * square).squareRoot()
            let decay = exp(-distance)
            return ((1 + distance) * decay, -1.5 * decay)
        case .half:
            // The slope has no bound at 0, where it only ever meets differences of 0.
            let distance = square.squareRoot()
            let decay = exp(-distance)
            return (decay, -0.5 * decay / max(distance, 1e-9))
        }
    }
}
