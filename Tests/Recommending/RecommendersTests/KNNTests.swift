import Compute
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

@Suite struct KNNTests {
    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func estimatesEqualSurprises() throws {
        let golden = try GoldenLearners()
        #expect(golden.cases("knn").count == 39)
        for one in golden.cases("knn") { try golden.check("knn", one) }
    }

    private static let kinds: [JSONObject] = ["basic", "means", "zscore", "baseline"].flatMap { variant in
        ["msd", "cosine", "pearson", "pearson_baseline"].flatMap { similarity in
            [true, false].map {
                [
                    "variant": .string(variant), "similarity": .string(similarity), "user_based": .boolean($0), "k": 7,
                    "min_k": 2, "shrinkage": 5,
                ]
            }
        }
    }

    private static func table() throws -> RatingTable {
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings, synthetic.seed) = (50, 40, 700, 9)
        return try synthetic.make().table
    }

    @Test(arguments: kinds) func listsHaveTheEstimatesToTheBit(parameters: JSONObject) throws {
        let model = try GoldenLearners.train("knn", parameters, on: Self.table())
        let lists = try model.rank(
            users: Array(0..<model.users.count), count: model.items.count, removingSeen: false, stop: StopFlag())
        for (user, list) in lists.enumerated() {
            #expect(list.allSatisfy { $0.score == model.estimate(user: user, item: $0.item) })
        }
    }

    @Test(arguments: kinds) func sharesAddUpToTheEstimateBeforeItIsClipped(parameters: JSONObject) throws {
        let model = try GoldenLearners.train("knn", parameters, on: Self.table())
        var explained = 0
        for user in 0..<20 {
            for item in 0..<model.items.count {
                let shares = try #require(model.shares(of: item, for: .user(user)))
                guard !shares.isEmpty else { continue }
                explained += 1
                let sum = shares.reduce(0) { $0 + $1.score }
                let clipped = min(max(sum, model.scale.lowerBound), model.scale.upperBound)
                #expect(abs(clipped - model.estimate(user: user, item: item)) < 1e-9)
                #expect(shares.count <= 7 && shares.count >= 2)
                let areUsers = parameters["user_based"] == true
                #expect(shares.allSatisfy { ($0.user != nil) == areUsers && (!areUsers || $0.item == item) })
            }
        }
        #expect(explained > 400)
    }

    /// Somebody who rated just what a user did, but is not that user: the user is a neighbour who thinks the same.
    @Test(arguments: kinds) func aNewcomerWithAUsersRatingsIsScoredLikeTheUser(parameters: JSONObject) throws {
        let table = try Self.table()
        let model = try GoldenLearners.train("knn", parameters, on: table)
        let user = 3
        let ratings = try table.ratings.indices.filter {
            table.users[Int(table.userPositions[$0])] == model.users[user]
        }.map { row in
            KnownRating(
                item: try #require(model.items.position(of: table.items[Int(table.itemPositions[row])])),
                rating: table.ratings[row])
        }
        let scores = try #require(try model.scores(newcomer: ratings, stop: StopFlag()))
        let own = (0..<model.items.count).map { model.estimate(user: user, item: $0) }
        // The newcomer's bias is one step of alternating least squares further than the user's.
        let usesBaseline = parameters["variant"] == "baseline" || parameters["similarity"] == "pearson_baseline"
        let rated = Set(ratings.map(\.item))
        let isShrunk = parameters["similarity"] == "pearson_baseline"
        for item in 0..<model.items.count
        where !(parameters["user_based"] == true && (rated.contains(item) || isShrunk)) {
            #expect(abs(scores[item] - own[item]) < (usesBaseline ? 0.02 : 1e-9))
        }
        let shares = try #require(model.shares(of: 5, for: .newcomer(ratings)))
        let sum = min(max(shares.reduce(0) { $0 + $1.score }, model.scale.lowerBound), model.scale.upperBound)
        if !shares.isEmpty { #expect(abs(sum - scores[5]) < 1e-9) }
    }

    @Test func aNewcomerWithoutRatingsIsAStranger() throws {
        let model = try GoldenLearners.train("knn", [:], on: Self.table())
        let scores = try #require(try model.scores(newcomer: [], stop: StopFlag()))
        #expect(scores.allSatisfy { $0 == model.estimate(user: nil, item: 0) })
    }

    @Test func ofNeighboursThatAreEquallyAlikeTheOneOfTheEarlierRowCounts() throws {
        // Users 2 and 3 are both just like user 1; user 3 rated item 9 in an earlier row.
        let table = RatingTable(rows: [[1, 1, 4], [2, 1, 4], [3, 9, 5], [3, 1, 4], [2, 9, 1]])
        let model = try GoldenLearners.train("knn", ["variant": "basic", "k": 1], on: table)
        let item = try #require(model.items.position(of: .integer(9)))
        #expect(model.estimate(user: 0, item: item) == 5)
    }

    @Test func whatWouldNotFitInMemoryIsRefusedWithItsSize() throws {
        let rows = (0..<60_000).map { [Double($0), 1, 3] }
        let error = #expect(throws: RecommenderError.self) {
            try GoldenLearners.train("knn", [:], on: RatingTable(rows: rows))
        }
        #expect(error?.description.contains("60000 users would take 21 GB") == true)
        #expect(error?.description.contains("user_based") == true)
        _ = try GoldenLearners.train("knn", ["user_based": false], on: RatingTable(rows: rows))
    }
}
