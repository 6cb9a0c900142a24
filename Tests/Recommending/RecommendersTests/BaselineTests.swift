import Compute
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

@Suite struct BaselineTests {
    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func biasesAndEstimatesEqualSurprises() throws {
        let golden = try GoldenLearners()
        #expect(golden.cases("baseline").count == 4)
        for one in golden.cases("baseline") { try golden.check("baseline", one, parts: ["bu", "bi"]) }
    }

    /// Two users and two items: `μ` is 3, and sums can be done by hand.
    private let small = RatingTable(rows: [[1, 1, 5], [1, 2, 3], [2, 1, 2], [2, 2, 2]])

    @Test func anEpochOfAlternatingLeastSquaresIsTheMeanDeviationHeldBack() throws {
        let model = try GoldenLearners.train(
            "baseline", ["n_epochs": 1, "reg_u": 1, "reg_i": 2], on: small)
        // b_1 = (2 − 1) / (2 + 2), b_2 = (0 − 1) / (2 + 2); then the first user's is (2 − 1/4 + 0 + 1/4) / (1 + 2).
        #expect(abs(model.estimate(user: nil, item: 0) - 3.25) < 1e-12)
        #expect(abs(model.estimate(user: nil, item: 1) - 2.75) < 1e-12)
        #expect(abs(model.estimate(user: 0, item: nil) - (3 + 2.0 / 3)) < 1e-12)
        #expect(model.estimate(user: nil, item: nil) == 3)
    }

    @Test(arguments: ["als", "sgd"]) func aNewcomerWithAUsersRatingsHasAboutTheUsersBias(method: String) throws {
        let split = try Trained.referenceSplit()
        let model = try GoldenLearners.train(
            "baseline", ["method": .string(method), "n_epochs": 200], on: split.train)
        let rows = split.train.ratings.indices.filter { split.train.userPositions[$0] == 0 }
        let ratings = try rows.map { row in
            KnownRating(
                item: try #require(model.items.position(of: split.train.items[Int(split.train.itemPositions[row])])),
                rating: split.train.ratings[row])
        }
        let user = try #require(model.users.position(of: split.train.users[0]))
        let scores = try #require(try model.scores(newcomer: ratings, stop: StopFlag()))
        let own = (0..<model.items.count).map { model.estimate(user: user, item: $0) }
        #expect(largestDifference(scores, own) < (method == "als" ? 1e-6 : 0.05))
    }

    @Test func aRateThatDivergesIsNamed() throws {
        let error = #expect(throws: RecommenderError.self) {
            try GoldenLearners.train("baseline", ["method": "sgd", "learning_rate": 100, "n_epochs": 200], on: small)
        }
        #expect(error?.description.contains("learning_rate 100") == true)
    }
}
