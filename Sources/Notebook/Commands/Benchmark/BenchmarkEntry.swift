import Metrics
import Ratings
import Recommenders
import Statistics
import Values

/// What a learner came to in a benchmark.
struct BenchmarkEntry: Sendable {
    /// The tuned and refitted model of one part, judged on its test ratings.
    struct Fit: Sendable {
        let trained: TrainedModel
        /// The benchmark's metric first.
        let measured: [MeasuredMetric]
        /// Those of the test ratings, whom the metrics' users are positions in.
        let users: Vocabulary
        let bytes: Int
    }

    let learner: String
    /// Trained and judged in searches, over all parts.
    let trials: Int
    /// At least one; as many as there are parts.
    let fits: [Fit]

    /// A metric over all parts: their mean.
    func value(_ place: Int) -> Double {
        fits.reduce(0) { $0 + $1.measured[place].value } / Double(fits.count)
    }

    /// Where the value lies: over users of the one test part, or corrected over folds, whose training ratings overlap.
    func interval(_ place: Int) -> Interval? {
        if fits.count > 1 { return FoldInterval(fits.map { $0.measured[place].value }, folds: fits.count)?.interval }
        return [fits[0].measured[place]].intervals[0]
    }

    /// Each user's metric, the mean over the parts that hold ratings of theirs.
    func userValues(_ place: Int) -> [EntityID: Double] {
        var sums: [EntityID: (sum: Double, count: Double)] = [:]
        for fit in fits {
            guard let values = fit.measured[place].users else { continue }
            for (user, value) in zip(values.users, values.values) where value.isFinite {
                let known = sums[fit.users[Int(user)]] ?? (0, 0)
                sums[fit.users[Int(user)]] = (known.sum + value, known.count + 1)
            }
        }
        return sums.mapValues { $0.sum / $0.count }
    }

    /// Seconds that the tuned model's training took, the mean over parts.
    var seconds: Double { fits.reduce(0) { $0 + $1.trained.seconds } / Double(fits.count) }
    /// What a model takes in a file, the mean over parts.
    var bytes: Int { fits.reduce(0) { $0 + $1.bytes } / fits.count }
}
