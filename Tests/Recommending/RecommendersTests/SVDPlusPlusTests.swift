import Compute
import Metrics
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

@Suite struct SVDPlusPlusTests {
    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func doublePrecisionEqualsSurprise() throws {
        let golden = try GoldenLearners()
        #expect(golden.cases("svdpp").count == 4)
        for one in golden.cases("svdpp") {
            try golden.check("svdpp", one, ["precision": "double"], parts: ["bu", "bi", "pu", "qi", "yj"])
        }
    }

    @Test func singlePrecisionIsNearDouble() throws {
        let split = try Trained.referenceSplit()
        let rmse = try ["single", "double"].map { precision in
            let model = try GoldenLearners.train("svdpp", ["precision": .string(precision)], on: split.train)
            return RatingErrors(truth: split.test.ratings, estimates: Trained.estimates(model, split.test)).rmse
        }
        #expect(abs(rmse[0] - rmse[1]) < 1e-3)
    }

    @Test func divergenceIsAnErrorThatNamesTheRates() throws {
        let error = #expect(throws: RecommenderError.self) {
            try GoldenLearners.train(
                "svdpp", ["lr_all": 50, "n_epochs": 50], on: Trained.referenceSplit().train)
        }
        #expect(error?.description.contains("lr_all 50") == true)
    }

    @Test func anItemThatAUserRatedTwiceIsOneOfTheUsersItemsOnce() throws {
        let once = RatingTable(rows: [[1, 1, 4], [1, 2, 2], [2, 1, 5]])
        let twice = RatingTable(rows: [[1, 1, 4], [1, 2, 2], [2, 1, 5], [1, 2, 2]])
        let still: JSONObject = ["lr_all": 0, "init_mean": 0.05, "init_std_dev": 0.01, "precision": "double"]
        let models = try [once, twice].map { try GoldenLearners.train("svdpp", still, on: $0) }
        let products = models.map { $0.estimate(user: 0, item: 0) - $0.estimate(user: nil, item: nil) }
        #expect(abs(products[0] - products[1]) < 1e-12 && products[0] != 0)
    }

    @Test func aNewcomerIsWhatTheyRatedAndTheirMeanDeviationHeldBack() throws {
        let train = try Trained.referenceSplit().train
        // Users without factors of their own, so that one in the training is nothing but what they rated, as a newcomer.
        let model = try GoldenLearners.train(
            "svdpp",
            [
                "precision": "double", "init_std_dev": 0, "init_mean": 0, "lr_pu": 0, "n_epochs": 300, "lr_qi": 0,
                "reg_bu": 0.1,
            ], on: train)
        let rows = train.ratings.indices.filter { train.userPositions[$0] == 0 }
        let ratings = try rows.map { row in
            KnownRating(
                item: try #require(model.items.position(of: train.items[Int(train.itemPositions[row])])),
                rating: train.ratings[row])
        }
        let user = try #require(model.users.position(of: train.users[0]))
        let scores = try #require(try model.scores(newcomer: ratings, stop: StopFlag()))
        let own = (0..<model.items.count).map { model.estimate(user: user, item: $0) }
        #expect(largestDifference(scores, own) < 0.05)
        #expect(try model.scores(newcomer: [], stop: StopFlag())?[0] == model.estimate(user: nil, item: 0))
    }
}
