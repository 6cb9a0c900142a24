package import Metrics
package import Values

/// Neural collaborative filtering (He, Liao, Zhang, Nie, Hu and Chua, 2017, doi:10.1145/3038912.3052569), as
/// `recommenders` trains it: binary cross-entropy over the positives and drawn negatives.
///
/// GMF scores `σ(h · (p_u ∘ q_i))`, MLP `σ(h · tower([p_u, q_i]))`, NeuMF joins both before `h`. Scores are probabilities
/// of a rating, not ratings.
package struct NCFAlgorithm: LearningAlgorithm {
    package init() {}

    package var name: String { "ncf" }
    package var summary: String { "neural collaborative filtering: GMF, MLP and NeuMF" }
    package var parameters: [ParameterDescription] { NCFConfiguration.descriptions }
    package var seedParameter: String? { "seed" }
    package var trainingLoss: TrainingLoss? { .logLoss }
    package var usualMetrics: [Metric] { .usualOfLists }
    /// A GMF has no layers, and an MLP no factors of its own.
    package func shape(with parameters: JSONObject) -> [String] {
        let type = (try? NCFConfiguration(parameters))?.modelType ?? .neuMF
        return ["model_type"] + (type == .mlp ? [] : ["n_factors"]) + (type == .gmf ? [] : ["layer_sizes"])
            + ["optimizer", "precision"]
    }
    /// What He et al. (2017, sections 4.1 to 4.4) tried: these factors, batches and towers that halve, rates from 0.0001 to
    /// 0.005, up to ten negatives, of which three to six were best, and the twenty epochs in which most is learned.
    package var defaultSpace: JSONObject {
        [
            "model_type": ["_type": "choice", "_value": ["GMF", "MLP", "NeuMF"]],
            "n_factors": ["_type": "choice", "_value": [8, 16, 32, 64]],
            "layer_sizes": ["_type": "choice", "_value": [[16, 8, 4], [32, 16, 8], [64, 32, 16]]],
            "learning_rate": ["_type": "loguniform", "_value": [0.0001, 0.005]],
            "batch_size": ["_type": "choice", "_value": [128, 256, 512, 1024]],
            "n_neg": ["_type": "randint", "_value": [1, 7]],
            "n_epochs": ["_type": "randint", "_value": [5, 21]],
        ]
    }
    package var script: TrainingScript {
        TrainingScript(
            "Neural collaborative filtering, as recommenders' ncf_training.py promises; that one never trains.",
            defaults: ["n_epochs": 30], ignored: ["biased"])
    }
    package var ranksEveryEpoch: Bool { true }
    package var pretrained: [String] { ["GMF", "MLP"] }

    package func check(_ parameters: JSONObject) throws(RecommenderError) { _ = try NCFConfiguration(parameters) }

    package func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer {
        let configuration = try NCFConfiguration(parameters)
        return configuration.isDouble
            ? try NCFTrainer<Double>(configuration, trainset, threads: threads, pretrained: pretrained)
            : try NCFTrainer<Float>(configuration, trainset, threads: threads, pretrained: pretrained)
    }

    package func decode(_ archive: ModelArchive) throws -> any Recommender {
        archive.isDouble
            ? try NCFModel<Double>(decoding: archive) : try NCFModel<Float>(decoding: archive)
    }
}
