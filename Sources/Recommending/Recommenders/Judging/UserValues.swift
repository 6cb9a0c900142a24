package import Compute
import Metrics
package import Ratings

extension Judging {
    /// The value of the first metric for each user who has one, by the user's position in `truth`: what paired tests compare.
    /// For `rmse` it is the user's mean squared error.
    ///
    /// - Complexity: O(rows) for rmse and mae; for others a judging for each user.
    /// - Throws: `ComputeError.stopped`.
    package func userValues(
        of model: any Recommender, on truth: RatingTable, stop: StopFlag
    ) throws -> [Int: Double] {
        guard let metric = metrics.first else { return [:] }
        if metric == .rmse || metric.name == "mae" {
            let (rows, estimates) = try ModelScores(model, truth: truth).estimates(stop: stop)
            var sums: [Int: (sum: Double, count: Double)] = [:]
            for (row, estimate) in zip(rows, estimates) {
                let error = estimate - truth.ratings[row]
                let known = sums[Int(truth.userPositions[row])] ?? (0, 0)
                sums[Int(truth.userPositions[row])] = (
                    known.sum + (metric == .rmse ? error * error : abs(error)), known.count + 1
                )
            }
            return sums.mapValues { $0.sum / $0.count }
        }
        var rows: [Int: [Int]] = [:]
        for (row, user) in truth.userPositions.enumerated() { rows[Int(user), default: []].append(row) }
        var values: [Int: Double] = [:]
        for (user, own) in rows {
            try stop.check()
            do {
                let value = try with([metric]).values(of: model, on: truth.selecting(rows: own), stop: stop).first
                if let value, value.value.isFinite { values[user] = value.value }
            } catch is ComputeError { throw ComputeError.stopped } catch {
                // A user of whom the metric says nothing counts for neither.
            }
        }
        return values
    }
}
