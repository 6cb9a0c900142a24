/// What folds say of a learner: the mean over all fits, and its interval.
///
/// Fits share training data, so their variance is less than that of independent ones; it is corrected by the test parts'
/// share, `1/J + n_test/n_train` in place of `1/J` (Nadeau and Bengio, 2003, doi:10.1023/A:1024068626366).
package struct FoldInterval: Hashable, Sendable {
    package let mean: Double
    /// Over fits, with divisor `J − 1`.
    package let deviation: Double
    /// Of the mean.
    package let error: Double
    package let interval: Interval

    /// - Parameters:
    ///   - values: of `folds` folds, perhaps repeated.
    ///   - folds: how many parts the data are divided into, each the test part once.
    /// - Returns: `nil` for fewer than two values or folds.
    package init?(_ values: [Double], folds: Int) {
        guard values.count > 1, folds > 1 else { return nil }
        let moments = Moments(values)
        let share = 1 / Double(values.count) + 1 / Double(folds - 1)
        mean = moments.mean
        deviation = moments.deviation
        error = moments.deviation * share.squareRoot()
        interval = Interval(mean: moments.mean, error: error, freedom: Double(values.count - 1))
    }
}
