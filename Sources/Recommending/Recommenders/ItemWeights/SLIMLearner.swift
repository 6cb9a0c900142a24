import Compute
import Kernels
package import Metrics
import Ratings
package import Values

/// SLIM: sparse non-negative item weights by an elastic net for each item (Ning and Karypis, 2011,
/// doi:10.1109/ICDM.2011.134), with scikit-learn's parameters.
///
/// Column `i` minimises `1/(2n)·‖x_i − X·w‖² + alpha·l1_ratio·‖w‖₁ + alpha·(1 − l1_ratio)/2·‖w‖²` over `w ≥ 0`, `w_i = 0`,
/// with `n` users; `XᵀX` alone is looked at, which all trainings on the same data share.
package struct SLIMAlgorithm: LearningAlgorithm {
    private static let alpha = Parameter(
        "alpha", 0...1e9, default: 1e-3,
        help: "how much weights cost: more gives fewer and smaller ones and trains faster")
    private static let l1Ratio = Parameter(
        "l1_ratio", 0...1, default: 0.1,
        help: "share of the cost that makes weights 0: at 1 few items speak for an item, at 0 all that ever met it")
    private static let kept = Parameter<Int?>(
        "k", 1...1_000_000_000, unset: "all",
        help: "the greatest weights kept of each item: fewer make a smaller and faster model")
    private static let epochs = Parameter(
        "n_epochs", 1...10_000_000, default: 100, help: "sweeps over an item's weights at most")
    private static let tolerance = Parameter(
        "tol", 0...1, default: 1e-4,
        help: "an item is done once its duality gap is below this share of its ratings; less is more exact")

    package init() {}

    package var name: String { "slim" }
    package var summary: String { "sparse item weights by an elastic net for each item, SLIM" }
    package var parameters: [ParameterDescription] {
        [
            Self.alpha.description, Self.l1Ratio.description, Self.kept.description, Self.epochs.description,
            Self.tolerance.description,
        ]
    }
    package var seedParameter: String? { nil }
    package var trainingLoss: TrainingLoss? { nil }
    package var usualMetrics: [Metric] { .usualOfLists }
    /// The ranges of Ferrari Dacrema, Cremonesi and Jannach (2019, doi:10.1145/3298689.3347058).
    package var defaultSpace: JSONObject {
        [
            "alpha": ["_type": "loguniform", "_value": [1e-3, 1]],
            "l1_ratio": ["_type": "loguniform", "_value": [1e-5, 1]],
            "k": ["_type": "randint", "_value": [5, 1001]],
        ]
    }

    package func check(_ parameters: JSONObject) throws(RecommenderError) { _ = try read(parameters) }

    private func read(_ parameters: JSONObject) throws(RecommenderError) -> ParameterValues {
        try ParameterValues(learner: parameters, of: self.parameters)
    }

    package func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer {
        let values = try read(parameters)
        try trainset.checkItemProducts(copies: 1)
        return DirectTrainer {
            try makeTrainer($0, on: trainset, threads: threads, pretrained: [])
        } fit: { stop in
            let weights = SparseItemWeights(try Self.columns(values, trainset, threads, stop).transposed())
            return ItemWeightModel(
                algorithm: "slim", parameters: values.json, facts: trainset.facts(), histories: try trainset.likes(),
                countsRatings: false, weights: weights, nearness: .columns(of: weights, items: trainset.items.count))
        }
    }

    /// Items that are scored × items that users have.
    private static func columns(
        _ values: ParameterValues, _ trainset: Trainset, _ threads: Int, _ stop: StopFlag
    ) throws -> SparseRows {
        let products = try trainset.elasticNetProducts(threads: threads, stop: stop)
        let (items, users) = (trainset.items.count, Double(trainset.users.count))
        let l1 = values[alpha] * values[l1Ratio] * users
        let l2 = values[alpha] * (1 - values[l1Ratio]) * users
        let (kept, sweeps, tolerance) = (values[kept] ?? items, values[epochs], values[tolerance])
        return try ItemRows.make(items, threads: threads, stop: stop) {
            (net: products.net(l1: l1, l2: l2), scratch: [Double]())
        } row: { item, worker in
            let column = worker.net.column(item, sweeps: sweeps, tolerance: tolerance) { stop.isStopped }
            return column.map { weights in
                let places = GreatestValues.places(kept, of: weights, scratch: &worker.scratch)
                return (places, places.map { weights[Int($0)] })
            }
        }
    }

    package func decode(_ archive: ModelArchive) throws -> any Recommender {
        try ItemWeightModel<SparseItemWeights>(decoding: archive) { .columns(of: $0, items: $1) }
    }
}
