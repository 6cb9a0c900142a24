import Compute
import Kernels
package import Metrics
import Ratings
package import Values

/// Item neighbourhoods of implicit feedback (Deshpande and Karypis, 2004, doi:10.1145/963770.963776): the score of an item is
/// the sum of its similarities to the user's items, as far as these are among its `k` nearest.
///
/// The item that is scored keeps its nearest, as Ferrari Dacrema, Cremonesi and Jannach do (2019,
/// doi:10.1145/3298689.3347058); asymmetric cosine is Aiolli's (2013, doi:10.1145/2507157.2507189).
package struct ItemKNNAlgorithm: LearningAlgorithm {
    /// What products of all pairs of items may take to be kept for the next training; else each makes its own.
    private static let sharedBytes = 1_000_000_000

    package init() {}

    package var name: String { "itemknn" }
    package var summary: String { "the items that are most like those that a user has" }
    package var parameters: [ParameterDescription] { ItemKNNConfiguration.descriptions }
    package var seedParameter: String? { nil }
    package var trainingLoss: TrainingLoss? { nil }
    package var usualMetrics: [Metric] { .usualOfLists }
    /// The ranges of Ferrari Dacrema, Cremonesi and Jannach.
    package var defaultSpace: JSONObject {
        [
            "k": ["_type": "randint", "_value": [5, 1001]],
            "shrink": ["_type": "uniform", "_value": [0, 1000]],
            "similarity": ["_type": "choice", "_value": ["cosine", "jaccard", "asymmetric", "tversky"]],
            "weighting": ["_type": "choice", "_value": ["none", "tfidf", "bm25"]],
            "alpha": ["_type": "uniform", "_value": [0, 1]],
        ]
    }

    package func check(_ parameters: JSONObject) throws(RecommenderError) { _ = try ItemKNNConfiguration(parameters) }

    package func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer {
        let configuration = try ItemKNNConfiguration(parameters)
        let bytes = trainset.items.count * min(configuration.neighbors, trainset.items.count) * 24
        try RecommenderError.checkSize(
            bytes, of: "the neighbors of \(trainset.items.count) items", remedy: "a smaller k takes less")
        return DirectTrainer {
            try makeTrainer($0, on: trainset, threads: threads, pretrained: [])
        } fit: { stop in
            let weights = try Self.columns(configuration, trainset, threads, stop).transposed()
            return ItemWeightModel(
                algorithm: "itemknn", parameters: configuration.parameters, facts: trainset.facts(),
                histories: try trainset.likes(), countsRatings: false, weights: SparseItemWeights(weights),
                nearness: .weight)
        }
    }

    /// Of each item that is scored the nearest ones: items that are scored × items that users have.
    private static func columns(
        _ configuration: ItemKNNConfiguration, _ trainset: Trainset, _ threads: Int, _ stop: StopFlag
    ) throws -> SparseRows {
        let items = trainset.items.count
        let products = try trainset.itemProducts(configuration.products)
        let all =
            SquareMatrix.bytes(size: items) <= sharedBytes
            ? try trainset.allItemProducts(configuration.products, threads: threads, stop: stop) : nil
        let similarity = try configuration.similarity(trainset, diagonal: products.diagonal)
        let neighbors = configuration.neighbors
        return try ItemRows.make(items, threads: threads, stop: stop) {
            (row: [Double](repeating: 0, count: items), scratch: [Double]())
        } row: { item, worker in
            if let all { all.copyRow(item, into: &worker.row) } else { products.row(of: item, into: &worker.row) }
            similarity.replace(&worker.row, of: item)
            let places = GreatestValues.places(neighbors, of: worker.row, scratch: &worker.scratch)
            return (places, places.map { worker.row[Int($0)] })
        }
    }

    package func decode(_ archive: ModelArchive) throws -> any Recommender {
        try ItemWeightModel<SparseItemWeights>(decoding: archive) { _, _ in .weight }
    }
}
