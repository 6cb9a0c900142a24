import Compute
import Display
import Experiments
import Metrics
import Notebook
import Ratings
import Recommenders
import Values

struct BenchmarkCommand: Command {
    let experiments: SessionExperiments
    let data = Reference<SearchData>.searched(
        "DATA", isRequired: true, help: "a split in three; with --folds ratings that nothing divides yet, too")
    let learners = Parameter<[String]>(
        "learners", each: .choice(Algorithms.names), unset: "all that fit", help: "what is compared"
    ) { $0 }
    let metric = Parameter<Metric?>.metric("metric", unset: "ndcg@10", help: "what is tuned for and compared by")
    let metrics = Parameter<[Metric]>.metrics(help: "what is measured beside it on the test part")
    let maxTrials = Parameter(
        "max_trials", 1...1_000_000, default: 30, help: "how many trials each learner is tuned by")
    let maxDuration = SearchOptions.duration("max_duration", help: "how long each learner is tuned, in place of trials")
    let folds = Parameter<Int?>(
        "folds", 2...50, unset: "the split's test part",
        help: "leave out so many parts in turn, each time tuned on a tenth of the rest")
    let seed = Parameter("seed", 0...Int(UInt32.max), default: 0, help: "seed of the searches and folds")
    let removesSeen = JudgingOptions().removesSeen

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "benchmark",
            "the fair comparison: every learner tuned on the same budget, trained again and judged on ratings that none has seen",
            arguments: [data], options: [learners, metric, metrics, maxTrials, maxDuration, folds, seed, removesSeen],
            examples: ["bench = benchmark data --learners popular svd --max-trials 3"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let metric = call[metric] ?? .ndcg(10)
        let compared = try compared(by: metric, call)
        let task = try await task(call, in: session)
        let others = call[metrics].filter { $0 != metric }
        let search = search(metric, parts: task.parts.count, call, in: session)
        let judging = Judging([metric] + others, removingSeen: call[removesSeen])
        let run = BenchmarkRun(
            search: search, judging: judging, task: task, name: call.target ?? "benchmark",
            threads: session.settings[Settings.threads])
        var entries: [BenchmarkEntry] = []
        do {
            for algorithm in compared {
                if let entry = try await run.entry(of: algorithm, in: session) { entries.append(entry) }
            }
        } catch let error where Task.isCancelled || error is CancellationError {
            session.notice("note: the searches so far are kept; the same line goes on with them")
            throw error
        }
        guard entries.count > 1 else {
            throw PlacedError(
                NotebookError.unavailable(
                    "fewer than two learners came to anything, so there is nothing to compare", remedy: nil),
                at: call.range)
        }
        let standing = BenchmarkStanding(metric, entries)
        return BenchmarkObject(standing, others: others, note: note(standing, task, call))
    }

    /// - Throws: `PlacedError` where a learner does not fit the metric, or there is only one.
    private func compared(by metric: Metric, _ call: Invocation) throws -> [any LearningAlgorithm] {
        func fits(_ algorithm: any LearningAlgorithm) -> Bool {
            metric.needsRanking || algorithm.usualMetrics.contains { !$0.needsRanking }
        }
        guard call.has(learners) else { return Algorithms.all.filter(fits) }
        var compared: [any LearningAlgorithm] = []
        for word in call.words(learners) {
            let algorithm = try PlacedError.place(word.range) { try Algorithms.named(word.text) }
            guard fits(algorithm) else {
                throw PlacedError(
                    NotebookError.unavailable(
                        "\(algorithm.name) gives no ratings, so \(metric.name) can't judge it",
                        remedy: "a ranking metric judges every learner: --metric ndcg@10"), at: word.range)
            }
            if !compared.contains(where: { $0.name == algorithm.name }) { compared.append(algorithm) }
        }
        guard compared.count > 1 else {
            throw call.failure(
                NotebookError.unavailable(
                    "a comparison needs two learners at least", remedy: "popular is what any other should beat"),
                at: learners)
        }
        return compared
    }

    private func task(_ call: Invocation, in session: isolated Session) async throws -> BenchmarkTask {
        let given = try await session.object(data, call)
        guard let folds = call[folds] else {
            guard let split = given.split else {
                throw call.failure(SearchData.undivided(call.text(data)), at: data)
            }
            return try PlacedError.place(call.place(of: data)) { try BenchmarkTask(split) }
        }
        let (origin, seed) = (given.origin, session.seed(seed, call))
        return try await PlacedError.placeAsync(call.place(of: self.folds)) {
            try await session.compute("prepare") { _, _ in
                try BenchmarkTask(given.whole, folds: folds, seed: seed, origin: origin)
            }
        }
    }

    private func search(
        _ metric: Metric, parts: Int, _ call: Invocation, in session: isolated Session
    ) -> BenchmarkSearch {
        let duration = call[maxDuration].map { $0 / Double(parts) }
        let isCounted = duration == nil || call.has(maxTrials)
        return BenchmarkSearch(
            experiments: experiments, metric: metric,
            budget: .init(trials: isCounted ? call[maxTrials] : nil, duration: duration),
            seed: session.seed(seed, call), concurrency: session.settings[Settings.threads],
            removesSeen: call[removesSeen])
    }

    private func note(_ standing: BenchmarkStanding, _ task: BenchmarkTask, _ call: Invocation) -> String {
        let budget =
            call[maxDuration].map { "\(Figures.duration($0)) each" }
            ?? "\(Figures.count(call[maxTrials], "trial")) each\(task.parts.count > 1 ? " and fold" : "")"
        let apart = "who shares a letter can't be told apart at \(PairTests.level)"
        return "\(standing.conclusion). Tuned by \(budget); \(apart)."
    }
}
