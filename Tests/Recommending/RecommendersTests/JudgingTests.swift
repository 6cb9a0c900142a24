import Compute
import Metrics
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

/// One way to judge, whatever is judged and by whichever protocol.
@Suite struct JudgingTests {
    private let split: DataSplit
    private let model: any Recommender

    init() throws {
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings, synthetic.seed) = (60, 40, 900, 3)
        let table = try synthetic.make().table
        split = try table.split(by: .leaveOneOut, ratios: [], seed: 1, filterBy: .user).drawingNegatives(15, seed: 1)
        model = try TrainingRun(
            algorithm: SVDAlgorithm(), parameters: ["n_epochs": 5, "precision": "double"],
            trainset: try Trainset(split.train)
        ).run(stop: StopFlag()).recommender
    }

    /// Every user's score of every item, as if another program had made them.
    private func predictions(_ score: (Int, Int) -> Double) -> RatingTable {
        var (users, items, scores): ([Int32], [Int32], [Double]) = ([], [], [])
        for user in 0..<model.users.count {
            for item in 0..<model.items.count {
                users.append(Int32(user))
                items.append(Int32(item))
                scores.append(score(user, item))
            }
        }
        return RatingTable(
            users: model.users, items: model.items, userPositions: users, itemPositions: items, ratings: scores,
            scale: 1...5)
    }

    private var metrics: [Metric] { [.rmse, .ndcg(5), .precision(5), .mae] }

    @Test(arguments: JudgingProtocol.allCases) func predictionsAreJudgedAsTheModelThatMadeThem(way: JudgingProtocol)
        throws
    {
        let judging = Judging(metrics, by: way, removingSeen: false)
        let own = try judging.values(of: model, on: split.test, stop: StopFlag())
        let made = predictions { model.estimate(user: $0, item: $1) }
        let others = try judging.values(of: made, on: split.test, stop: StopFlag())
        #expect(own.map(\.metric) == metrics && others.map(\.metric) == metrics)
        for (one, other) in zip(own, others) { #expect(abs(one.value - other.value) < 1e-12, "\(one.metric.name)") }
    }

    @Test(arguments: JudgingProtocol.allCases) func valuesComeInTheOrderThatWasAskedFor(way: JudgingProtocol) throws {
        let values = try Judging(metrics.reversed(), by: way).values(of: model, on: split.test, stop: StopFlag())
        #expect(values.map(\.metric) == metrics.reversed())
    }

    @Test(arguments: JudgingProtocol.allCases) func whoKnowsNoneOfTheUsersSaysSo(way: JudgingProtocol) throws {
        let strangers = RatingTable(
            users: Vocabulary([.text("a")]), items: split.test.items, userPositions: [0], itemPositions: [0],
            ratings: [3], scale: 1...5
        ).with(negatives: split.test.selecting(rows: [0]).negatives)
        #expect(throws: RecommenderError.strangers(kind: "users")) {
            try Judging([.ndcg(5)], by: way).values(of: model, on: strangers, stop: StopFlag())
        }
    }

    @Test func leaveOneOutNeedsDrawnItems() throws {
        let bare = split.test.with(negatives: nil)
        for judged in [bare] {
            #expect(throws: RecommenderError.noDrawnNegatives) {
                try Judging([.ndcg(5)], by: .leaveOneOut).values(of: model, on: judged, stop: StopFlag())
            }
            #expect(throws: RecommenderError.noDrawnNegatives) {
                try Judging([.ndcg(5)], by: .leaveOneOut).values(
                    of: predictions { _, _ in 1 }, on: judged, stop: StopFlag())
            }
        }
    }

    @Test func scoresThatAreAllAlikeAreJudgedAsAGuess() throws {
        let values = try Judging([try Metric(parsing: "hit@8")], by: .leaveOneOut).values(
            of: predictions { _, _ in 1 }, on: split.test, stop: StopFlag())
        // The held-out item stands in the middle of sixteen: rank 7, counted from 0.
        #expect(values[0].value == 1)
    }

    @Test func anItemWithoutAPredictionStandsBehindAllThatHaveOne() throws {
        let held = Set(split.test.itemPositions)
        let some = predictions { _, _ in 1 }
        let rows = (0..<some.count).filter { row in
            guard let position = split.test.items.position(of: some.items[Int(some.itemPositions[row])]) else {
                return true
            }
            return !held.contains(Int32(position))
        }
        let values = try Judging([try Metric(parsing: "hit@1")], by: .leaveOneOut).values(
            of: some.selecting(rows: rows), on: split.test, stop: StopFlag())
        #expect(values[0].value == 0)
    }

    @Test func aRequestToStopIsHeard() throws {
        let stop = StopFlag()
        stop.stop()
        for way in JudgingProtocol.allCases {
            #expect(throws: ComputeError.stopped) {
                try Judging([.ndcg(5)], by: way).values(of: model, on: split.test, stop: stop)
            }
        }
    }

    @Test(arguments: JudgingProtocol.allCases) func valuesOfUsersComeFromTheSamePass(way: JudgingProtocol) throws {
        let judging = Judging(metrics, by: way)
        let measured = try judging.measured(of: model, on: split.test, stop: StopFlag())
        let values = try judging.values(of: model, on: split.test, stop: StopFlag())
        #expect(measured.map(\.value) == values.map(\.value))
        // One rating of each user is held out.
        let users = Set(split.test.userPositions)
        for one in measured { #expect(Set(one.users?.users ?? []) == users, "\(one.metric.name)") }
    }

    @Test func severalHeldOutItemsOfAUserAreOneUnit() throws {
        let rows = (0..<split.test.count).flatMap { [$0, $0] }
        let doubled = split.test.selecting(rows: rows)
        let judging = Judging([.ndcg(5)], by: .leaveOneOut)
        let once = try #require(try judging.measured(of: model, on: split.test, stop: StopFlag())[0].users)
        let twice = try judging.measured(of: model, on: doubled, stop: StopFlag())[0]
        #expect(twice.users?.values == once.values && twice.users?.users == once.users)
        let paired = once.paired(with: try #require(twice.users))
        #expect(paired.own == paired.others)
    }

    @Test func whatModelsWereTrainedOnIsCompared() throws {
        let trainset = try Trainset(split.train)
        func trained(_ table: RatingTable) throws -> any Recommender {
            try TrainingRun(
                algorithm: SVDAlgorithm(), parameters: ["n_epochs": 1], trainset: try Trainset(table)
            ).run(stop: StopFlag()).recommender
        }
        #expect(trainset.users.count == model.users.count)
        let backwards = split.train.selecting(rows: (0..<split.train.count).reversed())
        #expect(model.sawTheSame(as: try trained(backwards)))
        let fewer = split.train.selecting(rows: Array(1..<split.train.count))
        #expect(try !model.sawTheSame(as: trained(fewer)))
        let other = fewer.joined(with: split.test.selecting(rows: [0]))
        #expect(try !model.sawTheSame(as: trained(other)))
        #expect(model.knows(split.train).trained == split.train.count && model.knows(split.test).trained == 0)
    }
}
