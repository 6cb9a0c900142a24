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

/// Trials that go on where they, or others, were left.
@Suite struct TrialTrainingTests {
    private let split: DataSplit
    private let trainset: Trainset

    init() throws {
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings, synthetic.seed) = (60, 40, 1200, 2)
        split = try synthetic.make().table.split(by: .random, ratios: [0.7, 0.15, 0.15])
        trainset = try Trainset(split.train)
    }

    private func runner(_ shelf: TrainerShelf?, _ names: [String] = ["svd"]) throws -> RecommenderTrialRunner {
        RecommenderTrialRunner(
            learners: LearnerChoice(try names.map(Algorithms.named)),
            data: TrialData(trainset, validation: try #require(split.validation)), judging: Judging([.rmse]),
            shelf: shelf)
    }

    private struct Outcome: Equatable {
        let curve: [Double]
        let metrics: JSONObject
        let estimates: [Double]
    }

    private func run(
        _ runner: RecommenderTrialRunner, _ parameters: JSONObject, origins: [JSONObject] = []
    ) async throws -> Outcome {
        let trial = TrialHandle(id: "t", sequence: 0)
        let result = try await runner.run(
            TrialRequest(sequence: 0, parameters: parameters, origins: origins), trial)
        let model = try #require(result.model as? TrainedModel).recommender
        return Outcome(curve: trial.values, metrics: result.metrics, estimates: Self.estimates(model))
    }

    private static func estimates(_ model: any Recommender) -> [Double] {
        var estimates: [Double] = []
        for user in 0..<10 {
            for item in 0..<10 { estimates.append(model.estimate(user: user, item: item)) }
        }
        return estimates
    }

    /// A shelf, and how much room it has: all, none, or no shelf at all.
    private static let shelves = [Int.max, 0, nil]
    private static func shelf(_ limit: Int?) -> TrainerShelf? { limit.map { TrainerShelf(limit: $0) } }

    @Test(arguments: shelves) func aPromotedTrialIsOneUnbrokenTraining(limit: Int?) async throws {
        let shelf = Self.shelf(limit)
        let searched = try runner(shelf)
        for rate in [0.01, 0.02] {
            let point: JSONObject = ["n_factors": 4, "lr_all": .number(rate)]
            var last: Outcome?
            for budget in [1.0, 3, 9] {
                last = try await run(searched, point.merging(["TRIAL_BUDGET": .number(budget)]))
                if limit == .max { #expect(shelf?.bytes ?? 0 > 100 * 4 * 4) }
            }
            #expect(try await last == run(runner(nil), point.merging(["n_epochs": 9])))
            #expect(last?.curve.count == 9)
        }
        #expect(shelf?.count ?? 0 == (limit == .max ? 2 : 0))
        await searched.close()
        #expect(shelf?.count ?? 0 == 0)
    }

    @Test func aTrainingThatIsFurtherThanTheBudgetIsNotGoneOnWith() async throws {
        let searched = try runner(TrainerShelf(limit: .max))
        for budget in [9, 3, 9, 9] {
            let promoted = try await run(searched, ["TRIAL_BUDGET": .integer(budget)])
            #expect(try await promoted == run(runner(nil), ["n_epochs": .integer(budget)]))
        }
    }

    @Test func onlyWhatMayBeGoneOnWithIsKept() async throws {
        let shelf = TrainerShelf(limit: .max)
        let searched = try runner(shelf)
        _ = try await run(searched, ["n_epochs": 2])
        await #expect(throws: ComputeError.stopped) {
            let trial = TrialHandle(
                id: "t", sequence: 0, assess: { step, _ in step == 2 ? .stop(reason: "enough") : .goOn })
            _ = try await searched.run(TrialRequest(sequence: 0, parameters: ["STEPS": 5]), trial)
        }
        await #expect(throws: RecommenderError.self) { try await run(searched, ["STEPS": 5, "lr_all": 1e6]) }
        #expect(shelf.count == 0)
    }

    @Test func theOldestMakeRoom() async throws {
        let one = TrainerShelf(limit: .max)
        _ = try await run(runner(one), ["STEPS": 1, "reg_all": 0.1])
        let shelf = TrainerShelf(limit: one.bytes * 5 / 2)
        let searched = try runner(shelf)
        for regularization in [0.1, 0.2, 0.3, 0.2] {
            _ = try await run(searched, ["STEPS": 1, "reg_all": .number(regularization)])
        }
        #expect(shelf.count == 2 && shelf.bytes == one.bytes * 2)
    }

    /// What PBT suggests to a trial and its ancestors.
    private static func generations(_ names: [String]) -> [JSONObject] {
        [0.01, 0.012, 0.008].enumerated().map { number, rate in
            let own: JSONObject = [
                names[0] == "svd" ? "lr_all" : "learning_rate": .number(rate), "n_factors": 4,
                "n_epochs": .integer(2 + number),
            ]
            let point: JSONObject = names.count == 1 ? own : ["learner": .object(own.merging(["_name": "svd"]))]
            return point.merging([
                "load_checkpoint_dir": .string("place-\(number - 1)"),
                "save_checkpoint_dir": .string("place-\(number)"),
            ])
        }
    }

    @Test(arguments: [["svd"], ["ncf"], ["svd", "ncf"]], shelves)
    func aTrialGoesOnFromItsOriginsWhetherTheyAreKeptOrNot(names: [String], limit: Int?) async throws {
        let searched = try runner(Self.shelf(limit), names)
        let points = Self.generations(names)
        var outcomes: [Outcome] = []
        for (number, point) in points.enumerated() {
            outcomes.append(try await run(searched, point, origins: Array(points.prefix(number))))
        }
        #expect(outcomes.map(\.curve.count) == [2, 3, 4])
        // By hand, without a runner.
        let algorithm = try Algorithms.named(names[0])
        var begun: TrainingProgress?
        for point in points {
            var parameters = point["learner"]?.object ?? point
            for name in ["load_checkpoint_dir", "save_checkpoint_dir", "_name"] { parameters[name] = nil }
            var training = TrainingRun(algorithm: algorithm, parameters: parameters, trainset: trainset)
            training.begun = begun?.asBeginning
            begun = try training.runOn(stop: StopFlag()).progress
        }
        let model = try #require(try begun?.trainer.makeModel())
        #expect(outcomes.last?.estimates == Self.estimates(model))
        // Two children of one origin, and one that was trained before.
        #expect(try await run(searched, points[1], origins: [points[0]]) == outcomes[1])
        #expect(try await run(searched, points[2], origins: Array(points.prefix(2))) == outcomes[2])
    }

    @Test func aTrialCannotGoOnFromOneOfAnotherShapeOrLearner() async throws {
        let names = ["load_checkpoint_dir": JSONValue.string("a"), "save_checkpoint_dir": .string("b")]
        let places = JSONObject(names.map { ($0.key, $0.value) })
        let error = await #expect(throws: RecommenderError.self) {
            try await run(
                runner(nil), places.merging(["n_factors": 5]), origins: [places.merging(["n_factors": 4])])
        }
        #expect(error?.description.contains("n_factors") == true)
        let other = await #expect(throws: RecommenderError.self) {
            try await run(
                runner(nil, ["svd", "ncf"]), places.merging(["learner": ["_name": "svd"]]),
                origins: [places.merging(["learner": ["_name": "ncf"]])])
        }
        #expect(other?.description.contains("learner") == true)
    }
}
