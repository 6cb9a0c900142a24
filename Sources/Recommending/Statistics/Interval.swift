/// Where a number lies, as far as can be told.
package struct Interval: Hashable, Sendable {
    /// How sure intervals are: 95 % of them hold the truth.
    package static let confidence = 0.95

    package let low: Double
    package let high: Double

    package init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// What is shown behind `±`.
    package var halfWidth: Double { (high - low) / 2 }

    /// Of a mean by its standard error, with Student's t.
    init(mean: Double, error: Double, freedom: Double) {
        let width = error == 0 ? 0 : StudentT.quantile(twoSided: 1 - Self.confidence, freedom: freedom) * error
        self.init(low: mean - width, high: mean + width)
    }
}
