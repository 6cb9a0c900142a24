import Foundation

/// Student's distribution.
package enum StudentT {
    /// The probability of a value at least so far from 0: the regularized incomplete beta function of
    /// `freedom / (freedom + t²)` (Abramowitz and Stegun, 26.7.1).
    package static func twoSided(_ t: Double, freedom: Double) -> Double {
        incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
    }

    /// The value that is exceeded on both sides together with this probability.
    package static func quantile(twoSided probability: Double, freedom: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        while twoSided(high, freedom: freedom) > probability { high *= 2 }
        for _ in 0..<200 where high - low > high * 1e-15 {
            let middle = (low + high) / 2
            if twoSided(middle, freedom: freedom) > probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// By its continued fraction (Abramowitz and Stegun, 26.5.8), evaluated as Lentz does.
    private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
        let tiny = 1e-300
        var (c, d) = (1.0, 1 - (a + b) * x / (a + 1))
        d = 1 / (abs(d) < tiny ? tiny : d)
        var fraction = d
        for step in 1..<10_000 {
            let m = Double(step)
            for factor in [
                m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
            ] {
                d = 1 + factor * d
                d = 1 / (abs(d) < tiny ? tiny : d)
                c = 1 + factor / c
                if abs(c) < tiny { c = tiny }
                fraction *= c * d
                if abs(c * d - 1) < 1e-16 { return front * fraction }
            }
        }
        return front * fraction
    }
}
