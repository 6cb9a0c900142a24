package import Compute
package import Metrics
package import Ratings

/// The NCF paper's way to judge: each held-out item is ranked among items drawn for it that its user never rated (He et
/// al., 2017, section 4.1).
package enum LeaveOneOut {
    /// Ranking metrics over rows of `truth`, each a list with one relevant item: `hit@10` is the paper's HR@10, `ndcg@10`
    /// its NDCG@10. An item whose score equals those of others stands in their middle, so a model that scores all alike
    /// is judged as one that guesses. Metrics of ratings are those of the rows.
    ///
    /// - Throws: `RecommenderError.noDrawnNegatives`, `.strangers`, `ComputeError.stopped`, `MetricsError`.
    package static func run(
        _ model: any Recommender, on truth: RatingTable, metrics: [Metric], stop: StopFlag
    ) throws -> [MetricValue] {
        guard let negatives = truth.negatives else { throw RecommenderError.noDrawnNegatives }
        let pool = negatives.pool.map(model.items.position(of:))
        let users = truth.users.ids.map(model.users.position(of:))
        let items = truth.items.ids.map(model.items.position(of:))
        let longest = metrics.compactMap(\.k).max() ?? 1
        var lists: [[Int32]] = []
        for row in 0..<truth.count {
            if row & 0x3F == 0 { try stop.check() }
            guard let user = users[Int(truth.userPositions[row])] else { continue }
            let own = model.estimate(user: user, item: items[Int(truth.itemPositions[row])])
            var (above, equal) = (0, 0)
            for place in negatives.places(ofRow: row) {
                let score = model.estimate(user: user, item: pool[Int(place)])
                if score > own { above += 1 } else if score == own { equal += 1 }
            }
            let rank = above + equal / 2
            lists.append((0..<longest).map { $0 == rank ? 0 : -1 })
        }
        guard !lists.isEmpty else { throw RecommenderError.strangers(kind: "users") }
        let ranking = metrics.filter(\.needsRanking)
        let judged = try evaluate(
            metrics: ranking, truth: queries(lists.count),
            rankings: RankedLists(
                users: Array(lists.indices), lists: lists))
        let others = metrics.filter { !$0.needsRanking }
        let rated = others.isEmpty ? [] : try Evaluation.run(model, on: truth, metrics: others, stop: stop)
        return metrics.compactMap { metric in (judged + rated).first { $0.metric == metric } }
    }

    /// A table in which every list has a user of its own, who rated item 0.
    private static func queries(_ count: Int) -> RatingTable {
        RatingTable(
            users: Vocabulary((0..<count).map { .integer($0) }), items: Vocabulary([.integer(0)]),
            userPositions: (0..<Int32(count)).map { $0 }, itemPositions: [Int32](repeating: 0, count: count),
            ratings: [Double](repeating: 1, count: count), scale: 0...1)
    }
}
