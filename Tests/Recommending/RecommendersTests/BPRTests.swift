import Compute
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

@Suite struct BPRTests {
    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func listsAreAsGoodAsImplicits() throws {
        let golden = try GoldenRankings()
        let split = try GoldenRankings.movieLens()
        for one in golden.golden["ml100k"]?["bpr"].array ?? [] {
            let values = try (1...3).map { seed in
                let parameters = (one["params"].object ?? [:]).merging(["random_state": .integer(seed)])
                let model = try GoldenRankings.run("bpr", parameters, on: split.train, threads: 2).recommender
                return try GoldenRankings.ndcg(model, on: split.test)
            }
            let mean = one["mean"].number ?? 1
            #expect(values.reduce(0, +) / 3 > mean - 4 * (one["standard_error"].number ?? 0))
        }
    }

    @Test func blocksComeToTheSameBitsOnAnyNumberOfThreads() throws {
        let table = try RatingTable.synthetic(users: 700, items: 600, ratings: 9000)
        for negatives in ["popular", "uniform"] {
            let parameters: JSONObject = ["n_factors": 12, "n_epochs": 3, "negatives": .string(negatives)]
            let one = try GoldenRankings.run("bpr", parameters, on: table)
            for threads in [2, 3, 11] {
                let other = try GoldenRankings.run("bpr", parameters, on: table, threads: threads)
                #expect(one.curve.map(\.loss) == other.curve.map(\.loss))
                #expect(try one.recommender.encode().sections == other.recommender.encode().sections)
            }
        }
    }

    @Test func whatIsLikedComesToStandBeforeTheRest() throws {
        // Two tastes that share nothing.
        let rows = (0..<40).flatMap { user -> [[Double]] in
            (0..<6).map { place in
                let item = user % 2 * 10 + (user / 2 + place) % 10
                return [Double(user), Double(item), 1]
            }
        }
        let trained = try GoldenRankings.run(
            "bpr", ["n_factors": 4, "n_epochs": 200, "learning_rate": 0.05], on: RatingTable(rows: rows))
        let losses = trained.curve.compactMap(\.loss)
        #expect((losses.last ?? 1) < 0.5 * (losses.first ?? 0))
        let model = trained.recommender
        func taste(_ id: EntityID) -> Int { (Int(id.description) ?? 0) / 10 }
        var ofOwnTaste = 0
        for user in 0..<40 {
            let best = try model.rank(users: [user], count: 4, removingSeen: true, stop: StopFlag())[0]
            let own = (Int(model.users.ids[user].description) ?? 0) % 2
            ofOwnTaste += best.count { taste(model.items.ids[$0.item]) == own }
        }
        #expect(ofOwnTaste > 150)
        // A newcomer of the first taste.
        let liked = GoldenRankings.likes([0, 1, 2].map(EntityID.integer), model)
        let best = try #require(try model.rank(newcomer: liked, count: 7, removingSeen: true, stop: StopFlag()))
        #expect(best.count { taste(model.items.ids[$0.item]) == 0 } > 4)
    }

    @Test func aNewcomersScoresDependOnTheRatingsAlone() throws {
        let table = try RatingTable.synthetic(users: 80, items: 50, ratings: 1200)
        let model = try GoldenRankings.run("bpr", ["n_factors": 5, "n_epochs": 9], on: table, threads: 2).recommender
        let ratings = [4, 8, 20].map { KnownRating(item: $0, rating: 3) }
        let scores = try model.scores(newcomer: ratings, stop: StopFlag())
        #expect(try scores == model.scores(newcomer: ratings.reversed(), stop: StopFlag()))
        #expect(try scores == BPRAlgorithm().decode(model.encode()).scores(newcomer: ratings, stop: StopFlag()))
        let nothing = try model.scores(newcomer: [], stop: StopFlag())
        #expect(nothing == (0..<50).map { model.estimate(user: nil, item: $0) } && nothing != scores)
        let stop = StopFlag()
        stop.stop()
        #expect(throws: ComputeError.stopped) { try model.scores(newcomer: ratings, stop: stop) }
    }

    @Test func whatLeavesNoPairsIsRefused() {
        let whole: [[Double]] = (0..<12).map { [Double($0 / 4), Double($0 % 4), 5] }
        #expect(throws: RecommenderError.noPairs) {
            try GoldenRankings.run("bpr", [:], on: RatingTable(rows: whole))
        }
        #expect(throws: RecommenderError.noPositives) {
            try GoldenRankings.run("bpr", [:], on: RatingTable(rows: whole.map { [$0[0], $0[1], 0] }))
        }
    }

    @Test func aDamagedFileIsRefused() throws {
        let table = try RatingTable.synthetic(users: 20, items: 15, ratings: 100)
        let archive = try GoldenRankings.run("bpr", ["n_factors": 3, "n_epochs": 2], on: table).recommender.encode()
        for part in ["pu", "qi", "bi", "likers"] {
            var damaged = archive
            damaged.sections[part] = nil
            #expect(throws: (any Error).self) { try BPRAlgorithm().decode(damaged) }
            damaged.sections[part] = archive.sections["seen_items"]
            #expect(throws: (any Error).self) { try BPRAlgorithm().decode(damaged) }
        }
    }
}
