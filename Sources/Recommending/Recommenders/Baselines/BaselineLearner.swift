import Compute
package import Metrics
import Ratings
package import Values

/// Surprise's `BaselineOnly`: what users and items deviate from the mean by (Koren, 2010, "Factor in the neighbors",
/// section 2.1, doi:10.1145/1644873.1644874).
///
/// `r̂ = μ + b_u + b_i`, always in double precision, by one thread: an epoch is a few operations a rating.
package struct BaselineAlgorithm: LearningAlgorithm {
    package init() {}

    package var name: String { "baseline" }
    package var summary: String { "the mean and a bias of each user and item, Surprise's BaselineOnly" }
    package var parameters: [ParameterDescription] { BaselineConfiguration.descriptions }
    package var seedParameter: String? { nil }
    package var trainingLoss: TrainingLoss? { .squaredError }
    package var usualMetrics: [Metric] { .usualOfRatings }
    /// Around the paper's own choice for the Netflix ratings, 25 for items and 10 for users, and Surprise's.
    package var defaultSpace: JSONObject {
        [
            "reg_u": ["_type": "loguniform", "_value": [0.5, 100]],
            "reg_i": ["_type": "loguniform", "_value": [0.5, 100]],
        ]
    }

    package func check(_ parameters: JSONObject) throws(RecommenderError) { _ = try BaselineConfiguration(parameters) }

    package func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer {
        BaselineTrainer(try BaselineConfiguration(parameters), trainset, BaselineBiases(trainset))
    }

    package func decode(_ archive: ModelArchive) throws -> any Recommender { try BaselineModel(decoding: archive) }
}

struct BaselineTrainer: Trainer {
    private let configuration: BaselineConfiguration
    private let trainset: Trainset
    private var biases: BaselineBiases
    private var epoch = 0

    init(_ configuration: BaselineConfiguration, _ trainset: Trainset, _ biases: BaselineBiases) {
        self.configuration = configuration
        self.trainset = trainset
        self.biases = biases
    }

    var epochs: Int { configuration.epochs }
    var bytes: Int { (biases.users.count + biases.items.count) * MemoryLayout<Double>.stride }

    mutating func trainEpoch(stop: StopFlag) throws -> Double? {
        epoch += 1
        let loss =
            switch configuration.method {
            case .als:
                try biases.alternate(
                    over: trainset, userRegularization: configuration.userRegularization,
                    itemRegularization: configuration.itemRegularization, stop: stop)
            case .sgd:
                try biases.descend(
                    over: trainset, rate: configuration.rate, regularization: configuration.regularization,
                    stop: stop)
            }
        guard loss.isFinite else {
            throw RecommenderError.diverged(epoch: epoch, rates: "learning_rate \(configuration.rate)")
        }
        return loss / Double(trainset.ratings.count)
    }

    func continued(with parameters: JSONObject) throws -> any Trainer {
        var trainer = BaselineTrainer(try BaselineConfiguration(parameters), trainset, biases)
        trainer.epoch = epoch
        return trainer
    }

    func makeModel() -> any Recommender {
        BaselineModel(configuration: configuration, facts: trainset.facts(), biases: biases)
    }
}
