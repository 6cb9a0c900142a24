import Foundation

/// Metrics of estimated ratings against true ones, row by row.
package struct RatingErrors: Sendable {
    private let truth: [Double]
    private let estimates: [Double]

    package init(truth: [Double], estimates: [Double]) {
        precondition(truth.count == estimates.count)
        self.truth = truth
        self.estimates = estimates
    }

    private var count: Double { Double(truth.count) }

    private func mean(_ term: (Double, Double) -> Double) -> Double {
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
        return ratio(mean { ($0 - $1) * ($0 - $1) }, mean { truth, _ in (truth - average) * (truth - average) })
    }

    /// `1 − Var(r − r̂) / Var(r)`
    package var explainedVariance: Double {
        let averageError = mean { $0 - $1 }
        let average = mean { truth, _ in truth }
        return ratio(
            mean { ($0 - $1 - averageError) * ($0 - $1 - averageError) },
            mean { truth, _ in (truth - average) * (truth - average) })
    }

    /// scikit-learn's rule where the truth does not vary: 1 for no error, 0 otherwise.
    private func ratio(_ error: Double, _ variance: Double) -> Double {
        if variance == 0 { return error == 0 ? 1 : 0 }
        return 1 - error / variance
    }

    /// The area under the ROC curve by the rank sum, ties counted half. Truth is 0 or 1.
    package var auc: Double {
        let order = estimates.indices.sorted { estimates[$0] < estimates[$1] }
        var rankSum = 0.0
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, estimates[order[end]] == estimates[order[start]] { end += 1 }
            let rank = Double(start + 1 + end) / 2
            for row in order[start..<end] where truth[row] == 1 { rankSum += rank }
            start = end
        }
        let positives = Double(truth.count { $0 == 1 })
        let negatives = count - positives
        return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
    }

    /// `−mean(y · log(p) + (1 − y) · log(1 − p))` with `p` kept within machine precision of 0 and 1.
    package var logloss: Double {
        let edge = Double.ulpOfOne
        return mean { label, guess in
            let p = min(max(guess, edge), 1 - edge)
            return -(label == 1 ? log(p) : log(1 - p))
        }
    }
}
