import Metrics
import Ratings
import Recommenders
import Values

/// `train ALGORITHM`: one command an algorithm, made from what the algorithm says of itself.
enum TrainCommands {
    static let all: [CommandDeclaration] = Algorithms.all.map { algorithm in
        CommandDeclaration(
            "train \(algorithm.name)", .models, algorithm.summary, arguments: [DataCommands.data],
            options: algorithm.parameters.flatMap(OptionDeclaration.options(for:)) + pretraining(algorithm) + [
                OptionDeclaration("validate", .object([.dataset]), "ratings that judge every epoch"),
                OptionDeclaration(
                    "metric", .metric, "what --validate measures", fallback: algorithm.usualMetrics.first?.name),
                OptionDeclaration(
                    "early-stop", .patience,
                    "end after so many epochs without a better validation, by this metric; keep the best epoch",
                    isList: true),
                OptionDeclaration(
                    "threads", .integer(1...256),
                    "threads that learn, of models that can share the work",
                    fallback: "1"),
            ],
            examples: [
                "model = train \(algorithm.name) data.train --n-factors 50 --n-epochs 30 --validate data.validation"
            ]
        ) { session, call in try await train(algorithm, session, call) }
    }

    private static func pretraining(_ algorithm: any LearningAlgorithm) -> [OptionDeclaration] {
        guard !algorithm.pretrained.isEmpty else { return [] }
        return [
            OptionDeclaration(
                "pretrained", .object([.model, .trial]),
                "trained models to begin from: \(algorithm.pretrained.joined(separator: " "))", isList: true)
        ]
    }

    private static func train(
        _ algorithm: any LearningAlgorithm, _ session: isolated Session, _ call: Invocation
    ) async throws -> (any SessionObject)? {
        let dataset = try await session.dataset(call, "DATA")
        var parameters = try call.parameters(algorithm.parameters)
        if parameters[algorithm.seedParameter] == nil, let seed = session.settings.seed {
            parameters[algorithm.seedParameter] = .integer(seed)
        }
        do { try algorithm.check(parameters) } catch { throw call.failure(error, atParameterOf: error) }
        let validation = call.word("validate") == nil ? nil : try await session.dataset(call, "validate").table
        if call.word("early-stop") != nil, validation == nil {
            throw call.failure(
                NotebookError.missingOption("--validate beside --early-stop", command: call.command.name),
                at: "early-stop")
        }
        let patience = try call.patience("early-stop")
        let metric = try call.metrics("metric").first ?? patience?.metric ?? algorithm.usualMetrics.first ?? .rmse
        var pretrained: [any Recommender] = []
        for word in call.words("pretrained") {
            pretrained.append(try await session.model(word, call, "pretrained").model)
        }
        let threads = call.integer("threads") ?? 1
        do {
            let trained = try await session.compute("train \(algorithm.name)") {
                [parameters, pretrained] stop, progress in
                var run = TrainingRun(
                    algorithm: algorithm, parameters: parameters, trainset: try Trainset(dataset.table))
                run.validation = validation
                run.judging = Judging([metric])
                run.earlyStop = patience?.epochs
                run.threads = threads
                run.pretrained = pretrained
                return try run.run(stop: stop, progress: progress)
            }
            return ModelObject(trained)
        } catch let error as RecommenderError {
            if case .pretrained = error { throw call.failure(error, at: "pretrained") }
            throw error
        }
    }
}

extension Invocation {
    /// `--early-stop [METRIC] N`
    ///
    /// - Throws: `PlacedError` where the words are something else.
    fileprivate func patience(_ name: String) throws -> (metric: Metric?, epochs: Int)? {
        let words = words(name)
        guard let last = words.last else { return nil }
        guard words.count <= 2, let epochs = Int(last.text), epochs >= 1 else {
            throw PlacedError(
                NotebookError.badValue(
                    words.map(\.text).joined(separator: " "), of: "--" + name,
                    expected: "a number of epochs, perhaps after a metric: ndcg@10 3", nearest: nil), at: last.range)
        }
        guard words.count == 2 else { return (nil, epochs) }
        return (try PlacedError.place(words[0].range) { try Metric(parsing: words[0].text) }, epochs)
    }

    /// An error at the option of the parameter that it is about.
    fileprivate func failure(_ error: any Error, atParameterOf refusal: RecommenderError) -> PlacedError {
        guard case .parameter(.badValue(let name, _, _, _)) = refusal else { return PlacedError(error, at: range) }
        return failure(error, at: name.replacing("_", with: "-"))
    }
}
