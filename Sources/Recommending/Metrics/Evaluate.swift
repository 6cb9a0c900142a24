package import Ratings

/// The values of metrics, in their order.
///
/// - Parameters:
///   - estimates: a rating for each row of `truth`, where a metric of ratings is asked for.
///   - rankings: lists at least as long as the longest `k`, where a ranking metric is asked for.
/// - Throws: `MetricsError`.
package func evaluate(
    metrics: [Metric], truth: RatingTable, estimates: [Double]? = nil, rankings: RankedLists? = nil
) throws(MetricsError) -> [MetricValue] {
    var errors: RatingErrors?
    if metrics.contains(where: { !$0.needsRanking }) {
        guard let estimates, !estimates.isEmpty else { throw .noCommonRows }
        errors = RatingErrors(truth: truth.ratings, estimates: estimates)
    }
    let relevant = metrics.contains(where: \.needsRanking) ? RelevantItems(truth) : nil
    var byLength: [Int: RankingMetrics] = [:]
    var values: [MetricValue] = []
    for metric in metrics {
        if let k = metric.k {
            guard let rankings, let relevant else { throw .noCommonRows }
            let measured = byLength[k] ?? RankingMetrics(rankings, relevant: relevant, k: k)
            byLength[k] = measured
            values.append(MetricValue(metric: metric, value: measured[metric.kind]))
        } else if let errors {
            if metric.kind == .auc || metric.kind == .logloss,
                let other = truth.ratings.first(where: { $0 != 0 && $0 != 1 })
            {
                throw .notBinary(metric: metric.name, found: other)
            }
            values.append(MetricValue(metric: metric, value: errors[metric.kind]))
        }
    }
    return values
}

extension RatingErrors {
    fileprivate subscript(kind: Metric.Kind) -> Double {
        switch kind {
        case .rmse: rmse
        case .mae: mae
        case .rsquared: rsquared
        case .explainedVariance: explainedVariance
        case .auc: auc
        case .logloss: logloss
        default: .nan
        }
    }
}

extension RankingMetrics {
    fileprivate subscript(kind: Metric.Kind) -> Double {
        switch kind {
        case .precision: precision
        case .recall: recall
        case .ndcg: ndcg
        case .map: mapAtK
        case .hit: hit
        case .mrr: mrr
        case .rPrecision: rPrecision
        default: .nan
        }
    }
}
