import Compute
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

@Suite struct ALSTests {
    private static let precisions = ["single", "double"]

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)), arguments: precisions)
    func lossesScoresAndNewcomersAreTheGoldenOnes(precision: String) throws {
        let golden = try GoldenRankings()
        let tolerance = precision == "double" ? 1e-6 : 1e-3
        for one in golden.golden["als"]?.array ?? [] {
            for key in one.object?.keys.filter({ $0.hasPrefix("after_") }) ?? [] {
                let epochs = try #require(Int(key.dropFirst(6)))
                let more: JSONObject = ["n_epochs": .integer(epochs), "precision": .string(precision)]
                let trained = try GoldenRankings.run(
                    "als", (one["params"].object ?? [:]).merging(more), on: golden.table)
                let losses = one["losses"].numbers
                let worst = zip(trained.curve.compactMap(\.loss), losses).map { abs($0 / $1 - 1) }.max() ?? 1
                #expect(worst < (precision == "double" ? 1e-9 : 1e-5))
                let model = trained.recommender
                #expect(model.items.ids == golden.ids("inner_items"))
                for (id, scores) in zip(golden.ids("users_shown"), one[key]["scores"].array ?? []) {
                    let user = model.users.position(of: id)
                    let own = model.items.ids.indices.map { model.estimate(user: user, item: $0) }
                    let largest = scores.numbers.map(abs).max() ?? 0
                    #expect(largestDifference(own, scores.numbers) < tolerance * largest)
                }
                guard epochs == losses.count else { continue }
                let best = try #require(
                    try model.rank(
                        newcomer: GoldenRankings.likes(golden.ids("like"), model), count: 10, removingSeen: true,
                        stop: StopFlag()))
                let fold = one["fold_in"]
                #expect(
                    largestDifference(best.map(\.score), fold["scores"].numbers) < tolerance * fold["scores"].numbers[0]
                )
                if precision == "double" {
                    #expect(best.map { model.items.ids[$0.item] } == fold["top10"].integers.map(EntityID.integer))
                }
            }
        }
    }

    @Test func sharesAddUpToTheScore() throws {
        let table = try RatingTable.synthetic(users: 60, items: 40, ratings: 900)
        for epochs in [1, 5] {
            let model = try GoldenRankings.run(
                "als", ["n_factors": 6, "n_epochs": .integer(epochs), "precision": "double"], on: table
            ).recommender
            for user in 0..<10 {
                for item in 0..<model.items.count {
                    let shares = try #require(model.shares(of: item, for: .user(user)))
                    let sum = shares.reduce(0) { $0 + $1.score }
                    #expect(abs(sum - model.estimate(user: user, item: item)) < 1e-10)
                    #expect(Set(shares.map { Int32($0.item) }) == Set(model.seen.items(of: user)))
                    #expect(zip(shares, shares.dropFirst()).allSatisfy { abs($0.score) >= abs($1.score) })
                }
            }
            let ratings = [0, 3, 9, 11].map { KnownRating(item: $0, rating: 4) }
            let scores = try #require(try model.scores(newcomer: ratings, stop: StopFlag()))
            for item in scores.indices {
                let shares = try #require(model.shares(of: item, for: .newcomer(ratings)))
                #expect(abs(shares.reduce(0) { $0 + $1.score } - scores[item]) < 1e-10)
            }
        }
    }

    @Test func ratingsThatAreNotAboveZeroSayNothing() throws {
        let rows: [[Double]] = [[1, 1, 5], [1, 2, 0], [2, 1, 3], [2, 3, 4], [3, 2, 0], [1, 3, 2]]
        let model = try GoldenRankings.run("als", ["n_factors": 2], on: RatingTable(rows: rows)).recommender
        #expect((0..<3).allSatisfy { model.estimate(user: 2, item: $0) == 0 })
        #expect(try #require(model.shares(of: 1, for: .user(0))).map(\.item).sorted() == [0, 2])
        #expect(model.shares(of: 1, for: .user(2)) == [])
        let scores = try model.scores(newcomer: [KnownRating(item: 1, rating: 0)], stop: StopFlag())
        #expect(scores == [0, 0, 0])
        let again = try ALSAlgorithm().decode(model.encode())
        #expect(again.shares(of: 1, for: .user(0)) == model.shares(of: 1, for: .user(0)))
    }

    @Test(arguments: precisions) func theLossNeverRises(precision: String) throws {
        let table = try RatingTable.synthetic(users: 150, items: 80, ratings: 3000)
        let parameters: JSONObject = [
            "n_factors": 20, "n_epochs": 30, "reg": 0.05, "precision": .string(precision),
        ]
        let losses = try GoldenRankings.run("als", parameters, on: table, threads: 2).curve.compactMap(\.loss)
        #expect(losses.count == 30 && zip(losses, losses.dropFirst()).allSatisfy { $1 <= $0 * (1 + 1e-6) })
    }

    @Test func manyRowsComeToTheSameBitsOnAnyNumberOfThreads() throws {
        let table = try RatingTable.synthetic(users: 2500, items: 1300, ratings: 20_000)
        let parameters: JSONObject = ["n_factors": 12, "n_epochs": 2]
        let one = try GoldenRankings.run("als", parameters, on: table)
        let three = try GoldenRankings.run("als", parameters, on: table, threads: 3)
        #expect(one.curve.map(\.loss) == three.curve.map(\.loss))
        #expect(try one.recommender.encode().sections == three.recommender.encode().sections)
    }

    @Test func whatCantBeSolvedIsRefusedWithTheRemedy() throws {
        let rows: [[Double]] = [[1, 1, 5], [2, 1, 3], [2, 3, 4]]
        let error = #expect(throws: RecommenderError.self) {
            try GoldenRankings.run(
                "als", ["n_factors": 8, "reg": 0, "unobserved_weight": 0], on: RatingTable(rows: rows))
        }
        #expect(error?.description.contains("reg above 0") == true)
        let zeros = #expect(throws: RecommenderError.self) {
            try GoldenRankings.run("als", [:], on: RatingTable(rows: [[1, 1, 0], [2, 1, 0]]))
        }
        #expect(zeros == .noPositives)
        let large = #expect(throws: RecommenderError.self) {
            try GoldenRankings.run("als", ["n_factors": 100_000], on: RatingTable(rows: rows))
        }
        #expect(large?.description.contains("of memory") == true)
    }

    @Test func aDamagedFileIsRefused() throws {
        let table = try RatingTable.synthetic(users: 20, items: 15, ratings: 100)
        let archive = try GoldenRankings.run("als", ["n_factors": 3], on: table).recommender.encode()
        for part in ["pu", "qi", "qi_before"] {
            var damaged = archive
            damaged.sections[part] = nil
            #expect(throws: (any Error).self) { try ALSAlgorithm().decode(damaged) }
            damaged.sections[part] = archive.sections["seen_items"]
            #expect(throws: (any Error).self) { try ALSAlgorithm().decode(damaged) }
        }
        var damaged = archive
        damaged.sections["liked_starts"] = archive.sections["seen_items"]
        #expect(throws: (any Error).self) { try ALSAlgorithm().decode(damaged) }
    }

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func rankingsOfMovieLensAreTheGoldenOnes() throws {
        let golden = try GoldenRankings()
        let split = try GoldenRankings.movieLens()
        let cases = golden.golden["ml100k"]?["cases"].array ?? []
        for one in cases where one["learner"].string == "als" {
            let model = try GoldenRankings.run("als", one["params"].object ?? [:], on: split.train).recommender
            let expected = one["expected"]["ndcg@10"].number ?? 0
            #expect(abs(try GoldenRankings.ndcg(model, on: split.test) - expected) < 0.01 * expected)
        }
    }
}
