import Foundation

/// The standard normal distribution.
package enum NormalDistribution {
    package static func density(_ x: Double) -> Double { exp(-0.5 * x * x) / (2 * Double.pi).squareRoot() }

    package static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.squareRoot()) }

    /// The value below which a share of the distribution lies, to about 1e-15 of it: Acklam's rational approximation, mended
    /// by one step of Halley's.
    package static func quantile(_ share: Double) -> Double {
        guard share > 0 else { return -.infinity }
        guard share < 1 else { return .infinity }
        if share > 0.5 { return -quantile(1 - share) }
        let rough = approximation(share)
        let error = (cumulative(rough) - share) * (2 * Double.pi).squareRoot() * exp(0.5 * rough * rough)
        return rough - error / (1 + 0.5 * rough * error)
    }

    /// Of the lower half, to 1.2e-9.
    private static func approximation(_ share: Double) -> Double {
        func polynomial(_ x: Double, _ coefficients: [Double]) -> Double { coefficients.reduce(0) { $0 * x + $1 } }
        if share < 0.02425 {
            let q = (-2 * log(share)).squareRoot()
            return polynomial(
                q,
                [
                    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734,
                    4.374664141464968, 2.938163982698783,
                ])
                / polynomial(
                    q, [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1])
        }
        let q = share - 0.5
        let r = q * q
        return polynomial(
            r,
            [
                -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
                -3.066479806614716e+01, 2.506628277459239,
            ]) * q
            / polynomial(
                r,
                [
                    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                    -1.328068155288572e+01, 1,
                ])
    }
}
