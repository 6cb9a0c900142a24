import Compute
import Foundation
import Metrics
import RatingSources
import Ratings
import Recommenders
import TestSupport
import Values

/// The peers' numbers of learners that rank, and trainings to compare with them.
struct GoldenRankings {
    let golden: JSONObject
    let table: RatingTable

    init() throws {
        golden = try Reference.object(at: SharedFolder.golden("learners.json"))
        table = RatingTable(rows: (golden["train"]?.array ?? []).map(\.numbers))
    }

    func ids(_ name: String) -> [EntityID] { (golden[name]?.integers ?? []).map(EntityID.integer) }

    static func movieLens() throws -> DataSplit {
        try MovieLens.load(.oneHundredThousand, path: SharedFolder.movieLens100k.path)
            .split(by: .random, ratios: [0.8, 0.1, 0.1], seed: 42)
    }

    static func run(
        _ name: String, _ parameters: JSONObject, on table: RatingTable, threads: Int = 1
    ) throws -> TrainedModel {
        var run = TrainingRun(
            algorithm: try Algorithms.named(name), parameters: parameters, trainset: try Trainset(table))
        run.threads = threads
        return try run.run(stop: StopFlag())
    }

    /// A newcomer's ratings of these items, each a 1.
    static func likes(_ items: [EntityID], _ model: any Recommender) -> [KnownRating] {
        items.compactMap { model.items.position(of: $0) }.map { KnownRating(item: $0, rating: 1) }
    }

    static func ndcg(_ model: any Recommender, on table: RatingTable) throws -> Double {
        try Judging([.ndcg(10)]).values(of: model, on: table, stop: StopFlag())[0].value
    }
}

extension RatingTable {
    /// Synthetic ratings with enough users and items to be cut into blocks.
    static func synthetic(users: Int, items: Int, ratings: Int) throws -> RatingTable {
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings, synthetic.seed) = (users, items, ratings, 7)
        return try synthetic.make().table
    }
}
