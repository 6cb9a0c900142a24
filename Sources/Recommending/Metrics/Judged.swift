package import Ratings

/// All that metrics look at, measured once however many ask: one pass over the users for each length of the lists.
package final class Judged {
    package let truth: RatingTable
    package let rankings: RankedLists?
    private let trained: JudgedCatalog?
    private let ratingErrors: RatingErrors?
    /// Whose lists they are, where a user has several: the truth then has a user a list.
    private let owners: [Int32]?
    private var relevant: RelevantItems?
    private var errorsOfUsers: UserErrors?
    private var byLength: [Int: RankingMetrics] = [:]

    /// - Parameters:
    ///   - estimates: a rating for each row of `truth`, where a metric of ratings is asked for.
    ///   - rankings: lists at least as long as the longest `k`, where a metric of lists is asked for.
    ///   - context: the training behind them, where there was one.
    ///   - owners: for each user of `truth` the one whom they stand for, where several stand for one.
    ///   - isStopped: asked now and then by metrics that take long.
    package init(
        truth: RatingTable, estimates: [Double]? = nil, rankings: RankedLists? = nil, context: MetricContext? = nil,
        owners: [Int32]? = nil, isStopped: @escaping @Sendable () -> Bool = { false }
    ) {
        self.truth = truth
        self.rankings = rankings
        self.owners = owners
        trained = context.flatMap { context in
            rankings?.catalog.map { JudgedCatalog($0, training: context, isStopped: isStopped) }
        }
        ratingErrors = estimates.flatMap { $0.isEmpty ? nil : RatingErrors(truth: truth.ratings, estimates: $0) }
    }

    func errors() throws(MetricsError) -> RatingErrors {
        guard let ratingErrors else { throw .noCommonRows }
        return ratingErrors
    }

    func userErrors() throws(MetricsError) -> UserErrors {
        if let errorsOfUsers { return errorsOfUsers }
        let made = UserErrors(truth, errors: try errors())
        errorsOfUsers = made
        return made
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

    /// The values of metrics, and what each user has of them.
    package func measured(_ metrics: [Metric]) throws(MetricsError) -> [MeasuredMetric] {
        var measured: [MeasuredMetric] = []
        for metric in metrics {
            var users = try metric.rule.users?(self, metric.k ?? 0)
            if let owners { users = users?.grouped(by: owners) }
            measured.append(
                MeasuredMetric(metric: metric, value: try metric.rule.value(self, metric.k ?? 0), users: users))
        }
        return measured
    }
}
