import Metrics
import Notebook
import Ratings
import Recommenders
import Values

/// `train ALGORITHM`: one command an algorithm, made from what the algorithm says of itself.
struct TrainCommand: Command {
    let algorithm: any LearningAlgorithm
    let data = Reference<SearchData>.searched(
        "DATA", isRequired: true, help: "ratings, or a split: its train part trains, its validation part judges")
    let validation = Reference<DatasetObject>("validate", .dataset, help: "ratings that judge every epoch")
    let metric: Parameter<Metric?>
    let earlyStop = Parameter<[String]>(
        "early_stop", each: .word("[METRIC] N", suggestions: Metric.templates),
        help: "end after so many epochs without a better validation, by this metric; keep the best epoch"
    ) { word in
        if Int(word) == nil { _ = try Metric(parsing: word) }; return word
    }
    let threads = Parameter(
        "threads", 1...256, default: 1, help: "threads that learn, of models that can share the work")
    let pretrained: Reference<ModelObject>

    init(_ algorithm: any LearningAlgorithm) {
        self.algorithm = algorithm
        metric = .metric("metric", unset: algorithm.usualMetrics.first?.name, help: "what --validate measures")
        pretrained = .model(
            "pretrained", isList: true,
            help: "trained models to begin from: \(algorithm.pretrained.joined(separator: " "))")
    }

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "train \(algorithm.name)", algorithm.summary, arguments: [data],
            options: algorithm.parameters + (algorithm.pretrained.isEmpty ? [] : [pretrained])
                + [validation, metric, earlyStop, threads],
            gives: .model, examples: [example])
    }

    /// With the first of its parameters, as far as it has any.
    private var example: String {
        let names = algorithm.parameters.map(\.name)
        let steps = names.contains("n_factors") && names.contains("n_epochs")
        let few = steps ? " --n-factors 50 --n-epochs 30" : ""
        return "model = train \(algorithm.name) data.train\(few) --validate data.validation"
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let data = try await session.object(data, call)
        let parameters = try parameters(call, in: session)
        let validation = try await session.objects(validation, call).first?.table ?? data.split?.split.validation
        if call.has(earlyStop), validation == nil {
            throw call.failure(
                NotebookError.missingOption("--validate beside --early-stop", command: call.command.name), at: earlyStop
            )
        }
        let patience = try patience(call)
        let metric = call[metric] ?? patience?.metric ?? algorithm.usualMetrics.first ?? .rmse
        let pretrained = try await session.objects(pretrained, call).map(\.model)
        let threads = call[threads]
        do {
            let trained = try await session.compute("train \(algorithm.name)") { [algorithm] stop, progress in
                var run = TrainingRun(
                    algorithm: algorithm, parameters: parameters, trainset: try Trainset(data.training))
                run.validation = validation
                run.judging = Judging([metric])
                run.earlyStop = patience?.epochs
                run.threads = threads
                run.pretrained = pretrained
                return try run.run(stop: stop, progress: progress)
            }
            // What ended the training chose the epoch.
            let judges = patience == nil ? nil : validation?.fingerprint
            return ModelObject(trained, choice: judges.map { ModelChoice(metric: metric.name, judgedBy: $0) })
        } catch let error as RecommenderError {
            if case .pretrained = error { throw call.failure(error, at: self.pretrained) }
            throw error
        }
    }

    /// The hyper-parameters that were given, and the session's seed where there is none among them.
    private func parameters(_ call: Invocation, in session: isolated Session) throws -> JSONObject {
        let parameters = algorithm.seeded(call.parameters(algorithm.parameters), in: session)
        do { try algorithm.check(parameters) } catch {
            guard case .parameter(.badValue(let name, _, _, _)) = error,
                let wrong = algorithm.parameters.first(where: { $0.name == name })
            else { throw error }
            throw call.failure(error, at: wrong)
        }
        return parameters
    }

    /// `--early-stop [METRIC] N`
    ///
    /// - Throws: `PlacedError` where the words are something else.
    private func patience(_ call: Invocation) throws -> (metric: Metric?, epochs: Int)? {
        let words = call[earlyStop]
        guard let last = words.last else { return nil }
        guard words.count <= 2, let epochs = Int(last), epochs >= 1, words.count == 1 || Int(words[0]) == nil else {
            throw call.failure(
                NotebookError.badValue(
                    call.text(earlyStop), of: "--early-stop",
                    expected: "a number of epochs, perhaps after a metric: ndcg@10 3", nearest: nil), at: earlyStop)
        }
        return (words.count == 2 ? try Metric(parsing: words[0]) : nil, epochs)
    }
}

extension LearningAlgorithm {
    /// The parameters with the session's seed, where they have none of their own.
    func seeded(_ parameters: JSONObject, in session: isolated Session) -> JSONObject {
        guard let name = seedParameter, parameters[name] == nil, let seed = session.settings[Settings.seed] else {
            return parameters
        }
        return parameters.merging([name: .integer(seed)])
    }
}
