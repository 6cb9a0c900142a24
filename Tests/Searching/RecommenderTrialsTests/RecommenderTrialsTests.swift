import Compute
import Experiments
import Metrics
import Ratings
import RecommenderTrials
import Recommenders
import TestSupport
import Testing
import Tuning
import Values

@Suite struct RecommenderTrialsTests {
    private func runner(_ objective: String, ranksEveryEpoch: Bool = false) throws -> RecommenderTrialRunner {
        let split = try RatingTable(rows: Reference.rows).split(by: .random, ratios: [0.7, 0.15, 0.15])
        return RecommenderTrialRunner(
            algorithm: SVDAlgorithm(), trainset: try Trainset(split.train), validation: try #require(split.validation),
            judging: Judging(
                [try Metric(parsing: objective)]
                    + [.rmse, .ndcg(5)].filter { $0.name != objective }),
            ranksEveryEpoch: ranksEveryEpoch)
    }

    @Test func aTrialGivesItsMetricsAndAModelThatSaves() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let request = TrialRequest(sequence: 0, parameters: ["n_epochs": 4, "n_factors": 3])
        let result = try await runner("rmse").run(request, TrialHandle(id: "t", sequence: 0))
        #expect(result.metrics.keys == ["rmse", "ndcg@5"])
        #expect(result.metrics["rmse"]?.number == result.objective)
        try result.saveModel?(folder.file("m.model"))
        #expect(try ModelFile.read(folder.file("m.model")).parameters["n_factors"] == 3)
        #expect((result.model as? TrainedModel)?.curve.count == 4)
    }

    private func reports(_ runner: RecommenderTrialRunner, _ parameters: JSONObject) async throws -> [Double] {
        let trial = TrialHandle(id: "t", sequence: 0)
        let result = try await runner.run(TrialRequest(sequence: 0, parameters: parameters), trial)
        let values = trial.values
        #expect(values.last.map { $0 == result.objective } ?? true)
        return values
    }

    @Test func anObjectiveOfRatingsIsReportedEveryEpochAndARankingOneIsNot() async throws {
        for (objective, count) in [("rmse", 4), ("precision@5", 0)] {
            #expect(try await reports(try runner(objective), ["n_epochs": 4]).count == count)
        }
        #expect(try await reports(try runner("precision@5", ranksEveryEpoch: true), ["n_epochs": 4]).count == 4)
    }

    @Test func aTrialThatWasPausedGoesOnToTheSameBits() async throws {
        let request = TrialRequest(sequence: 0, parameters: ["n_epochs": 6, "n_factors": 4])
        let unbroken = TrialHandle(id: "a", sequence: 0)
        let whole = try await runner("rmse").run(request, unbroken)
        let trial = TrialHandle(id: "b", sequence: 0, assess: { step, _ in step == 3 ? .pause : .goOn })
        async let paused = runner("rmse").run(request, trial)
        while !trial.isPaused { try await Task.sleep(for: .milliseconds(1)) }
        try await Task.sleep(for: .milliseconds(120))
        #expect(trial.values.count == 3, "a paused trial learned on")
        trial.resume()
        let result = try await paused
        #expect(trial.values == unbroken.values && result.metrics == whole.metrics)
        let models = [whole, result].compactMap { ($0.model as? TrainedModel)?.recommender }
        #expect(models.count == 2)
        for user in 0..<5 {
            for item in 0..<5 {
                #expect(models[0].estimate(user: user, item: item) == models[1].estimate(user: user, item: item))
            }
        }
    }

    @Test func aTrialThatIsToldToStopEndsAtThatEpoch() async throws {
        let trial = TrialHandle(
            id: "t", sequence: 0, assess: { step, _ in step == 2 ? .stop(reason: "enough") : .goOn })
        await #expect(throws: ComputeError.stopped) {
            try await runner("rmse").run(TrialRequest(sequence: 0, parameters: ["n_epochs": 50]), trial)
        }
        #expect(trial.values.count == 2 && trial.earlyStop == "enough")
    }

    @Test func aBudgetOutranksTheNumberOfEpochs() async throws {
        for (name, budget, epochs) in [("TRIAL_BUDGET", 3.4, 3), ("STEPS", 2.5, 2), ("STEPS", 0.1, 1)] {
            let parameters: JSONObject = ["n_epochs": 6, name: .number(budget)]
            #expect(try await reports(try runner("rmse"), parameters).count == epochs)
        }
        for value: JSONValue in ["all", -1, nil] {
            let error = await #expect(throws: ParameterError.self) {
                try await reports(try runner("rmse"), ["STEPS": value])
            }
            #expect(error?.description.contains("STEPS is a number of epochs above 0") == true)
        }
    }

    @Test func whatAModelCannotTakeIsRefusedBeforeTheFirstTrial() throws {
        func check(_ space: String, fixed: JSONObject = [:]) throws {
            guard let json = try? JSONValue(parsing: space), let space = try? SearchSpace(json: json) else { return }
            try ParameterCheck.check(space, fixed: fixed, for: SVDAlgorithm())
        }
        try check(
            "{\"n_factors\": {\"_type\": \"choice\", \"_value\": [5, 10]}, \"lr_all\": {\"_type\": \"loguniform\", \"_value\": [0.001, 0.1]}}",
            fixed: ["n_epochs": 3])
        for (space, word) in [
            ("{\"n_wheels\": {\"_type\": \"choice\", \"_value\": [3]}}", "n_wheels"),
            ("{\"n_factor\": {\"_type\": \"choice\", \"_value\": [3]}}", "did you mean 'n_factors'"),
            ("{\"n_factors\": {\"_type\": \"choice\", \"_value\": [0]}}", "n_factors"),
            ("{\"n_factors\": {\"_type\": \"uniform\", \"_value\": [1.5, 3]}}", "n_factors"),
            ("{\"lr_all\": {\"_type\": \"uniform\", \"_value\": [-1, 1]}}", "lr_all"),
        ] {
            let error = #expect(throws: ParameterError.self) { try check(space) }
            #expect(error?.description.contains(word) == true)
        }
        #expect(throws: ParameterError.self) {
            try check("{\"n_factors\": {\"_type\": \"choice\", \"_value\": [5]}}", fixed: ["epochs": 3])
        }
        #expect(throws: RecommenderError.self, "an odd tower is found among good ones") {
            let json = try JSONValue(
                parsing: "{\"layer_sizes\": {\"_type\": \"choice\", \"_value\": [[16, 8], [15, 8]]}}")
            try ParameterCheck.check(try SearchSpace(json: json), fixed: [:], for: NCFAlgorithm())
        }
    }
}
