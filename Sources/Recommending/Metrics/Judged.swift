package import Ratings

/// All that metrics look at, measured once however many ask: one pass over the users for each length of the lists.
package final class Judged {
    package let truth: RatingTable
    package let rankings: RankedLists?
    private let trained: JudgedCatalog?
    private let ratingErrors: RatingErrors?
    private var relevant: RelevantItems?
    private var byLength: [Int: RankingMetrics] = [:]

    /// - Parameters:
    ///   - estimates: a rating for each row of `truth`, where a metric of ratings is asked for.
    ///   - rankings: lists at least as long as the longest `k`, where a metric of lists is asked for.
    ///   - context: the training behind them, where there was one.
    ///   - isStopped: asked now and then by metrics that take long.
    package init(
        truth: RatingTable, estimates: [Double]? = nil, rankings: RankedLists? = nil, context: MetricContext? = nil,
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) {
        self.truth = truth
        self.rankings = rankings
        trained = context.flatMap { context in
            rankings?.catalog.map { JudgedCatalog($0, training: context, isStopped: isStopped) }
        }
        ratingErrors = estimates.flatMap { $0.isEmpty ? nil : RatingErrors(truth: truth.ratings, estimates: $0) }
    }

    func errors() throws(MetricsError) -> RatingErrors {
        guard let ratingErrors else { throw .noCommonRows }
        return ratingErrors
    }

    func catalog(for metric: String) throws(MetricsError) -> JudgedCatalog {
        guard let trained else { throw .needsTraining(metric: metric) }
        return trained
    }

    func lists(_ k: Int) throws(MetricsError) -> RankingMetrics {
        if let measured = byLength[k] { return measured }
        guard let rankings else { throw .noCommonRows }
        let relevant = relevant ?? RelevantItems(truth)
        self.relevant = relevant
        let measured = RankingMetrics(rankings, relevant: relevant, k: k)
        byLength[k] = measured
        return measured
    }

    /// The values of metrics, in their order.
    package func values(of metrics: [Metric]) throws(MetricsError) -> [MetricValue] {
        var values: [MetricValue] = []
        for metric in metrics {
            values.append(MetricValue(metric: metric, value: try metric.rule.value(self, metric.k ?? 0)))
        }
        return values
    }
}
