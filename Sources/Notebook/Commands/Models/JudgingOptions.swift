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
        guard let model = try await judged.asModel() else { return .usualOfRatings }
        return try Algorithms.named(model.model.algorithm).usualMetrics
    }

    /// How the call wants models judged.
    ///
    /// - Throws: `PlacedError` where options do not fit together.
    func judging(_ metrics: [Metric], _ call: Invocation) throws -> Judging {
        if call[way] == .leaveOneOut, call.has(removesSeen) {
            throw call.failure(
                NotebookError.unavailable(
                    "\(call.text(removesSeen)) is about lists of all items",
                    remedy: "--protocol loo ranks drawn items alone"), at: removesSeen)
        }
        return Judging(metrics, by: call[way], removingSeen: call[removesSeen])
    }

    /// What is judged, out of an object that stands for it.
    ///
    /// - Parameter judges: the argument that names it.
    /// - Throws: `PlacedError` at the option that does not fit.
    func judged(
        _ object: any SessionObject, named name: String, judges: any Declared, _ call: Invocation
    ) async throws -> JudgedObject {
        if let predictions = object as? PredictionsObject {
            if call.has(removesSeen), call[removesSeen] {
                throw call.failure(
                    NotebookError.unavailable(
                        "predictions made elsewhere do not say what was seen in training",
                        remedy: "--keep-seen judges them as they are"), at: removesSeen)
            }
            return JudgedObject(name: name, scores: .predictions(predictions.table))
        }
        guard let model = try await object.asModel() else {
            throw call.failure(
                NotebookError.wrongKind("'\(call.text(judges))'", expected: [.model], found: object.kind), at: judges)
        }
        return JudgedObject(name: name, scores: .model(model.model), choice: model.choice)
    }

    /// - Throws: `PlacedError` at the option that does not fit.
    func measured(
        _ judged: JudgedObject, on truth: RatingTable, _ judging: Judging, _ call: Invocation,
        in session: isolated Session
    ) async throws -> [MeasuredMetric] {
        do {
            return try await session.compute("evaluate") { stop, _ in
                switch judged.scores {
                case .model(let model): try judging.measured(of: model, on: truth, stop: stop)
                case .predictions(let table): try judging.measured(of: table, on: truth, stop: stop)
                }
            }
        } catch RecommenderError.noDrawnNegatives {
            throw call.failure(RecommenderError.noDrawnNegatives, at: way)
        }
    }
}

/// A model, or predictions made elsewhere, that is judged.
struct JudgedObject: Sendable {
    enum Scores: Sendable {
        case model(any Recommender)
        case predictions(RatingTable)
    }

    /// As the call names it.
    let name: String
    let scores: Scores
    var choice: ModelChoice?

    var model: (any Recommender)? { if case .model(let model) = scores { model } else { nil } }
}
