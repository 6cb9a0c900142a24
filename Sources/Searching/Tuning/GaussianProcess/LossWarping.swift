import Foundation

/// Losses as what a Gaussian process can model: of mean 0 and variance 1, without the long tails that failures and sizes of
/// many orders give.
///
/// Losses far beyond those of the first observations grow by their logarithm only: the first are spread over the space, while
/// the later ones lie ever closer about the best, which says nothing of how the others differ. What is left
/// askew is mended by the power that makes it most normal (Yeo and Johnson, 2000, doi:10.1093/biomet/87.4.954), as in HEBO
/// (Cowen-Rivers et al., 2022, doi:10.1613/jair.1.13643). Both keep the order of the losses.
package struct LossWarping: Sendable {
    /// The losses in their order.
    package let values: [Double]

    package init(_ losses: [Double], isPowered: Bool = true) {
        let finite = losses.filter(\.isFinite)
        guard let least = finite.min(), let most = finite.max(), most > least else {
            values = losses.map { _ in 0 }
            return
        }
        let first = losses.prefix(max(10, losses.count / 8)).filter(\.isFinite)
        let tamed = Self.tamed(losses.map { $0.isFinite ? $0 : most }, sorted: (first + [least]).sorted())
        guard isPowered, finite.count >= 5 else {
            values = Self.standardized(tamed)
            return
        }
        values = Self.powered(Self.standardized(tamed))
    }

    /// Beyond a knee the losses grow by their logarithm.
    private static func tamed(_ losses: [Double], sorted: [Double]) -> [Double] {
        func quantile(_ share: Double) -> Double { sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))] }
        let (low, middle, high) = (sorted[0], quantile(0.5), quantile(0.75))
        var width = max(middle - low, high - middle) * 2
        // Halves are there since the difference of two large numbers may be no number.
        if !width.isFinite || width <= 0 { width = (sorted[sorted.count - 1] / 2 - low / 2) / 4 }
        guard width > 0, width.isFinite else { return losses }
        let knee = middle + width
        return losses.map { loss in
            let position = loss > knee ? 1 + log1p(loss / width - knee / width) : loss / width - middle / width
            // Of a million and more even the logarithm would hide the others.
            return position > 3 ? 3 + log1p(position - 3) : position
        }
    }

    static func standardized(_ values: [Double]) -> [Double] {
        let mean = values.reduce(0) { $0 + $1 / Double(values.count) }
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        guard variance > 0, variance.isFinite else { return values.map { _ in 0 } }
        let scale = 1 / variance.squareRoot()
        return values.map { ($0 - mean) * scale }
    }

    /// The power transform of highest likelihood, of exponents from −1 to 2, standardized.
    private static func powered(_ values: [Double]) -> [Double] {
        let jacobian = values.reduce(0) { $0 + ($1 < 0 ? -1 : 1) * log1p(abs($1)) }
        var best = (values: values, likelihood: -Double.infinity)
        for step in -4...8 {
            let exponent = Double(step) * 0.25
            let bent = values.map { yeoJohnson($0, exponent) }
            let mean = bent.reduce(0, +) / Double(bent.count)
            let variance = bent.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(bent.count)
            guard variance > 0, variance.isFinite else { continue }
            let likelihood = -0.5 * Double(bent.count) * log(variance) + (exponent - 1) * jacobian
            if likelihood > best.likelihood { best = (bent, likelihood) }
        }
        return standardized(best.values)
    }

    private static func yeoJohnson(_ value: Double, _ exponent: Double) -> Double {
        if value >= 0 { return abs(exponent) < 1e-9 ? log1p(value) : (pow(1 + value, exponent) - 1) / exponent }
        let other = 2 - exponent
        return abs(other) < 1e-9 ? -log1p(-value) : -(pow(1 - value, other) - 1) / other
    }
}
