import Compute
import Kernels
package import Metrics
import Ratings
package import Values

/// Surprise's neighbourhood models `KNNBasic`, `KNNWithMeans`, `KNNWithZScore` and `KNNBaseline` (Herlocker, Konstan,
/// Borchers and Riedl, 1999, doi:10.1145/312624.312682; Koren, 2010, doi:10.1145/1644873.1644874, for the baseline and the
/// shrinkage).
///
/// A rating is estimated from those of the `k` most alike users who rated the item, or from the user's ratings of the
/// `k` most alike items; always in double precision. Similarities of all pairs are kept, 12 bytes a pair, and shared by
/// all trainings on the same data: they do not depend on `variant`, `k`, `min_k`, `min_support` or `shrinkage`.
package struct KNNAlgorithm: LearningAlgorithm {
    package init() {}

    package var name: String { "knn" }
    package var summary: String { "ratings from those of neighbours, Surprise's KNN models" }
    package var parameters: [ParameterDescription] { KNNConfiguration.descriptions }
    package var seedParameter: String? { nil }
    package var trainingLoss: TrainingLoss? { nil }
    package var usualMetrics: [Metric] { .usualOfRatings }
    /// Neighbourhoods of 10 to 160, around the 20 to 50 that Herlocker et al. and Koren found best, and shrinkages
    /// around Koren's 100.
    package var defaultSpace: JSONObject {
        [
            "variant": ["_type": "choice", "_value": ["basic", "means", "zscore", "baseline"]],
            "similarity": ["_type": "choice", "_value": ["msd", "cosine", "pearson", "pearson_baseline"]],
            "user_based": ["_type": "choice", "_value": [true, false]],
            "k": ["_type": "choice", "_value": [10, 20, 40, 80, 160]],
            "min_k": ["_type": "choice", "_value": [1, 2, 3, 5]],
            "min_support": ["_type": "choice", "_value": [1, 2, 3, 5]],
            "shrinkage": ["_type": "loguniform", "_value": [10, 1000]],
        ]
    }

    package func check(_ parameters: JSONObject) throws(RecommenderError) { _ = try KNNConfiguration(parameters) }

    package func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer {
        let configuration = try KNNConfiguration(parameters)
        return DirectTrainer {
            try makeTrainer($0, on: trainset, threads: threads, pretrained: [])
        } fit: { stop in
            let parts = try KNNParts.shared(by: trainset, configuration, threads: threads, stop: stop)
            return KNNModel(configuration, facts: trainset.facts(), parts: parts)
        }
    }

    package func decode(_ archive: ModelArchive) throws -> any Recommender { try KNNModel(decoding: archive) }
}

/// What a neighbourhood model is computed from, which models of other parameters have too.
struct KNNParts: Sendable {
    let ratings: RatingLists
    let mean: Double
    /// Where the model uses them.
    let biases: BaselineBiases?
    let similarities: PairSimilarities

    /// - Throws: `RecommenderError.tooLarge`, `ComputeError.stopped`.
    static func shared(
        by trainset: Trainset, _ configuration: KNNConfiguration, threads: Int, stop: StopFlag
    ) throws -> KNNParts {
        let ratings = try trainset.shared.value("rating lists") { RatingLists(trainset) }
        let biases = try configuration.usesBaseline ? BaselineBiases.usual(of: trainset, stop: stop) : nil
        let kind = configuration.isUserBased ? "users" : "items"
        let similarities = try trainset.shared.value("similarities of \(kind), \(configuration.similarity.rawValue)") {
            try Self.similarities(ratings, biases, configuration, threads: threads, stop: stop)
        }
        return KNNParts(ratings: ratings, mean: trainset.globalMean, biases: biases, similarities: similarities)
    }

    static func similarities(
        _ ratings: RatingLists, _ biases: BaselineBiases?, _ configuration: KNNConfiguration, threads: Int,
        stop: StopFlag
    ) throws -> PairSimilarities {
        let compared = compared(ratings, biases, configuration)
        let isUserBased = configuration.isUserBased
        return try .of(
            isUserBased ? compared.byUser : compared.byItem, by: configuration.similarity.measure,
            what: isUserBased ? "users" : "items", threads: threads, stop: stop)
    }

    /// The numbers that similarities are measured of.
    static func compared(
        _ ratings: RatingLists, _ biases: BaselineBiases?, _ configuration: KNNConfiguration
    ) -> RatingLists {
        guard configuration.similarity == .pearsonBaseline, let biases else { return ratings }
        return ratings.besides(biases)
    }
}
