import Compute
import Kernels
import Ratings
import Values

/// Trained biases. Estimates are clipped to the scale, before ranking too, as Surprise does.
struct BaselineModel: Recommender {
    let facts: TrainingFacts
    private let configuration: BaselineConfiguration
    private let biases: BaselineBiases
    private let ranking: ItemRanking<Double>

    init(configuration: BaselineConfiguration, facts: TrainingFacts, biases: BaselineBiases) {
        self.configuration = configuration
        self.facts = facts
        self.biases = biases
        ranking = ItemRanking(items: facts.items, seen: facts.seen)
    }

    var algorithm: String { "baseline" }
    var parameters: JSONObject { configuration.parameters }

    func estimate(user: Int?, item: Int?) -> Double { clip(biases.estimate(user: user, item: item)) }

    private func clip(_ value: Double) -> Double { min(max(value, scale.lowerBound), scale.upperBound) }

    func rank(users: [Int], count: Int, removingSeen: Bool, stop: StopFlag) throws -> [[ScoredItem]] {
        try ranking.rank(users: users, count: count, removingSeen: removingSeen, stop: stop) { user, scores in
            for item in scores.indices { scores[item] = estimate(user: user, item: item) }
        }
    }

    /// By their biases, for nothing else is known of items: `1 / (1 + |b_i − b_j|)`.
    func similar(to item: Int, count: Int) -> [ScoredItem] {
        NearestItems.nearest(to: item, count: count, itemCount: items.count) { other in
            1 / (1 + abs(biases.items[item] - biases.items[other]))
        }
    }

    /// With the bias that the newcomer's ratings give; see `BaselineBiases.bias`.
    func scores(newcomer ratings: [KnownRating], stop: StopFlag) throws -> [Double]? {
        let bias = biases.bias(of: ratings, configuration)
        return biases.items.map { clip(biases.mean + bias + $0) }
    }

    func encode() -> ModelArchive {
        var archive = ModelArchive(of: self)
        archive.facts["global_mean"] = .number(biases.mean)
        archive.sections["bu"] = .scalars(biases.users, shape: [users.count])
        archive.sections["bi"] = .scalars(biases.items, shape: [items.count])
        return archive
    }

    /// - Throws: `ModelArchive.Fault`.
    init(decoding archive: ModelArchive) throws {
        let known = try archive.trainingFacts()
        guard let mean = archive.facts["global_mean"]?.number else { throw ModelArchive.Fault("it has no global mean") }
        self.init(
            configuration: try archive.configuration(BaselineConfiguration.init), facts: known,
            biases: BaselineBiases(
                mean: mean, users: try archive.scalars("bu", shape: [known.users.count], as: Double.self),
                items: try archive.scalars("bi", shape: [known.items.count], as: Double.self)))
    }
}
