import Compute
import Kernels
package import Metrics
import Ratings
package import Values

/// The items that most have rated, for everyone: what a ranking is worth that knows no one.
package struct PopularAlgorithm: LearningAlgorithm {
    package init() {}

    package var name: String { "popular" }
    package var summary: String { "the items with the most ratings, the same for everyone" }
    package var parameters: [ParameterDescription] { [] }
    package var seedParameter: String? { nil }
    package var trainingLoss: TrainingLoss? { nil }
    package var usualMetrics: [Metric] { .usualOfLists }
    package var defaultSpace: JSONObject { [:] }

    package func check(_ parameters: JSONObject) throws(RecommenderError) {
        _ = try ParameterValues(learner: parameters, of: self.parameters)
    }

    package func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer {
        try check(parameters)
        var counts = [Double](repeating: 0, count: trainset.items.count)
        for item in trainset.itemRows { counts[Int(item)] += 1 }
        let model = PopularModel(facts: trainset.facts(scale: 0...(counts.max() ?? 0)), counts: counts)
        return DirectTrainer {
            try makeTrainer($0, on: trainset, threads: threads, pretrained: [])
        } fit: { _ in
            model
        }
    }

    package func decode(_ archive: ModelArchive) throws -> any Recommender {
        let facts = try archive.trainingFacts()
        return PopularModel(
            facts: facts, counts: try archive.scalars("ratings", shape: [facts.items.count], as: Double.self))
    }
}

struct PopularModel: ScoringRecommender {
    let facts: TrainingFacts
    let ranking: ItemRanking<Double>
    /// Ratings of each item in training.
    private let counts: [Double]

    init(facts: TrainingFacts, counts: [Double]) {
        self.facts = facts
        self.counts = counts
        ranking = ItemRanking(items: facts.items, seen: facts.seen)
    }

    var algorithm: String { "popular" }
    var parameters: JSONObject { [:] }

    func estimate(user: Int?, item: Int?) -> Double { item.map { counts[$0] } ?? 0 }
    func fillScores(of user: Int, into scores: inout [Double]) { scores = counts }
    func scores(newcomer ratings: [KnownRating], stop: StopFlag) throws -> [Double]? { counts }

    /// By how many rated them: an item's nearest are those that are about as popular.
    func similar(to item: Int, count: Int) -> [ScoredItem] {
        CosineNeighbors.nearest(to: item, count: count, itemCount: items.count) { one, other in
            min(counts[one], counts[other])
        }
    }

    func encode() -> ModelArchive {
        var archive = ModelArchive(of: self)
        archive.sections["ratings"] = .scalars(counts, shape: [counts.count])
        return archive
    }
}
