import Compute
import Ratings
import Recommenders
import Testing
import Values

/// A network that goes on learning, by each of its optimizers.
@Suite struct ContinuedNCFTests {
    private let trainset: Trainset

    init() throws {
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings, synthetic.seed) = (50, 60, 400, 8)
        trainset = try Trainset(try synthetic.make().table)
    }

    private func run(_ parameters: JSONObject, from begun: TrainingProgress?, threads: Int = 1) throws -> (
        values: [Double], progress: TrainingProgress
    ) {
        let common: JSONObject = ["n_factors": 4, "layer_sizes": [8, 4], "batch_size": 32, "precision": "double"]
        var run = TrainingRun(
            algorithm: NCFAlgorithm(), parameters: common.merging(parameters), trainset: trainset)
        run.begun = begun
        run.threads = threads
        let (model, progress) = try run.runOn(stop: StopFlag())
        var values: [Double] = []
        for user in 0..<model.recommender.users.count {
            for item in 0..<model.recommender.items.count {
                values.append(model.recommender.estimate(user: user, item: item))
            }
        }
        return (values, progress)
    }

    @Test(arguments: ["adam", "sgd", "adagrad"], [0.0, 0.01])
    func itGoesOnToTheBitAndMovesThatWereMissedAreThoseOfTheRateBefore(optimizer: String, decay: Double) throws {
        let common: JSONObject = ["optimizer": .string(optimizer), "weight_decay": .number(decay)]
        for threads in [1, 3] {
            let begun = try run(common.merging(["n_epochs": 2]), from: nil, threads: threads)
            let whole = try run(common.merging(["n_epochs": 5]), from: nil)
            #expect(
                try run(common.merging(["n_epochs": 5]), from: begun.progress, threads: threads).values == whole.values)
            // With a rate of 0 nothing moves any more: rows stand where their missed moves would have taken them.
            let still = try run(common.merging(["n_epochs": 4, "learning_rate": 0]), from: begun.progress)
            let farthest = zip(still.values, begun.values).map { abs($0 - $1) }.max()
            #expect(try #require(farthest) < 1e-7)
        }
    }

    @Test func otherBatchesNegativesAndSeedsHoldFromWhereItGoesOn() throws {
        let begun = try run(["n_epochs": 2], from: nil).progress
        let same = try run(["n_epochs": 4], from: begun).values
        for other: JSONObject in [["batch_size": 7], ["batch_size": 200], ["n_neg": 2], ["seed": 5]] {
            let values = try run(other.merging(["n_epochs": 4]), from: begun).values
            #expect(values != same && values.allSatisfy(\.isFinite))
        }
    }
}
