package import Metrics
package import Values

/// Bayesian personalised ranking (Rendle, Freudenthaler, Gantner and Schmidt-Thieme, 2009, arXiv:1205.2618): factors and
/// item biases that put what a user chose before what the user did not.
///
/// For each rating above 0 an epoch draws an item that the user has none of and goes a step up the gradient of
/// `ln σ(ŷ_ui − ŷ_uj)`. The score is `ŷ_ui = b_i + p_u · q_i`.
///
/// We depart from the paper in what is drawn, by default items as often as they are liked, as implicit does, which ranks
/// better than all alike; and in the order: every positive has its turn once an epoch, and users and items are cut into
/// blocks, the items anew in each epoch, so that pairs of different blocks share nothing and several threads may learn at
/// once (Gemulla, Nijkamp, Haas and Sismanis, 2011, doi:10.1145/2020408.2020426). A pair's two items are of one block, any
/// two of them sooner or later.
package struct BPRAlgorithm: LearningAlgorithm {
    package init() {}

    package var name: String { "bpr" }
    package var summary: String { "Bayesian personalised ranking: factors that order pairs of items" }
    package var parameters: [ParameterDescription] { BPRConfiguration.descriptions }
    package var seedParameter: String? { "random_state" }
    package var trainingLoss: TrainingLoss? { .logLoss }
    package var usualMetrics: [Metric] { .usualOfLists }
    package func shape(with parameters: JSONObject) -> [String] { ["n_factors", "precision"] }
    /// Rates around the one at which it is better than popularity, and regularizations and sizes as the paper's grid search
    /// has them (section 6.2: eight to 128 factors).
    package var defaultSpace: JSONObject {
        [
            "n_factors": ["_type": "choice", "_value": [16, 32, 64, 128]],
            "n_epochs": ["_type": "randint", "_value": [20, 151]],
            "learning_rate": ["_type": "loguniform", "_value": [0.002, 0.05]],
            "reg": ["_type": "loguniform", "_value": [0.001, 0.1]],
        ]
    }

    package func check(_ parameters: JSONObject) throws(RecommenderError) { _ = try BPRConfiguration(parameters) }

    package func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer {
        let configuration = try BPRConfiguration(parameters)
        return configuration.isDouble
            ? try BPRTrainer<Double>(configuration, trainset, threads: threads)
            : try BPRTrainer<Float>(configuration, trainset, threads: threads)
    }

    package func decode(_ archive: ModelArchive) throws -> any Recommender {
        archive.isDouble
            ? try BPRModel<Double>(decoding: archive) : try BPRModel<Float>(decoding: archive)
    }
}
