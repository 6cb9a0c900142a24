import Compute
import Foundation
import Metrics
import RatingSources
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

enum Trained {
    static func referenceSplit() throws -> DataSplit {
        try RatingTable(rows: Reference.rows).split(by: .random, ratios: [0.7, 0.15, 0.15], seed: 42)
    }

    static func train(_ parameters: JSONObject, on table: RatingTable) throws -> any Recommender {
        try TrainingRun(algorithm: SVDAlgorithm(), parameters: parameters, trainset: try Trainset(table)).run(
            stop: StopFlag()
        ).recommender
    }

    static func estimates(_ model: any Recommender, _ table: RatingTable) -> [Double] {
        (0..<table.count).map { row in
            model.estimate(
                user: model.users.position(of: table.users[Int(table.userPositions[row])]),
                item: model.items.position(of: table.items[Int(table.itemPositions[row])]))
        }
    }
}

@Suite struct SVDTests {
    @Test func doublePrecisionEqualsSurprise() throws {
        let split = try Trained.referenceSplit()
        let validation = try #require(split.validation)
        let cases = Reference.json["svd"]?.array ?? []
        #expect(cases.count == 4)
        for item in cases {
            let parameters = (item["parameters"].object ?? JSONObject()).merging(["precision": "double"])
            let model = try Trained.train(parameters, on: split.train)
            #expect(largestDifference(Trained.estimates(model, validation), item["estimates"].numbers) < 1e-9)
            let user = model.users.position(of: validation.users[Int(validation.userPositions[0])])
            let known = model.items.position(of: validation.items[Int(validation.itemPositions[0])])
            let unknown = [
                model.estimate(user: nil, item: known), model.estimate(user: user, item: nil),
                model.estimate(user: nil, item: nil),
            ]
            #expect(largestDifference(unknown, item["unknown"].numbers) < 1e-9)
        }
    }

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func doublePrecisionEqualsTheGoldenNumbers() throws {
        let golden = try Reference.object(at: SharedFolder.golden("svd_small.json"))
        let train = RatingTable(rows: (golden["train"]?.array ?? []).map(\.numbers))
        let test = RatingTable(rows: (golden["test"]?.array ?? []).map(\.numbers))
        for item in golden["cases"]?.array ?? [] {
            let model = try Trained.train(
                (item["params"].object ?? JSONObject()).merging(["precision": "double"]), on: train)
            #expect(largestDifference(Trained.estimates(model, test), item["predictions"].numbers) < 1e-9)
            #expect(
                model.users.ids.map(\.description) == (item["inner_users"].array ?? []).map { $0.string ?? $0.text() })
            let archive = try model.encode()
            for (name, expected) in [("bu", item["bu"]), ("bi", item["bi"]), ("pu", item["pu"]), ("qi", item["qi"])]
            where expected != .null {
                let flat =
                    expected.array?.first?.array == nil ? expected.numbers : (expected.array ?? []).flatMap(\.numbers)
                #expect(largestDifference(archive.numbers(name), flat) < 1e-9, "\(name) differs")
            }
        }
    }

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func movieLensInDoublePrecisionEqualsSurprise() throws {
        let golden = try Reference.object(at: SharedFolder.golden("svd_ml100k.json"))
        let table = try MovieLens.load(.oneHundredThousand, path: SharedFolder.movieLens100k.path)
        let split = try table.split(by: .random, ratios: [0.75], seed: 42)
        for item in golden["cases"]?.array ?? [] {
            let given = item["params"].object ?? JSONObject()
            let model = try Trained.train(given.merging(["precision": "double"]), on: split.train)
            let estimates = Trained.estimates(model, split.test)
            #expect(largestDifference(Array(estimates.prefix(500)), item["predictions"].numbers) < 1e-6)
            let exact = RatingErrors(truth: split.test.ratings, estimates: estimates).rmse
            #expect(abs(exact - (item["rmse"].number ?? .nan)) < 1e-6)
            let single = RatingErrors(
                truth: split.test.ratings,
                estimates: Trained.estimates(try Trained.train(given, on: split.train), split.test)
            ).rmse
            #expect(abs(single - exact) < 1e-3)
        }
    }

    @Test func theWholeRoadGivesThePeersNumbers() throws {
        let split = try Trained.referenceSplit()
        let model = try Trained.train(
            ["n_factors": 6, "n_epochs": 15, "random_state": 42, "precision": "double"], on: split.train)
        let expected = Reference.json["pipeline"]?.object ?? JSONObject()
        let metrics = try expected.keys.map { try Metric(parsing: $0) }
        let values = try Judging(metrics).values(of: model, on: try #require(split.validation), stop: StopFlag())
        #expect(values.count == 6)
        for value in values {
            #expect(abs(value.value - (expected[value.metric.name]?.number ?? .nan)) < 1e-9, "\(value.metric.name)")
        }
    }

    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func theWholeRoadOverMovieLensGivesTheGoldenNumbers() throws {
        let golden = try Reference.object(at: SharedFolder.golden("pipeline.json"))
        let table = try MovieLens.load(.oneHundredThousand, path: SharedFolder.movieLens100k.path)
        let split = try table.split(by: .random, ratios: [0.7, 0.15, 0.15], seed: 42)
        let parameters = (golden["svd"]?.object ?? JSONObject()).merging(["precision": "double"])
        let model = try Trained.train(parameters, on: split.train)
        let expected = golden["expected"]?.object ?? JSONObject()
        let metrics = try expected.keys.map { try Metric(parsing: $0) }
        let values = try Judging(metrics).values(of: model, on: try #require(split.validation), stop: StopFlag())
        #expect(values.count == 6)
        for value in values {
            #expect(
                abs(value.value - (expected[value.metric.name]?.number ?? .nan)) < 1e-9, "\(value.metric.name) differs")
        }
    }

    @Test func singlePrecisionIsNearDouble() throws {
        let split = try Trained.referenceSplit()
        let given: JSONObject = ["n_factors": 20, "n_epochs": 20]
        let rmse = try ["single", "double"].map { precision in
            let model = try Trained.train(given.merging(["precision": .string(precision)]), on: split.train)
            return RatingErrors(truth: split.test.ratings, estimates: Trained.estimates(model, split.test)).rmse
        }
        #expect(abs(rmse[0] - rmse[1]) < 1e-3)
    }

    @Test func theSameSeedGivesTheSameBits() throws {
        let split = try Trained.referenceSplit()
        let models = try (0..<2).map { _ in try Trained.train(["n_epochs": 3, "random_state": 5], on: split.train) }
        #expect(Trained.estimates(models[0], split.test) == Trained.estimates(models[1], split.test))
    }

    /// Above a million ratings threads learn side by side.
    @Test func manyRatingsGiveTheSameBitsAtAnyNumberOfThreads() throws {
        let (users, items, count) = (3000, 700, 1_060_000)
        let rows = 0..<count
        let trainset = try Trainset(
            RatingTable(
                users: Vocabulary((0..<users).map(EntityID.integer)),
                items: Vocabulary((0..<items).map(EntityID.integer)),
                userPositions: rows.map { Int32($0 % users) },
                itemPositions: rows.map { Int32(($0 / users + $0 % users * 13) % items) },
                ratings: rows.map { Double(1 + $0 % users % 3 + ($0 / users + $0 % users * 13) % items % 3) },
                scale: 1...5))
        func train(_ precision: String, threads: Int) throws -> TrainedModel {
            var run = TrainingRun(
                algorithm: SVDAlgorithm(),
                parameters: ["n_factors": 8, "n_epochs": 2, "precision": .string(precision)], trainset: trainset)
            run.threads = threads
            return try run.run(stop: StopFlag())
        }
        let (one, three) = (try train("single", threads: 1), try train("single", threads: 3))
        #expect(one.curve == three.curve)
        for user in stride(from: 0, to: users, by: 37) {
            for item in stride(from: 0, to: items, by: 11) {
                #expect(
                    one.recommender.estimate(user: user, item: item)
                        == three.recommender.estimate(user: user, item: item))
            }
        }
        // Every rating is learned from once an epoch, in whatever order.
        let inOrder = try train("double", threads: 1)
        #expect(abs((one.curve[1].loss ?? 0) - (inOrder.curve[1].loss ?? 1)) < 0.01)
    }

    @Test func parametersThatMakeNoSenseAreNamed() throws {
        let train = try Trained.referenceSplit().train
        for (given, word) in [
            (["n_factor": 3], "n_factors"), (["n_factors": 0], "from 1 to"), (["lr_all": -1], "lr_all"),
            (["n_epochs": 2.5], "n_epochs"),
            (["precision": "half"], "precision"), (["biased": 3], "true or false"),
        ] as [(JSONObject, String)] {
            let error = #expect(throws: RecommenderError.self) { try Trained.train(given, on: train) }
            #expect(error?.description.contains(word) == true)
        }
    }

    @Test func divergenceIsAnErrorThatNamesTheRates() throws {
        let train = try Trained.referenceSplit().train
        let error = #expect(throws: RecommenderError.self) {
            try Trained.train(["lr_all": 50, "n_epochs": 50], on: train)
        }
        #expect(error?.description.contains("lr_all 50") == true)
    }

    @Test func earlyStoppingKeepsTheBestEpoch() throws {
        let split = try Trained.referenceSplit()
        var run = TrainingRun(
            algorithm: SVDAlgorithm(), parameters: ["n_epochs": 400, "lr_all": 0.05, "reg_all": 0],
            trainset: try Trainset(split.train))
        run.validation = split.validation
        run.earlyStop = 5
        let trained = try run.run(stop: StopFlag())
        let values = trained.curve.compactMap(\.validation)
        let best = try #require(values.min())
        #expect(trained.curve.count < 400)
        #expect(values.suffix(5).allSatisfy { $0 >= best })
        let judged = try Judging([.rmse]).values(
            of: trained.recommender, on: try #require(split.validation), stop: StopFlag())
        #expect(judged[0].value == best)
    }

    @Test func aStoppedTrainingLeavesNoModel() throws {
        let stop = StopFlag()
        stop.stop()
        let run = TrainingRun(
            algorithm: SVDAlgorithm(), parameters: [:], trainset: try Trainset(try Trained.referenceSplit().train))
        #expect(throws: ComputeError.stopped) { try run.run(stop: stop) }
    }

    @Test func listsLeaveOutWhatWasSeenUnlessToldOtherwise() throws {
        let train = try Trained.referenceSplit().train
        let model = try Trained.train(["n_epochs": 2], on: train)
        let lists = try model.rank(users: Array(0..<model.users.count), count: 5, removingSeen: true, stop: StopFlag())
        for (user, list) in lists.enumerated() {
            #expect(list.allSatisfy { !model.seen.contains($0.item, of: user) })
            #expect(zip(list, list.dropFirst()).allSatisfy { $0.score >= $1.score })
        }
        let all = try model.rank(users: [0], count: 1000, removingSeen: false, stop: StopFlag())
        #expect(all[0].count == model.items.count)
    }

    @Test func theNearestItemsLeaveOutTheItemItself() throws {
        let model = try Trained.train(["n_epochs": 5], on: try Trained.referenceSplit().train)
        let near = model.similar(to: 3, count: 4)
        #expect(near.count == 4)
        #expect(near.allSatisfy { $0.item != 3 && $0.score <= 1.0001 && $0.score >= -1.0001 })
    }

    @Test func unknownModelsComeWithTheNearestName() {
        #expect(throws: RecommenderError.unknownAlgorithm("svdd", nearest: "svd", known: Algorithms.names)) {
            try Algorithms.named("svdd")
        }
    }
}
