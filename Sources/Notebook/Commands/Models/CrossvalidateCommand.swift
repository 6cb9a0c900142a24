import Display
import Metrics
import Notebook
import Ratings
import RecommenderTrials
import Recommenders
import Statistics
import Values

struct CrossvalidateCommand: Command {
    /// Ratings to divide, or what is divided already.
    enum Divided: Sendable {
        case ratings(RatingTable)
        case folds(Folds)
    }

    let learner = Parameter<String>("LEARNER", required: .choice(Algorithms.names), help: "what is trained")
    let data = Reference<Divided>(
        "DATA", [.dataset, .folds], isRequired: true, help: "ratings: a dataset, a part of a split, or folds"
    ) { object in
        if let folds = object as? FoldsObject { return .folds(folds.folds) }
        return (object as? DatasetObject).map { .ratings($0.table) }
    }
    let folds = Parameter("folds", 2...1000, default: 5, help: "how many parts, each of which is left out in turn")
    let repeats = Parameter(
        "repeats", 1...1000, default: 1, help: "how often the ratings are divided anew, with the next seeds")
    let fixed = Parameter<JSONObject>(
        "fix", of: Algorithms.all.flatMap { $0.parameters.map(\.name) }, help: "the learner's parameters")
    let seed = Parameter("seed", 0...Int(UInt32.max), default: 42, help: "seed of the division")
    let threads = Parameter(
        "threads", 1...256, default: 1, help: "threads that learn, of models that can share the work")
    let judging = JudgingOptions()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "crossvalidate", "a learner's metrics over folds: mean, deviation and a corrected 95 % interval",
            arguments: [learner, data],
            options: [folds, repeats, judging.metrics, fixed, seed, judging.removesSeen, threads],
            gives: .table,
            examples: ["crossvalidate svd ratings --folds 5 --metrics rmse ndcg@5,10 --fix n_factors=5 n_epochs=5"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let algorithm = try PlacedError.place(call.place(of: learner)) { try Algorithms.named(call[learner]) }
        let parameters = try parameters(of: algorithm, call, in: session)
        let (divided, seed) = (try await session.object(data, call), UInt32(clamping: session.seed(seed, call)))
        let (count, repeats) = try division(divided, call)
        let metrics = call.has(judging.metrics) ? call[judging.metrics].distinct : algorithm.usualMetrics
        var validation = CrossValidation(
            algorithm, parameters, judging: Judging(metrics, removingSeen: call[judging.removesSeen]))
        validation.threads = call[threads]
        do {
            let fits = try await session.compute("crossvalidate") { [validation] stop, progress in
                try validation.run(repeats: repeats, stop: stop, progress: progress) { turn in
                    switch divided {
                    case .folds(let folds): folds
                    case .ratings(let table): try table.folds(count, seed: seed &+ UInt32(turn))
                    }
                }
            }
            return table(fits, metrics, folds: count)
        } catch let error as RatingsError {
            throw call.failure(error, at: call.has(folds) ? folds : data)
        } catch RecommenderError.noRatingEstimates(let algorithm, let metric) {
            throw call.failure(
                RecommenderError.noRatingEstimates(algorithm: algorithm, metric: metric), at: judging.metrics)
        }
    }

    /// The learner's parameters, and the session's seed where there is none among them.
    private func parameters(
        of algorithm: any LearningAlgorithm, _ call: Invocation, in session: isolated Session
    ) throws -> JSONObject {
        let parameters = algorithm.seeded(call[fixed], in: session)
        try PlacedError.place(call.place(of: fixed)) {
            try LearnerSpace.check(fixed: parameters, for: LearnerChoice([algorithm]))
        }
        return parameters
    }

    /// How many folds there are, and how often.
    ///
    /// - Throws: `PlacedError` at an option that would divide what is divided already.
    private func division(_ divided: Divided, _ call: Invocation) throws -> (folds: Int, repeats: Int) {
        guard case .folds(let made) = divided else { return (call[folds], call[repeats]) }
        let options: [any Declared] = [folds, repeats, seed]
        if let option = options.first(where: call.has) {
            throw call.failure(
                NotebookError.unavailable(
                    "'\(call.text(data))' are folds already, so --\(option.description.flag) divides nothing",
                    remedy: "leave it out, or name the ratings that they were made from"), at: option)
        }
        guard made.count > 1 else {
            throw call.failure(
                NotebookError.unavailable("one fold has no interval", remedy: "make at least 2 folds"), at: data)
        }
        return (made.count, 1)
    }

    private func table(_ fits: [CrossValidation.Fit], _ metrics: [Metric], folds: Int) -> TableObject {
        let values = metrics.indices.map { metric in fits.map { $0.values[metric] } }
        let rows = zip(metrics, values).map { metric, values -> [JSONValue] in
            guard let folded = FoldInterval(values, folds: folds) else { return [.string(metric.name)] }
            return [
                .string(metric.name), .number(folded.mean), .number(folded.deviation), .number(folded.interval.low),
                .number(folded.interval.high),
            ]
        }
        let (training, judging) = (fits.map(\.trainingSeconds), fits.map(\.judgingSeconds))
        func mean(_ seconds: [Double]) -> String {
            Figures.duration(seconds.reduce(0, +) / Double(max(1, seconds.count)))
        }
        let times = fits.count > folds ? "\(folds) folds, \(fits.count / folds) times" : "\(folds) folds"
        var table = TableObject(
            columns: ["metric", "mean", "deviation", "low", "high"], rows: rows,
            note: "\(times): each trained in \(mean(training)) and judged in \(mean(judging)); low and high are the "
                + "95 % interval, corrected for training data that folds share")
        table.more = [
            "folds": .object(JSONObject(zip(metrics, values).map { ($0.name, .array($1.map { .number($0) })) })),
            "training_seconds": .array(training.map { .number($0) }),
            "judging_seconds": .array(judging.map { .number($0) }),
        ]
        return table
    }
}
