import Metrics
import Notebook
import Ratings
import Recommenders
import Values

extension Parameter {
    /// A metric, read from its name.
    static func metric(_ name: String, unset: String? = nil, help: String) -> Parameter<Metric?> {
        Parameter<Metric?>(
            name, .word("METRIC", suggestions: Metric.templates), unset: unset, help: help
        ) { try Metric(parsing: $0) }
    }

    static func metrics(unset: String? = nil, help: String) -> Parameter<[Metric]> {
        Parameter<[Metric]>(
            "metrics", each: .word("METRIC", suggestions: Metric.templates), unset: unset, help: help,
            parsingSeveral: { try Metric.several(parsing: $0) })
    }
}

/// How models are judged, as options.
struct JudgingOptions: Sendable {
    let metrics = Parameter<[Metric]>.metrics(
        unset: "what the model is usually judged by", help: "what is measured; ndcg@5,10 at both lengths")
    let way = Parameter(
        "protocol", default: JudgingProtocol.full,
        help: "rank all items, or each held-out item among its drawn negatives")
    let removesSeen = Parameter(
        "remove_seen", default: true, opposite: "keep_seen",
        help: "leave out of the lists what the user rated in training")

    var all: [any Declared] { [metrics, way, removesSeen] }

    /// The metrics that were asked for, else those of the model's algorithm.
    func metrics(of judged: any SessionObject, _ call: Invocation) async throws -> [Metric] {
        if call.has(metrics) { return call[metrics].distinct }
        guard let model = try await judged.asModel() else { return [.rmse, .mae] }
        return try Algorithms.named(model.model.algorithm).usualMetrics
    }

    /// - Parameter judges: the argument that names the model or the predictions.
    /// - Throws: `PlacedError` at the option that does not fit.
    func values(
        of judged: any SessionObject, on truth: RatingTable, _ metrics: [Metric], judges: any Declared,
        _ call: Invocation, in session: isolated Session
    ) async throws -> [MetricValue] {
        let judging = Judging(metrics, by: call[way], removingSeen: call[removesSeen])
        if call[way] == .leaveOneOut, call.has(removesSeen) {
            throw call.failure(
                NotebookError.unavailable(
                    "\(call.text(removesSeen)) is about lists of all items",
                    remedy: "--protocol loo ranks drawn items alone"), at: removesSeen)
        }
        do {
            if let predictions = judged as? PredictionsObject {
                if call.has(removesSeen), call[removesSeen] {
                    throw call.failure(
                        NotebookError.unavailable(
                            "predictions made elsewhere do not say what was seen in training",
                            remedy: "--keep-seen judges them as they are"), at: removesSeen)
                }
                return try await session.compute("evaluate") { stop, _ in
                    try judging.values(of: predictions.table, on: truth, stop: stop)
                }
            }
            guard let model = try await judged.asModel()?.model else {
                throw call.failure(
                    NotebookError.wrongKind("'\(call.text(judges))'", expected: [.model], found: judged.kind),
                    at: judges)
            }
            if metrics.contains(where: { !$0.needsRanking }), model.scale == 0...1, truth.scale.upperBound > 1 {
                session.notice(
                    "note: \(model.algorithm) gives probabilities, not ratings, so metrics of ratings say little of it")
            }
            let known = try await session.compute("evaluate") { _, _ in truth.known(to: model) }
            if !truth.isEmpty, !known.hasUser {
                let own = model.users.ids.first.map { ", whose users are such as \($0)" } ?? ""
                session.notice(
                    "note: the model knows none of the users, such as \(truth.users[Int(truth.userPositions[0])])\(own); "
                        + "its estimates make do without them")
            }
            if known.trained > 0 {
                let all =
                    known.trained == truth.count
                    ? "these ratings were" : "\(known.trained) of these \(truth.count) ratings were"
                session.notice("note: \(all) in the training too, so the metrics say little of what is not known yet")
            }
            return try await session.compute("evaluate") { stop, _ in
                try judging.values(of: model, on: truth, stop: stop)
            }
        } catch RecommenderError.noDrawnNegatives {
            throw call.failure(RecommenderError.noDrawnNegatives, at: way)
        }
    }
}

extension RatingTable {
    /// Whether training saw any of the users of these rows, and of how many rows the user and the item together.
    fileprivate func known(to model: any Recommender) -> (hasUser: Bool, trained: Int) {
        let (knownUsers, knownItems) = (users.positions(in: model.users), items.positions(in: model.items))
        var (hasUser, trained) = (false, 0)
        for row in 0..<count {
            let (user, item) = (knownUsers[Int(userPositions[row])], knownItems[Int(itemPositions[row])])
            guard user >= 0 else { continue }
            hasUser = true
            if item >= 0, model.seen.contains(Int(item), of: Int(user)) { trained += 1 }
        }
        return (hasUser, trained)
    }
}
