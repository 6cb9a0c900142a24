import Compute
import EmbeddedEngine
import Experiments
import Metrics
import Ratings
import RecommenderTrials
import Recommenders
import TestSupport
import Testing
import Tuning
import Values

/// Searches whose trials are judged on folds, or with several seeds.
@Suite struct FoldSearchTests {
    private let table: RatingTable

    init() throws {
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings, synthetic.seed) = (200, 120, 8000, 3)
        table = try synthetic.make().table
    }

    private static let space: JSONValue = [
        "n_factors": ["_type": "choice", "_value": [2, 5, 10, 20]],
        "lr_all": ["_type": "loguniform", "_value": [0.001, 0.05]],
        "reg_all": ["_type": "loguniform", "_value": [0.001, 0.3]],
    ]

    private func runner(_ data: TrialData, _ objective: String) throws -> RecommenderTrialRunner {
        let metric = try Metric(parsing: objective)
        return RecommenderTrialRunner(
            learners: LearnerChoice([SVDAlgorithm()]), data: data,
            judging: Judging([metric] + [.rmse, .mae].filter { $0 != metric }))
    }

    private func search(
        _ data: TrialData, _ objective: String = "rmse", tuner: String = "Random", trials: Int, concurrency: Int = 1,
        isRaced: Bool = true, seed: Int = 1
    ) async throws -> (trials: [TrialRecord], model: TrainedModel?) {
        let metric = try Metric(parsing: objective)
        var configuration = ExperimentConfiguration(
            id: "folds", name: "folds", subject: .recommender(RecommenderSubject("svd", data: "synthetic")),
            searchSpace: Self.space, tuner: tuner, objective: objective, mode: metric.direction)
        configuration.maxTrials = trials
        configuration.concurrency = concurrency
        let task = SearchTask(
            try SearchSpace(json: Self.space), goals: configuration.goals, seed: UInt64(seed), trials: trials)
        let engine = InProcessEngine(
            EmbeddedExperiment.Parts(
                tuner: try Tuners.named(tuner).make(arguments: [:], for: task),
                assessor: isRaced ? AssessmentPanel(FoldRace(fits: data.count, mode: metric.direction)) : nil,
                runner: try runner(data, objective)))
        let live = try await engine.start(configuration, store: InMemoryStore(), models: { _ in nil })
        await live.wait()
        return (await live.snapshot.trials, await live.bestModel as? TrainedModel)
    }

    private func fits(_ trials: [TrialRecord]) -> Int { trials.reduce(0) { $0 + $1.intermediate.count } }

    /// Each fit's value of a point, none left out.
    private func whole(_ point: JSONObject, _ runner: RecommenderTrialRunner) async throws -> [Double] {
        let trial = TrialHandle(id: "t", sequence: 0)
        _ = try await runner.run(TrialRequest(sequence: 0, parameters: point), trial)
        return Self.values(trial.values)
    }

    /// What each fit came to, from the means that were reported.
    private static func values(_ means: [Double]) -> [Double] {
        means.enumerated().map { place, mean in
            mean * Double(place + 1) - (place == 0 ? 0 : means[place - 1] * Double(place))
        }
    }

    @Test(arguments: ["Random", "TPE"], ["rmse", "ndcg@10"])
    func aRaceFindsWhatFullCrossValidationFindsForAThirdOfItsFits(tuner: String, objective: String) async throws {
        let data = try TrialData(table, folds: 5, shuffledBy: 1)
        let raced = try await search(data, objective, tuner: tuner, trials: 60).trials
        #expect(raced.count == 60 && fits(raced) <= 300 * 35 / 100, "\(fits(raced))")
        let direction = try Metric(parsing: objective).direction
        var best: [Double] = []
        let runner = try runner(data, objective)
        for trial in raced {
            let values = try await whole(trial.parameters, runner)
            #expect(values.count == 5)
            if best.isEmpty || direction.isBetter(values.reduce(0, +), than: best.reduce(0, +)) { best = values }
        }
        let mean = best.reduce(0, +) / 5
        let error = (best.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20).squareRoot()
        let found = raced.filter { $0.status == .succeeded }.compactMap { $0.metrics[objective]?.number }
        #expect(abs(try #require(direction.best(of: found)) - mean) <= error)
    }

    @Test(arguments: ["Random", "TPE"]) func aRaceGoesTheSameWayAtAnyConcurrency(tuner: String) async throws {
        let data = try TrialData(table, folds: 4, shuffledBy: 1)
        let one = try await search(data, tuner: tuner, trials: 24).trials
        let many = try await search(data, tuner: tuner, trials: 24, concurrency: 6).trials
        #expect(one.map(\.parameters) == many.map(\.parameters) && one.map(\.status) == many.map(\.status))
        #expect(one.map(\.intermediate) == many.map(\.intermediate) && one.map(\.metrics) == many.map(\.metrics))
    }

    @Test func aTrialThatIsEndedEarlyCountsAsMuchAsItsFoldsForetellAndTheOthersHaveAllMetrics() async throws {
        let (trials, model) = try await search(try TrialData(table, folds: 4, shuffledBy: 1), trials: 12)
        for trial in trials {
            let mean = trial.intermediate.last
            #expect(trial.status == .earlyStopped || trial.metrics["rmse"]?.number == mean)
            #expect(trial.status == (trial.intermediate.count == 4 ? .succeeded : .earlyStopped))
            #expect((trial.metrics["mae"] != nil) == (trial.status == .succeeded))
        }
        #expect(trials.contains { $0.status == .earlyStopped && $0.error?.contains("of 4") == true })
        let best = try #require(
            trials.filter { $0.status == .succeeded }.min { ($0.intermediate.last ?? 9) < ($1.intermediate.last ?? 9) })
        // Means of few folds hang on how hard these are; what counts of those that are nearly as good as the best comes near
        // the mean over all.
        var misses: [(raw: Double, told: Double)] = []
        let runner = try runner(try TrialData(table, folds: 4, shuffledBy: 1), "rmse")
        for trial in trials where trial.status == .earlyStopped {
            let whole = try await whole(trial.parameters, runner).reduce(0, +) / 4
            guard whole < (best.intermediate.last ?? 0) + 0.1 else { continue }
            misses.append(
                (
                    abs(try #require(trial.intermediate.last) - whole),
                    abs(try #require(trial.metrics["rmse"]?.number) - whole)
                ))
        }
        #expect(
            misses.count > 1 && misses.reduce(0) { $0 + $1.told } < misses.reduce(0) { $0 + $1.raw } / 2, "\(misses)")
        // The best one's model learned from all ratings, with its parameters.
        let recommender = try #require(model).recommender
        #expect(recommender.parameters["lr_all"] == best.parameters["lr_all"])
        let run = TrainingRun(algorithm: SVDAlgorithm(), parameters: best.parameters, trainset: try Trainset(table))
        let whole = try run.run(stop: StopFlag()).recommender
        #expect((0..<20).allSatisfy { recommender.estimate(user: $0, item: $0) == whole.estimate(user: $0, item: $0) })
    }

    @Test func aTrialsMetricsAreMeansOverFoldsAndSeedsAsTrainedByHand() async throws {
        let data = try TrialData(table, folds: 3, seeds: 2, shuffledBy: 7)
        let means = try await runner(data, "rmse").run(
            TrialRequest(sequence: 0, parameters: ["n_epochs": 2, "random_state": 5]), TrialHandle(id: "t", sequence: 0)
        ).metrics
        var sums: [String: Double] = [:]
        for seed in [5, 6] {
            for fold in try table.folds(3, seed: 7) {
                let run = TrainingRun(
                    algorithm: SVDAlgorithm(), parameters: ["n_epochs": 2, "random_state": .integer(seed)],
                    trainset: try Trainset(fold.train))
                let model = try run.run(stop: StopFlag()).recommender
                for value in try Judging([.rmse, .mae]).values(of: model, on: fold.test, stop: StopFlag()) {
                    sums[value.metric.name, default: 0] += value.value
                }
            }
        }
        for (name, sum) in sums { #expect(abs(try #require(means[name]?.number) - sum / 6) < 1e-12) }
    }

    @Test func secondsAreAMetricWhereTheyAreAnObjective() async throws {
        let trainset = try Trainset(table)
        let goals = Goals([Goal("rmse", .minimize), Goal("seconds", .minimize)])
        let runner = RecommenderTrialRunner(
            learners: LearnerChoice([SVDAlgorithm()]), data: TrialData(trainset, validation: table),
            judging: Judging([.rmse]), goals: goals)
        var seconds: [Double] = []
        for epochs in [1, 60] {
            let result = try await runner.run(
                TrialRequest(sequence: 0, parameters: ["n_epochs": .integer(epochs), "n_factors": 50]),
                TrialHandle(id: "t", sequence: 0))
            seconds.append(try #require(result.metrics["seconds"]?.number))
            #expect(result.metrics.keys == ["rmse", "seconds"] && result.objective == result.metrics["rmse"]?.number)
        }
        #expect(seconds[0] > 0 && seconds[1] > seconds[0])
    }
}
