import Compute
import Metrics
import Ratings
import Recommenders
import Values

enum ModelCommands {
    static let model = ArgumentDeclaration(
        "MODEL", .object([.model, .trial, .predictions]), "a trained model, or a best trial")
    static let metrics = OptionDeclaration(
        "metrics", .metric, "what is measured", isList: true, fallback: "what the model is usually judged by")
    static let judging = OptionDeclaration(
        "protocol", .choice(JudgingProtocol.allCases.map(\.rawValue)),
        "rank all items, or each held-out item among its drawn negatives", fallback: "full")
    static let seen = [
        OptionDeclaration(
            "remove-seen", nil, "leave out of the lists what the user rated in training", fallback: "yes",
            excludes: "keep-seen"),
        OptionDeclaration("keep-seen", nil, "keep it in", excludes: "remove-seen"),
    ]

    static let all: [CommandDeclaration] =
        TrainCommands.all + [
            CommandDeclaration(
                "evaluate", .models, "metrics of a model on ratings",
                arguments: [model, ArgumentDeclaration("DATA", .object([.dataset]), "the ratings that are true")],
                options: [metrics, judging] + seen,
                examples: ["evaluate svd data.test --metrics rmse mae precision@10 ndcg@10"],
                run: evaluate),
            CommandDeclaration(
                "compare", .models, "metrics of several models side by side, the best of each marked",
                arguments: [
                    ArgumentDeclaration(
                        "MODEL", .object([.model, .trial, .predictions]), "trained models", isList: true)
                ],
                options: [OptionDeclaration("on", .object([.dataset]), "the ratings that are true"), metrics, judging]
                    + seen,
                examples: ["compare svd other --on data.test --metrics rmse ndcg@10"], run: compare),
            CommandDeclaration(
                "predict", .models, "the rating that a model expects of a user for an item",
                arguments: [
                    ArgumentDeclaration("MODEL", .object([.model, .trial]), "a trained model"),
                    ArgumentDeclaration("USER", .text, "a user's identifier"),
                    ArgumentDeclaration("ITEM", .text, "an item's identifier"),
                ], examples: ["predict svd 196 242"], run: predict),
            CommandDeclaration(
                "recommend", .models, "the best items for a user, with titles where they are known",
                arguments: [
                    ArgumentDeclaration("MODEL", .object([.model, .trial]), "a trained model"),
                    ArgumentDeclaration("USER", .text, "a user's identifier"),
                ], options: [OptionDeclaration("k", .integer(1...100_000), "how many items", fallback: "10")] + seen,
                examples: ["recommend svd 196 --k 5"], run: recommend),
            CommandDeclaration(
                "similar", .models, "the nearest items to an item, by the cosine of their factors",
                arguments: [
                    ArgumentDeclaration("MODEL", .object([.model, .trial]), "a trained model"),
                    ArgumentDeclaration("ITEM", .text, "an item's identifier"),
                ], options: [OptionDeclaration("k", .integer(1...100_000), "how many items", fallback: "10")],
                examples: ["similar svd 242"], run: similar),
        ]

    // MARK: - Judging

    @Sendable private static func evaluate(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let judge = try await session.object(call, "MODEL")
        let truth = try await session.dataset(call, "DATA").table
        let metrics = try await metrics(judge, call)
        let values = try await self.values(session, judge, truth, metrics, call, at: "MODEL")
        return MetricsObject(JSONObject(values.map { ($0.metric.name, .number($0.value)) }))
    }

    /// The metrics that were asked for, else those of the model's algorithm.
    private static func metrics(_ judged: any SessionObject, _ call: Invocation) async throws -> [Metric] {
        guard call.word("metrics") == nil else { return try call.metrics("metrics") }
        guard let model = try await judged.asModel() else { return [.rmse, .mae] }
        return try Algorithms.named(model.model.algorithm).usualMetrics
    }

    private static func values(
        _ session: isolated Session, _ judged: any SessionObject, _ truth: RatingTable, _ metrics: [Metric],
        _ call: Invocation, at name: String
    ) async throws -> [MetricValue] {
        let way = call.text("protocol").flatMap(JudgingProtocol.init) ?? .full
        let judging = Judging(metrics, by: way, removingSeen: !call.has("keep-seen"))
        if way == .leaveOneOut {
            for flag in ["keep-seen", "remove-seen"] where call.has(flag) {
                throw call.failure(
                    NotebookError.unavailable(
                        "--\(flag) is about lists of all items", remedy: "--protocol loo ranks drawn items alone"),
                    at: flag)
            }
        }
        do {
            if let predictions = judged as? PredictionsObject {
                if call.has("remove-seen") {
                    throw call.failure(
                        NotebookError.unavailable(
                            "predictions made elsewhere do not say what was seen in training",
                            remedy: "--keep-seen judges them as they are"), at: "remove-seen")
                }
                return try await session.compute("evaluate") { stop, _ in
                    try judging.values(of: predictions.table, on: truth, stop: stop)
                }
            }
            guard let model = try await judged.asModel()?.model else {
                throw call.failure(
                    NotebookError.wrongKind("'\(call.text(name) ?? "")'", expected: [.model], found: judged.kind),
                    at: name)
            }
            if metrics.contains(where: { !$0.needsRanking }), model.scale == 0...1, truth.scale.upperBound > 1 {
                session.console.notice(
                    "note: \(model.algorithm) gives probabilities, not ratings, so metrics of ratings say little of it")
            }
            return try await session.compute("evaluate") { stop, _ in
                try judging.values(of: model, on: truth, stop: stop)
            }
        } catch RecommenderError.noDrawnNegatives {
            throw call.failure(RecommenderError.noDrawnNegatives, at: "protocol")
        }
    }

    @Sendable private static func compare(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        guard call.word("on") != nil else {
            throw PlacedError(NotebookError.missingOption("--on DATA", command: "compare"), at: call.range)
        }
        let truth = try await session.dataset(call, "on").table
        guard let first = call.words("MODEL").first else { return nil }
        let metrics = try await metrics(try await session.object(first, call, "MODEL"), call)
        var rows: [[MetricValue]] = []
        for word in call.words("MODEL") {
            rows.append(
                try await values(
                    session, try await session.object(word, call, "MODEL"), truth, metrics, call, at: "MODEL"))
        }
        let best = metrics.indices.map { column in
            metrics[column].direction.best(of: rows.map { $0[column].value })
        }
        let cells = zip(call.texts("MODEL"), rows).map { name, values -> [JSONValue] in
            let marks = metrics.indices.filter { values[$0].value == best[$0] }.map { metrics[$0].name }
            return [.string(name)] + values.map { .number($0.value) } + [.string(marks.joined(separator: " "))]
        }
        return TableObject(columns: ["model"] + metrics.map(\.name) + ["best in"], rows: cells)
    }

    // MARK: - Using

    @Sendable private static func predict(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let model = try await session.model(call, "MODEL").model
        let user = model.users.position(of: EntityID(call.text("USER") ?? ""))
        let item = model.items.position(of: EntityID(call.text("ITEM") ?? ""))
        for (name, place) in [("USER", user), ("ITEM", item)] where place == nil {
            session.console.notice(
                "note: the training data hold no \(name.lowercased()) \(call.text(name) ?? ""); the estimate makes do without"
            )
        }
        return PlainValue(.number(model.estimate(user: user, item: item)))
    }

    @Sendable private static func recommend(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let model = try await session.model(call, "MODEL").model
        let user = try position(in: model.users, call, "USER")
        let (count, removes) = (call.integer("k") ?? 10, !call.has("keep-seen"))
        let lists = try await session.compute("recommend") { stop, _ in
            try model.rank(users: [user], count: count, removingSeen: removes, stop: stop)
        }
        return RecommendationsObject(rows: rows(lists.first ?? [], model))
    }

    @Sendable private static func similar(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let model = try await session.model(call, "MODEL").model
        let item = try position(in: model.items, call, "ITEM")
        return RecommendationsObject(rows: rows(model.similar(to: item, count: call.integer("k") ?? 10), model))
    }

    /// - Throws: where training saw no such user or item.
    private static func position(in vocabulary: Vocabulary, _ call: Invocation, _ name: String) throws -> Int {
        let id = call.text(name) ?? ""
        guard let position = vocabulary.position(of: EntityID(id)) else {
            throw call.failure(NotebookError.unknownEntity(kind: name.lowercased(), id: id), at: name)
        }
        return position
    }

    private static func rows(_ items: [ScoredItem], _ model: any Recommender) -> [RecommendationsObject.Row] {
        items.map { scored in
            let id = model.items[scored.item]
            return RecommendationsObject.Row(item: id, score: scored.score, title: model.titles[id])
        }
    }
}
