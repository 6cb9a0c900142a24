package import Metrics
package import Values

/// Implicit alternating least squares (Hu, Koren and Volinsky, 2008, doi:10.1109/ICDM.2008.22) in the form of Rendle,
/// Krichene, Zhang and Koren (2021, arXiv:2110.14037).
///
/// A rating above 0 is a 1, everything else a 0 that counts less: it minimises `Σ_seen (ŷ − 1)² + unobserved_weight ·
/// Σ_all ŷ² + reg · Σ_rows (count + unobserved_weight · n)^frequency_exponent ‖row‖²` with `ŷ = p_u · q_i`, where an epoch
/// solves all users from the items, then all items from the users, each exactly. The score is `ŷ`.
package struct ALSAlgorithm: LearningAlgorithm {
    package init() {}

    package var name: String { "als" }
    package var summary: String { "implicit alternating least squares: factors of who chose what" }
    package var parameters: [ParameterDescription] { ALSConfiguration.descriptions }
    package var seedParameter: String? { "random_state" }
    package var trainingLoss: TrainingLoss? { .objective }
    package var usualMetrics: [Metric] { .usualOfLists }
    package func shape(with parameters: JSONObject) -> [String] { ["n_factors", "precision"] }
    /// Rendle et al. (section 3.4) tune the regularization and the weight of what is unobserved, by their size, with as many
    /// factors as can be afforded, `frequency_exponent` 1 and sixteen epochs; of small data fewer factors may be better.
    package var defaultSpace: JSONObject {
        [
            "n_factors": ["_type": "choice", "_value": [16, 32, 64, 128]],
            "n_epochs": ["_type": "randint", "_value": [4, 17]],
            "reg": ["_type": "loguniform", "_value": [0.0005, 0.5]],
            "unobserved_weight": ["_type": "loguniform", "_value": [0.01, 1]],
        ]
    }

    package func check(_ parameters: JSONObject) throws(RecommenderError) { _ = try ALSConfiguration(parameters) }

    package func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer {
        let configuration = try ALSConfiguration(parameters)
        return configuration.isDouble
            ? try ALSTrainer<Double>(configuration, trainset, threads: threads)
            : try ALSTrainer<Float>(configuration, trainset, threads: threads)
    }

    package func decode(_ archive: ModelArchive) throws -> any Recommender {
        archive.isDouble
            ? try ALSModel<Double>(decoding: archive) : try ALSModel<Float>(decoding: archive)
    }
}
