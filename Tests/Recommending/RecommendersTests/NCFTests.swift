import Compute
import Metrics
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

/// Ratings with groups of users who like groups of items.
private func clubs(users: Int = 60, items: Int = 48, clubs: Int = 4) -> RatingTable {
    var rows: [[Double]] = []
    for user in 0..<users {
        for item in 0..<items where item % clubs == user % clubs && (item / clubs + user) % 3 != 0 {
            rows.append([Double(user), Double(item), 5, Double(item)])
        }
    }
    return RatingTable(rows: rows)
}

private func train(
    _ parameters: JSONObject, on table: RatingTable, threads: Int = 1, pretrained: [any Recommender] = []
) throws -> TrainedModel {
    var run = TrainingRun(
        algorithm: NCFAlgorithm(), parameters: JSONObject([("n_epochs", 3)]).merging(parameters),
        trainset: try Trainset(table))
    run.threads = threads
    run.pretrained = pretrained
    return try run.run(stop: StopFlag())
}

@Suite struct NCFTests {
    private static let types = ["GMF", "MLP", "NeuMF"]

    @Test(arguments: types) func aModelLearnsWhatItsUsersLike(type: String) throws {
        let table = clubs()
        let trained = try train(
            ["model_type": .string(type), "n_epochs": 60, "learning_rate": 0.01, "batch_size": 32, "seed": 2],
            on: table)
        #expect(trained.curve.count == 60)
        let losses = trained.curve.compactMap(\.loss)
        #expect(losses.count == 60 && losses[59] < losses[0] / 2)
        let lists = try trained.recommender.rank(
            users: Array(0..<60), count: 5, removingSeen: true, stop: StopFlag())
        let model = trained.recommender
        // A user has not rated a third of the club's twelve items: four of the five best can be of the club.
        var hits = 0
        for (user, list) in lists.enumerated() {
            guard case .integer(let id) = model.users[user] else { continue }
            for scored in list {
                if case .integer(let item) = model.items[scored.item], item % 4 == id % 4 { hits += 1 }
            }
        }
        #expect(hits > 150, "of 240 that are possible; 75 come by chance")
    }

    @Test(arguments: types) func theSameSeedGivesTheSameBitsAtAnyNumberOfThreads(type: String) throws {
        let table = try Trained.referenceSplit().train
        func estimates(_ seed: Int, _ threads: Int) throws -> [Double] {
            let model = try train(
                ["model_type": .string(type), "seed": .integer(seed), "batch_size": 256], on: table, threads: threads
            ).recommender
            return Trained.estimates(model, table)
        }
        let first = try estimates(5, 1)
        #expect(try estimates(5, 1) == first)
        #expect(try estimates(5, 2) == first)
        #expect(try estimates(6, 1) != first)
    }

    /// A small batch is learned from by one thread while another draws, a large one is shared.
    @Test(arguments: [64, 1024]) func sharedBatchesAndExamplesDrawnAheadChangeNoBit(batchSize: Int) throws {
        let table = try Trained.referenceSplit().train
        let parameters: JSONObject = [
            "layer_sizes": [64, 32, 8], "batch_size": .integer(batchSize), "n_epochs": 4, "learning_rate": 0.01,
        ]
        let alone = try train(parameters, on: table)
        let shared = try train(parameters, on: table, threads: 2)
        #expect(shared.curve == alone.curve)
        #expect(Trained.estimates(shared.recommender, table) == Trained.estimates(alone.recommender, table))
    }

    @Test func scoresOfListsAreTheEstimates() throws {
        let table = try Trained.referenceSplit().train
        for type in Self.types {
            let model = try train(["model_type": .string(type)], on: table).recommender
            let list = try model.rank(users: [3], count: 40, removingSeen: false, stop: StopFlag())[0]
            #expect(list.map(\.score) == list.map(\.score).sorted(by: >))
            for scored in list { #expect(abs(scored.score - model.estimate(user: 3, item: scored.item)) < 1e-6) }
            #expect(list.allSatisfy { $0.score > 0 && $0.score < 1 })
            #expect((0...1).contains(model.estimate(user: nil, item: nil)))
        }
    }

    @Test func validationChangesNoBitOfTheTraining() throws {
        let split = try Trained.referenceSplit()
        let plain = try train([:], on: split.train).recommender
        var run = TrainingRun(
            algorithm: NCFAlgorithm(), parameters: ["n_epochs": 3], trainset: try Trainset(split.train))
        run.validation = split.validation
        run.judging = Judging([.ndcg(5)])
        let validated = try run.run(stop: StopFlag())
        #expect(validated.curve.allSatisfy { $0.validation != nil })
        #expect(Trained.estimates(validated.recommender, split.test) == Trained.estimates(plain, split.test))
    }

    @Test(arguments: ["adam", "sgd", "adagrad"]) func everyOptimizerLearnsAndDecays(optimizer: String) throws {
        let table = clubs()
        let rate = optimizer == "sgd" ? 5.0 : 0.05
        func losses(_ decay: Double) throws -> [Double] {
            try train(
                [
                    "model_type": "GMF", "optimizer": .string(optimizer), "learning_rate": .number(rate),
                    "weight_decay": .number(decay), "n_epochs": 40,
                ], on: table
            ).curve.compactMap(\.loss)
        }
        let free = try losses(0)
        #expect(try #require(free.last) < free[0])
        #expect(try #require(losses(1 / rate / 10).last) > free[39], "weights that are pulled to 0 fit less")
    }

    @Test func aPretrainedNeuMFBeginsWithItsPartsWeightedByAlpha() throws {
        let table = try Trained.referenceSplit().train
        let gmf = try train(["model_type": "GMF", "n_factors": 4], on: table).recommender
        let mlp = try train(["model_type": "MLP", "layer_sizes": [8, 4]], on: table).recommender
        let joined: JSONObject = ["n_factors": 4, "layer_sizes": [8, 4], "learning_rate": 0, "n_epochs": 1]
        func logit(_ probability: Double) -> Double { Logit.of(probability) }
        for alpha in [0.0, 0.25, 1.0] {
            let both = try train(joined.merging(["alpha": .number(alpha)]), on: table, pretrained: [gmf, mlp])
                .recommender
            for (user, item) in [(0, 0), (3, 7), (20, 11)] {
                let expected =
                    alpha * logit(gmf.estimate(user: user, item: item))
                    + (1 - alpha) * logit(mlp.estimate(user: user, item: item))
                #expect(abs(logit(both.estimate(user: user, item: item)) - expected) < 1e-5)
            }
        }
        #expect(throws: RecommenderError.self) { try train(joined, on: table, pretrained: [mlp, gmf]) }
        #expect(throws: RecommenderError.self) { try train(joined, on: table, pretrained: [gmf]) }
        #expect(throws: RecommenderError.self) {
            try train(joined.merging(["n_factors": 5]), on: table, pretrained: [gmf, mlp])
        }
        #expect(throws: RecommenderError.self) {
            try train(joined.merging(["model_type": "GMF"]), on: table, pretrained: [gmf, mlp])
        }
        #expect(throws: RecommenderError.self) { try train(joined, on: clubs(), pretrained: [gmf, mlp]) }
    }

    @Test func whatCannotBeTrainedIsRefusedWithTheReason() throws {
        let table = try Trained.referenceSplit().train
        for bad: JSONObject in [
            ["layer_sizes": [15, 8]], ["layer_sizes": []], ["layer_sizes": [0, 4]], ["learning_rate": -1],
            ["model_type": "DeepFM"], ["n_neg": -1], ["optimizer": "lion"], ["layer_sizes": [8.5]],
        ] { #expect(throws: RecommenderError.self, "\(bad)") { try train(bad, on: table) } }
        #expect(throws: RecommenderError.oneItem) {
            try train([:], on: RatingTable(rows: [[1, 1, 5, 0], [2, 1, 4, 0]]))
        }
        #expect(throws: RecommenderError.noNegatives) {
            try train([:], on: RatingTable(rows: [[1, 1, 5, 0], [1, 2, 4, 0]]))
        }
        #expect(throws: RecommenderError.noPositives) {
            try train([:], on: RatingTable(rows: [[1, 1, 0, 0], [1, 2, 0, 0], [2, 1, 0, 0]]))
        }
        let large = try #require(throws: RecommenderError.self) {
            try train(["layer_sizes": [1_000_000, 900_000]], on: table)
        }
        #expect(large.description.contains("TB"), "it says how much it would take: \(large)")
        let diverged = try #require(throws: RecommenderError.self) {
            try train(["learning_rate": 5000, "n_epochs": 20], on: table)
        }
        #expect(diverged.description.contains("learning_rate 5000"))
    }

    @Test func aStoppedTrainingLeavesNothing() throws {
        let stop = StopFlag()
        stop.stop()
        let run = TrainingRun(
            algorithm: NCFAlgorithm(), parameters: [:], trainset: try Trainset(Trained.referenceSplit().train))
        #expect(throws: ComputeError.stopped) { try run.run(stop: stop) }
    }

    @Test func aNameOfAnotherCaseMeansTheSame() throws {
        let table = try Trained.referenceSplit().train
        #expect(try train(["model_type": "neumf"], on: table).recommender.parameters["model_type"] == "NeuMF")
    }
}

@Suite struct NCFFileTests {
    @Test(arguments: ["GMF", "MLP", "NeuMF"], ["single", "double"])
    func anOpenedModelGivesTheSameBits(type: String, precision: String) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let split = try Trained.referenceSplit()
        let model = try train(
            ["model_type": .string(type), "precision": .string(precision), "layer_sizes": [12, 6, 3]], on: split.train
        ).recommender
        try ModelFile.write(model, to: folder.file("m.model"))
        let opened = try ModelFile.read(folder.file("m.model"))
        #expect(Trained.estimates(opened, split.test) == Trained.estimates(model, split.test))
        #expect(opened.parameters == model.parameters)
        #expect(opened.similar(to: 2, count: 3) == model.similar(to: 2, count: 3))
    }
}

@Suite struct LeaveOneOutTests {
    @Test func theHeldOutItemIsRankedAmongItsNegatives() throws {
        let split = try RatingTable(rows: Reference.rows).split(by: .leaveOneOut, ratios: []).drawingNegatives(
            9, seed: 1)
        let model = try train(["n_epochs": 5], on: split.train).recommender
        let metrics: [Metric] = [try Metric(parsing: "hit@3"), .ndcg(3), try Metric(parsing: "mrr@10")]
        let found = try Judging(metrics, by: .leaveOneOut).values(of: model, on: split.test, stop: StopFlag())
        // The same by sorting.
        let negatives = try #require(split.test.negatives)
        var (hits, gains, reciprocal) = (0.0, 0.0, 0.0)
        for row in 0..<split.test.count {
            let user = model.users.position(of: split.test.users[Int(split.test.userPositions[row])])
            let own = model.estimate(
                user: user, item: model.items.position(of: split.test.items[Int(split.test.itemPositions[row])]))
            let others = negatives.places(ofRow: row).map { place in
                model.estimate(user: user, item: model.items.position(of: negatives.pool[Int(place)]))
            }
            let rank = 1 + others.count { $0 > own }
            if rank <= 3 {
                hits += 1
                gains += Logit.two / Logit.natural(Double(rank + 1))
            }
            reciprocal += 1 / Double(rank)
        }
        let count = Double(split.test.count)
        #expect(largestDifference(found.map(\.value), [hits / count, gains / count, reciprocal / count]) < 1e-12)
    }

    @Test func aModelThatScoresAllAlikeIsJudgedAsOneThatGuesses() throws {
        let split = try RatingTable(rows: Reference.rows).split(by: .leaveOneOut, ratios: []).drawingNegatives(
            9, seed: 1)
        let model = try train(["model_type": "GMF", "learning_rate": 0, "weight_decay": 0], on: split.train).recommender
        let constant = try train(
            ["optimizer": "sgd", "learning_rate": 1, "weight_decay": 1, "n_epochs": 1, "model_type": "GMF"],
            on: split.train
        ).recommender
        #expect(Set(Trained.estimates(constant, split.test)).count < Set(Trained.estimates(model, split.test)).count)
        let hit = try Judging([try Metric(parsing: "hit@3")], by: .leaveOneOut).values(
            of: constant, on: split.test, stop: StopFlag())[0].value
        #expect(hit < 0.7, "all scores are equal, so not everyone is a hit")
    }

    @Test func withoutDrawnNegativesThereIsNothingToRankAgainst() throws {
        let split = try Trained.referenceSplit()
        let model = try train([:], on: split.train).recommender
        #expect(throws: RecommenderError.noDrawnNegatives) {
            try Judging([.ndcg(3)], by: .leaveOneOut).values(of: model, on: split.test, stop: StopFlag())
        }
    }
}
