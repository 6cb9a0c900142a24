import Compute
import Kernels
package import Metrics
import RandomSource
import Ratings
package import Values

/// Scores drawn at random: what a ranking is worth that knows nothing.
package struct RandomAlgorithm: LearningAlgorithm {
    private static let seed = Parameter(
        "random_state", 0...Int(UInt32.max), default: 0, help: "seed of the draws; another one gives other lists")

    package init() {}

    package var name: String { "random" }
    package var summary: String { "a score drawn for each user and item, to compare with" }
    package var parameters: [ParameterDescription] { [Self.seed.description] }
    package var seedParameter: String? { "random_state" }
    package var trainingLoss: TrainingLoss? { nil }
    package var usualMetrics: [Metric] { .usualOfLists }
    package var defaultSpace: JSONObject { [:] }

    package func check(_ parameters: JSONObject) throws(RecommenderError) { _ = try read(parameters) }

    private func read(_ parameters: JSONObject) throws(RecommenderError) -> ParameterValues {
        try ParameterValues(learner: parameters, of: self.parameters)
    }

    package func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer {
        let values = try read(parameters)
        let model = RandomModel(
            parameters: values.json, facts: trainset.facts(scale: 0...1), seed: UInt64(values[Self.seed]))
        return DirectTrainer {
            try makeTrainer($0, on: trainset, threads: threads, pretrained: [])
        } fit: { _ in
            model
        }
    }

    package func decode(_ archive: ModelArchive) throws -> any Recommender {
        RandomModel(
            parameters: archive.parameters, facts: try archive.trainingFacts(),
            seed: UInt64(clamping: archive.parameters["random_state"]?.integer ?? 0))
    }
}

struct RandomModel: ScoringRecommender {
    let parameters: JSONObject
    let facts: TrainingFacts
    let ranking: ItemRanking<Double>
    private let generator: SplittableGenerator

    init(parameters: JSONObject, facts: TrainingFacts, seed: UInt64) {
        self.parameters = parameters
        self.facts = facts
        generator = SplittableGenerator(seed: seed)
        ranking = ItemRanking(items: facts.items, seen: facts.seen)
    }

    var algorithm: String { "random" }

    /// Strangers have a row of their own.
    private func score(_ user: Int?, _ item: Int) -> Double {
        var draws = generator.stream(UInt64(user.map { $0 + 1 } ?? 0) << 32 | UInt64(item))
        return draws.nextUniform()
    }

    func estimate(user: Int?, item: Int?) -> Double { score(user, item ?? items.count) }

    func fillScores(of user: Int, into scores: inout [Double]) {
        for item in scores.indices { scores[item] = score(user, item) }
    }

    /// Nothing is like anything: no item is near.
    func similar(to item: Int, count: Int) -> [ScoredItem] {
        CosineNeighbors.nearest(to: item, count: count, itemCount: items.count) { $0 == $1 ? 1 : 0 }
    }

    func scores(newcomer ratings: [KnownRating], stop: StopFlag) throws -> [Double]? {
        (0..<items.count).map { score(nil, $0) }
    }

    func encode() -> ModelArchive { ModelArchive(of: self) }
}
