import Compute
import Foundation
import Metrics
import RatingSources
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

/// Item neighbourhoods, EASE and SLIM: scores that are sums of weights from a user's items.
@Suite struct ItemWeightTests {
    private static let names = ["itemknn", "ease", "slim"]

    private func train(
        _ name: String, _ parameters: JSONObject, on trainset: Trainset, threads: Int = 1
    ) throws -> any Recommender {
        var run = TrainingRun(algorithm: try Algorithms.named(name), parameters: parameters, trainset: trainset)
        run.threads = threads
        return try run.run(stop: StopFlag()).recommender
    }

    // MARK: - Golden numbers

    private struct Golden {
        let json: JSONObject
        let trainset: Trainset
        let items: [EntityID]
        let shown: [EntityID]
        let like: [EntityID]

        init() throws {
            let json = try Reference.object(at: SharedFolder.golden("learners.json"))
            func ids(_ name: String) -> [EntityID] { (json[name]?.integers ?? []).map { .integer($0) } }
            self.json = json
            trainset = try Trainset(RatingTable(rows: (json["train"]?.array ?? []).map(\.numbers)))
            (items, shown, like) = (ids("inner_items"), ids("users_shown"), ids("like"))
        }
    }

    /// The peers' tolerance: a share of the greatest score; SLIM is iterative.
    private func tolerance(_ name: String, _ scores: [[Double]]) -> Double {
        name == "slim" ? 1e-5 : 1e-6 * (scores.flatMap { $0 }.map(\.magnitude).max() ?? 0)
    }

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)), arguments: names)
    func scoresListsAndNewcomersAreThePeers(name: String) throws {
        let golden = try Golden()
        for item in golden.json[name]?.array ?? [] {
            var parameters = item["params"].object ?? JSONObject()
            if name == "slim" { parameters = parameters.merging(["tol": 1e-10, "n_epochs": 20_000]) }
            if name == "ease" { parameters = parameters.merging(["precision": "double"]) }
            let model = try train(name, parameters, on: golden.trainset)
            #expect(model.items.ids == golden.items)
            let wanted = (item["scores"].array ?? []).map(\.numbers)
            let bound = tolerance(name, wanted)
            for (number, id) in golden.shown.enumerated() {
                let user = try #require(model.users.position(of: id))
                let scores = model.items.ids.indices.map { model.estimate(user: user, item: $0) }
                #expect(largestDifference(scores, wanted[number]) < bound, "\(parameters)")
                let list = try model.rank(users: [user], count: 10, removingSeen: true, stop: StopFlag())[0]
                let exact = Dictionary(uniqueKeysWithValues: zip(golden.items, wanted[number]))
                let top = (item["top10"].array?[number].integers ?? []).map { exact[.integer($0)] ?? .nan }
                #expect(largestDifference(list.map(\.score), top) < bound, "\(parameters)")
            }
            let fold = item["fold_in"]["scores"].numbers
            let rated = try golden.like.map { KnownRating(item: try #require(model.items.position(of: $0)), rating: 1) }
            let best = try #require(try model.rank(newcomer: rated, count: 10, removingSeen: true, stop: StopFlag()))
            if !fold.isEmpty { #expect(largestDifference(best.map(\.score), fold) < bound, "\(parameters)") }
        }
    }

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)), arguments: names)
    func movieLensIsRankedAsThePeersRankIt(name: String) throws {
        let golden = try Golden()
        let big = golden.json["ml100k"]
        let table = try MovieLens.load(.oneHundredThousand, path: SharedFolder.movieLens100k.path)
        let split = try table.split(by: .random, ratios: [0.8, 0.1, 0.1], seed: 42)
        let trainset = try Trainset(split.train)
        let metrics: [Metric] = [.precision(10), .recall(10), .ndcg(10), .map(10)]
        for item in big?["cases"].array ?? [] where item["learner"].string == name {
            let model = try train(name, item["params"].object ?? JSONObject(), on: trainset, threads: 2)
            for value in try Judging(metrics).values(of: model, on: split.test, stop: StopFlag()) {
                let wanted = item["expected"][value.metric.name].number ?? .nan
                #expect(abs(value.value - wanted) < 5e-4, "\(value.metric.name)")
            }
        }
    }

    // MARK: - Sums

    private func synthetic(_ users: Int = 60, _ items: Int = 45) throws -> Trainset {
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings, synthetic.seed) = (users, items, 900, 7)
        return try Trainset(synthetic.make().table)
    }

    @Test(arguments: names) func sharesAddUpToTheScore(name: String) throws {
        for parameters in name == "ease" ? [JSONObject(), ["implicit": false]] : [JSONObject()] {
            let model = try train(name, parameters, on: synthetic())
            for user in 0..<model.users.count {
                for item in 0..<model.items.count {
                    let shares = try #require(model.shares(of: item, for: .user(user)))
                    let score = model.estimate(user: user, item: item)
                    #expect(abs(shares.reduce(0) { $0 + $1.score } - score) < 1e-9)
                    #expect(shares.allSatisfy { $0.item != item && model.seen.contains($0.item, of: user) })
                    #expect(zip(shares, shares.dropFirst()).allSatisfy { abs($0.score) >= abs($1.score) })
                }
            }
        }
    }

    @Test(arguments: names) func aNewcomerWithAUsersRatingsGetsTheUsersScores(name: String) throws {
        for parameters in name == "ease" ? [JSONObject(), ["implicit": false]] : [JSONObject()] {
            let trainset = try synthetic()
            let model = try train(name, parameters, on: trainset)
            for user in 0..<model.users.count {
                let rows = trainset.userStarts[user]..<trainset.userStarts[user + 1]
                let rated = rows.map { KnownRating(item: Int(trainset.itemRows[$0]), rating: trainset.ratings[$0]) }
                let scores = try #require(try model.scores(newcomer: rated, stop: StopFlag()))
                let own = model.items.ids.indices.map { model.estimate(user: user, item: $0) }
                #expect(largestDifference(scores, own) < 1e-4)
            }
        }
    }

    @Test(arguments: names) func ratingsThatAreNotPositiveCountForNothing(name: String) throws {
        var rows: [[Double]] = []
        for user in 0..<30 {
            for step in 0..<8 { rows.append([Double(user), Double((user * 3 + step * step) % 20), 4]) }
        }
        let without = try train(name, [:], on: Trainset(RatingTable(rows: rows)))
        let last = rows.count
        // Of items and users that are known, so that positions stay.
        for user in 0..<30 { rows.append([Double(user), Double((user * 3 + 7) % 20), 0]) }
        let seen = Set(rows[..<last].map { [$0[0], $0[1]] })
        rows = rows[..<last] + rows[last...].filter { !seen.contains([$0[0], $0[1]]) }
        let with = try train(name, [:], on: Trainset(RatingTable(rows: rows)))
        for user in 0..<30 {
            for item in 0..<without.items.count {
                #expect(with.estimate(user: user, item: item) == without.estimate(user: user, item: item))
            }
        }
    }

    // MARK: - Refusals

    @Test(arguments: names) func withoutAPositiveRatingThereIsNothingToLearn(name: String) throws {
        let trainset = try Trainset(RatingTable(rows: [[1, 1, 0], [1, 2, 0], [2, 1, 0]]))
        #expect(throws: RecommenderError.noPositives) { try train(name, [:], on: trainset) }
    }

    @Test func aMatrixWithoutAnInverseIsRefusedWithTheParameterThatGivesItOne() throws {
        // Two items that the same users have.
        let trainset = try Trainset(RatingTable(rows: (0..<9).flatMap { [[Double($0), 1, 5], [Double($0), 2, 5]] }))
        let singular = #expect(throws: RecommenderError.self) { try train("ease", ["reg": 0], on: trainset) }
        #expect(singular?.description.contains("singular") == true && singular?.description.contains("reg") == true)
        let model = try train("ease", ["reg": 0.5], on: trainset)
        #expect(model.estimate(user: 0, item: 0) > 0.9)
    }

    @Test(arguments: ["ease", "slim"]) func moreItemsThanFitAreRefusedWithTheSizeThatTheyNeed(name: String) throws {
        let trainset = try Trainset(RatingTable(rows: (0..<50_000).map { [1, Double($0), 5] }))
        let error = #expect(throws: RecommenderError.self) {
            try Algorithms.named(name).makeTrainer([:], on: trainset, threads: 1, pretrained: [])
        }
        #expect(error?.description.contains("50000 items") == true)
        #expect(error?.description.contains(name == "ease" ? "60 GB" : "20 GB") == true)
    }

    // MARK: - Parameters

    @Test func noItemIsScoredByMoreThanItsKNearest() throws {
        let trainset = try synthetic()
        for name in ["itemknn", "slim"] {
            let model = try train(name, ["k": 3], on: trainset)
            for item in 0..<model.items.count {
                let everything = (0..<model.items.count).map { KnownRating(item: $0, rating: 1) }
                #expect((model.shares(of: item, for: .newcomer(everything)) ?? []).count <= 3)
            }
        }
    }

    @Test func slimNeverWeighsBelowZero() throws {
        let model = try train("slim", ["alpha": 0.001], on: synthetic())
        for item in 0..<model.items.count {
            let everything = (0..<model.items.count).map { KnownRating(item: $0, rating: 1) }
            #expect((model.shares(of: item, for: .newcomer(everything)) ?? []).allSatisfy { $0.score > 0 })
        }
    }

    @Test(arguments: names) func itemsOfTheSameUsersAreNearestToEachOther(name: String) throws {
        // Users like even items or odd ones; items 0 and 2 have the very same users.
        let rows = (0..<40).flatMap { user -> [[Double]] in
            let side = user % 2
            return [0, 2].map { [Double(user), Double(side + $0), 4] }
                + (2..<6).filter { ($0 + user / 2) % 3 > 0 }.map { [Double(user), Double(side + 2 * $0), 4] }
        }
        let model = try train(
            name, ["ease": ["reg": 1], "slim": ["alpha": 0.001]][name] ?? [:], on: Trainset(RatingTable(rows: rows)))
        let (one, other) = try (
            #require(model.items.position(of: .integer(0))), #require(model.items.position(of: .integer(2)))
        )
        #expect(model.similar(to: one, count: 1).first?.item == other)
        #expect(model.similar(to: other, count: 1).first?.item == one)
    }

    // MARK: - Files

    @Test(arguments: names) func aDamagedFileMakesNoModelAndNoCrash(name: String) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let model = try train(name, [:], on: synthetic())
        var archive = try model.encode()
        for part in archive.sections.keys.sorted() where part.hasPrefix("history") || part.hasPrefix("weight") {
            let whole = archive.sections[part]
            archive.sections[part] = archive.sections["titles"]
            #expect(throws: (any Error).self, "\(part)") { try Algorithms.named(name).decode(archive) }
            archive.sections[part] = nil
            #expect(throws: (any Error).self, "\(part)") { try Algorithms.named(name).decode(archive) }
            archive.sections[part] = whole
        }
        _ = try Algorithms.named(name).decode(archive)
    }
}
