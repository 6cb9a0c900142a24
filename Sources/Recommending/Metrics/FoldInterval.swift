/// What folds say of a learner: the mean over all fits, and its 95 % interval.
///
/// Fits share training data, so their variance is less than that of independent ones; it is corrected by the test parts'
/// share, `1/J + n_test/n_train` in place of `1/J` (Nadeau and Bengio, 2003, doi:10.1023/A:1024068626366).
package struct FoldInterval: Sendable {
    package let mean: Double
    /// Over fits, with divisor `J − 1`.
    package let deviation: Double
    package let interval: (low: Double, high: Double)

    /// - Parameters:
    ///   - values: of `folds` folds, perhaps repeated.
    ///   - folds: how many parts the data are divided into, each the test part once.
    /// - Returns: `nil` for fewer than two values or folds.
    package init?(_ values: [Double], folds: Int) {
        guard values.count > 1, folds > 1 else { return nil }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / (count - 1)).squareRoot()
        let error = deviation * (1 / count + 1 / Double(folds - 1)).squareRoot()
        let width = error == 0 ? 0 : StudentT.quantile(twoSided: 0.05, freedom: count - 1) * error
        (self.mean, self.deviation, interval) = (mean, deviation, (mean - width, mean + width))
    }
}
