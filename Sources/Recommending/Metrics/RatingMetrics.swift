import Foundation

/// Metrics of estimated ratings against true ones, row by row.
package struct RatingErrors: Sendable {
    let truth: [Double]
    let estimates: [Double]

    package init(truth: [Double], estimates: [Double]) {
        precondition(truth.count == estimates.count)
        self.truth = truth
        self.estimates = estimates
    }

    private var count: Double { Double(truth.count) }

    func mean(_ term: (Double, Double) -> Double) -> Double {
        var sum = 0.0
        for row in truth.indices { sum += term(truth[row], estimates[row]) }
        return sum / count
    }

    /// `sqrt(mean((r − r̂)²))`
    package var rmse: Double { mean { ($0 - $1) * ($0 - $1) }.squareRoot() }
    /// `mean(|r − r̂|)`
    package var mae: Double { mean { ($0 - $1).magnitude } }

    /// `1 − Σ(r − r̂)² / Σ(r − mean(r))²`; NaN for fewer than two rows.
    package var rsquared: Double {
        guard truth.count > 1 else { return .nan }
        let average = mean { truth, _ in truth }
        return Self.ratio(mean { ($0 - $1) * ($0 - $1) }, mean { truth, _ in (truth - average) * (truth - average) })
    }

    /// `1 − Var(r − r̂) / Var(r)`
    package var explainedVariance: Double {
        let averageError = mean { $0 - $1 }
        let average = mean { truth, _ in truth }
        return Self.ratio(
            mean { ($0 - $1 - averageError) * ($0 - $1 - averageError) },
            mean { truth, _ in (truth - average) * (truth - average) })
    }

    /// scikit-learn's rule where the truth does not vary: 1 for no error, 0 otherwise.
    static func ratio(_ error: Double, _ variance: Double) -> Double {
        if variance == 0 { return error == 0 ? 1 : 0 }
        return 1 - error / variance
    }

    /// The area under the ROC curve by the rank sum, ties counted half. Truth is 0 or 1.
    package var auc: Double {
        var rankSum = 0.0
        for (row, rank) in ranks.enumerated() where truth[row] == 1 { rankSum += rank }
        let positives = Double(truth.count { $0 == 1 })
        let negatives = count - positives
        return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
    }

    /// For each row the share of the rows of the other kind that it is placed rightly against, ties counted half: a one
    /// above zeros, a zero below ones. The mean over the ones is the area under the ROC curve, that over the zeros too.
    var placements: [Double] {
        let all = ranks
        let kinds = [0.0, 1.0].map { kind in truth.indices.filter { truth[$0] == kind } }
        var placements = [Double](repeating: 0, count: truth.count)
        for (kind, rows) in kinds.enumerated() {
            let own = RatingErrors(truth: rows.map { truth[$0] }, estimates: rows.map { estimates[$0] }).ranks
            let others = Double(kinds[1 - kind].count)
            for (row, rank) in zip(rows, own) {
                // The rank among all less that among its own kind is the number of the others that it stands above.
                let below = all[row] - rank
                placements[row] = (kind == 1 ? below : others - below) / others
            }
        }
        return placements
    }

    /// The rank of each estimate, 1 for the lowest; equal ones share the mean of theirs.
    private var ranks: [Double] {
        let order = estimates.indices.sorted { estimates[$0] < estimates[$1] }
        var ranks = [Double](repeating: 0, count: estimates.count)
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, estimates[order[end]] == estimates[order[start]] { end += 1 }
            for row in order[start..<end] { ranks[row] = Double(start + 1 + end) / 2 }
            start = end
        }
        return ranks
    }

    /// `−mean(y · log(p) + (1 − y) · log(1 − p))` with `p` kept within machine precision of 0 and 1.
    package var logloss: Double { mean(Self.logloss) }

    @Sendable static func logloss(_ label: Double, _ guess: Double) -> Double {
        let edge = Double.ulpOfOne
        let p = min(max(guess, edge), 1 - edge)
        return -(label == 1 ? log(p) : log(1 - p))
    }
}
