package import Compute
package import Metrics
package import Ratings

/// How lists are made that metrics of lists judge.
package enum JudgingProtocol: String, Sendable, CaseIterable {
    /// Of all items.
    case full
    /// The NCF paper's: each held-out item among items drawn for it that its user never rated.
    case leaveOneOut = "loo"
}

/// How models, and predictions made elsewhere, are judged: the same for `evaluate`, training and the trials of a search.
package struct Judging: Hashable, Sendable {
    package var metrics: [Metric]
    package var way: JudgingProtocol
    /// Leaves out of full lists what the user rated in training.
    package var removingSeen: Bool

    package init(_ metrics: [Metric], by way: JudgingProtocol = .full, removingSeen: Bool = true) {
        self.metrics = metrics
        self.way = way
        self.removingSeen = removingSeen
    }

    /// The same way of judging for other metrics.
    package func with(_ metrics: [Metric]) -> Judging { Judging(metrics, by: way, removingSeen: removingSeen) }

    /// - Throws: `ComputeError.stopped`, `MetricsError`, `RecommenderError.strangers`, `.noDrawnNegatives`,
    ///   `.noRatingEstimates`.
    package func values(
        of model: any Recommender, on truth: RatingTable, stop: StopFlag
    ) throws -> [MetricValue] {
        try values(of: scores(of: model, on: truth), on: truth, stop: stop)
    }

    /// Scores made elsewhere, judged as a model's: rows that both have for ratings, the best scores for lists.
    ///
    /// - Throws: as for a model.
    package func values(
        of predictions: RatingTable, on truth: RatingTable, stop: StopFlag
    ) throws -> [MetricValue] {
        try values(of: PredictionScores(predictions, truth: truth), on: truth, stop: stop)
    }

    /// The values, and from the same pass what each user has of them.
    ///
    /// - Throws: as `values`.
    package func measured(
        of model: any Recommender, on truth: RatingTable, stop: StopFlag
    ) throws -> [MeasuredMetric] {
        try measured(of: scores(of: model, on: truth), on: truth, stop: stop)
    }

    /// - Throws: as `values`.
    package func measured(
        of predictions: RatingTable, on truth: RatingTable, stop: StopFlag
    ) throws -> [MeasuredMetric] {
        try measured(of: PredictionScores(predictions, truth: truth), on: truth, stop: stop)
    }

    private func scores(of model: any Recommender, on truth: RatingTable) throws -> ModelScores {
        if model.scoreKind == .score, let metric = metrics.first(where: { !$0.needsRanking }) {
            throw RecommenderError.noRatingEstimates(algorithm: model.algorithm, metric: metric.name)
        }
        return ModelScores(model, truth: truth)
    }

    private func values(of scores: some JudgedScores, on truth: RatingTable, stop: StopFlag) throws -> [MetricValue] {
        let judged = try judged(scores, on: truth, stop: stop)
        let values = try Self.heard { () throws(MetricsError) in
            var values: [MetricValue] = []
            for (one, metrics) in judged { values += try one.values(of: metrics) }
            return values
        }
        return metrics.compactMap { metric in values.first { $0.metric == metric } }
    }

    private func measured(
        of scores: some JudgedScores, on truth: RatingTable, stop: StopFlag
    ) throws -> [MeasuredMetric] {
        let judged = try judged(scores, on: truth, stop: stop)
        let measured = try Self.heard { () throws(MetricsError) in
            var measured: [MeasuredMetric] = []
            for (one, metrics) in judged { measured += try one.measured(metrics) }
            return measured
        }
        return metrics.compactMap { metric in measured.first { $0.metric == metric } }
    }

    /// Metrics hear a request to stop, and know no other word for it.
    private static func heard<Value>(_ body: () throws(MetricsError) -> Value) throws -> Value {
        do { return try body() } catch {
            if error == .stopped { throw ComputeError.stopped }
            throw error
        }
    }

    /// What is judged: estimates of ratings, lists, or both, and by which of the metrics.
    private func judged(
        _ scores: some JudgedScores, on truth: RatingTable, stop: StopFlag
    ) throws -> [(judged: Judged, metrics: [Metric])] {
        let ofRatings = metrics.filter { !$0.needsRanking }
        let ofLists = metrics.filter(\.needsRanking)
        var judged: [(Judged, [Metric])] = []
        if !ofRatings.isEmpty {
            let (rows, estimates) = try scores.estimates(stop: stop)
            let common = rows.count == truth.count ? truth : truth.selecting(rows: rows)
            judged.append((Judged(truth: common, estimates: estimates), ofRatings))
        }
        if let longest = ofLists.compactMap(\.k).max() {
            let lists =
                switch way {
                case .full:
                    Judged(
                        truth: truth,
                        rankings: try scores.rankings(count: longest, removingSeen: removingSeen, stop: stop),
                        context: scores.context, isStopped: { stop.isStopped })
                case .leaveOneOut: try LeaveOneOut.judged(scores, on: truth, longest: longest, stop: stop)
                }
            judged.append((lists, ofLists))
        }
        return judged
    }
}

/// What is judged, seen from the true ratings: users and items are positions in their vocabularies.
protocol JudgedScores {
    /// Facts of the training data, where there was a training.
    var context: MetricContext? { get }
    /// The true rows that have an estimate, and their estimates.
    func estimates(stop: StopFlag) throws -> (rows: [Int], estimates: [Double])
    /// For every user that both know the best items.
    func rankings(count: Int, removingSeen: Bool, stop: StopFlag) throws -> RankedLists
    /// Whether anything can be said of a user.
    func knows(user: Int) -> Bool
    /// The score of an item for a user that is known; `nil` where there is none.
    func score(user: Int, item: JudgedItem) -> Double?
    /// The position of items in what the scores are of; -1 for unknown ones.
    func items(_ vocabulary: Vocabulary) -> [JudgedItem]
}

/// An item by its position in what is judged; -1: it does not know the item.
struct JudgedItem: Hashable, Sendable {
    let position: Int32
}
