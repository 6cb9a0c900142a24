package import Compute
package import Metrics
package import Ratings

/// Judges a model by true ratings.
package enum Evaluation {
    /// Estimates every row of `truth`, and ranks for every user that both know, as far as the metrics ask for it.
    ///
    /// - Parameter removingSeen: leaves out of the lists what the user rated in training.
    /// - Throws: `ComputeError.stopped`, `MetricsError`, `RecommenderError.strangers`.
    package static func run(
        _ model: any Recommender, on truth: RatingTable, metrics: [Metric], removingSeen: Bool = true, stop: StopFlag
    ) throws -> [MetricValue] {
        let bridge = VocabularyBridge(truth, model)
        var estimates: [Double]?
        if metrics.contains(where: { !$0.needsRanking }) {
            estimates = try bridge.estimates(of: truth, by: model, stop: stop)
        }
        var rankings: RankedLists?
        if let longest = metrics.compactMap(\.k).max() {
            rankings = try bridge.rankings(of: truth, by: model, count: longest, removingSeen: removingSeen, stop: stop)
        }
        return try evaluate(metrics: metrics, truth: truth, estimates: estimates, rankings: rankings)
    }
}

/// Positions in a table's vocabularies as positions in a model's, and back.
private struct VocabularyBridge {
    private let modelUsers: [Int?]
    private let modelItems: [Int?]
    private let truthItems: [Int32]

    init(_ truth: RatingTable, _ model: any Recommender) {
        modelUsers = truth.users.ids.map(model.users.position(of:))
        modelItems = truth.items.ids.map(model.items.position(of:))
        var back = [Int32](repeating: -1, count: model.items.count)
        for (position, inner) in modelItems.enumerated() {
            if let inner { back[inner] = Int32(position) }
        }
        truthItems = back
    }

    func estimates(of truth: RatingTable, by model: any Recommender, stop: StopFlag) throws -> [Double] {
        var estimates: [Double] = []
        estimates.reserveCapacity(truth.count)
        for row in 0..<truth.count {
            if row & 0xFFF == 0 { try stop.check() }
            estimates.append(
                model.estimate(
                    user: modelUsers[Int(truth.userPositions[row])], item: modelItems[Int(truth.itemPositions[row])]))
        }
        return estimates
    }

    func rankings(
        of truth: RatingTable, by model: any Recommender, count: Int, removingSeen: Bool, stop: StopFlag
    ) throws -> RankedLists {
        var occurs = [Bool](repeating: false, count: truth.users.count)
        for user in truth.userPositions { occurs[Int(user)] = true }
        let users = occurs.indices.filter { occurs[$0] && modelUsers[$0] != nil }
        guard !users.isEmpty else { throw RecommenderError.strangers(kind: "users") }
        let lists = try model.rank(
            users: users.compactMap { modelUsers[$0] }, count: count, removingSeen: removingSeen, stop: stop)
        return RankedLists(users: users, lists: lists.map { $0.map { truthItems[$0.item] } })
    }
}
