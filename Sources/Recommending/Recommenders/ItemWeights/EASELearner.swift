import Compute
import Kernels
package import Metrics
import Ratings
package import Values

/// EASE: item weights of least squares in closed form (Steck, 2019, doi:10.1145/3308558.3313710).
///
/// With `P = (XᵀX + reg·I)⁻¹` the weights are `B_ji = −P_ji / P_ii`, and 0 from an item to itself; a score is `x_u · B`.
package struct EASEAlgorithm: LearningAlgorithm {
    private static let regularization = Parameter(
        "reg", 0...1e12, default: 250.0,
        help: "added to the diagonal: more shrinks all weights and trusts popular items, less follows every coincidence"
    )
    private static let isImplicit = Parameter(
        "implicit", default: true,
        help: "every rating above 0 is a 1; else the ratings themselves are fitted")
    private static let precision = Parameter(
        "precision", default: Precision.single,
        help: "what weights are kept in, computed in double: single takes half the memory and ranks faster")

    package init() {}

    package var name: String { "ease" }
    package var summary: String { "item weights of least squares in closed form, EASE" }
    package var parameters: [ParameterDescription] {
        [Self.regularization.description, Self.isImplicit.description, Self.precision.description]
    }
    package var seedParameter: String? { nil }
    package var trainingLoss: TrainingLoss? { nil }
    package var usualMetrics: [Metric] { .usualOfLists }
    /// Steck's best values lie between 200 and 1000 for data of 20,000 to 40,000 items; smaller data want less.
    package var defaultSpace: JSONObject { ["reg": ["_type": "loguniform", "_value": [1, 10_000]]] }

    package func check(_ parameters: JSONObject) throws(RecommenderError) { _ = try read(parameters) }

    private func read(_ parameters: JSONObject) throws(RecommenderError) -> ParameterValues {
        try ParameterValues(learner: parameters, of: self.parameters)
    }

    package func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer {
        let values = try read(parameters)
        try trainset.checkItemProducts(copies: 3)
        return DirectTrainer {
            try makeTrainer($0, on: trainset, threads: threads, pretrained: [])
        } fit: { stop in
            values[Self.precision] == .double
                ? try Self.fit(values, trainset, threads, stop, Double.self)
                : try Self.fit(values, trainset, threads, stop, Float.self)
        }
    }

    private static func fit<Scalar: WeightScalar>(
        _ values: ParameterValues, _ trainset: Trainset, _ threads: Int, _ stop: StopFlag, _ scalar: Scalar.Type
    ) throws -> any Recommender {
        let isImplicit = values[isImplicit]
        let histories = try isImplicit ? trainset.likes() : trainset.interactions().byUser
        let products = try trainset.allItemProducts(isImplicit ? .counts : .ratings, threads: threads, stop: stop)
        let matrix = products.copy(addingToDiagonal: values[regularization])
        guard try MatrixInverse.negate(matrix, threads: threads, stop: stop) else {
            throw RecommenderError.singular(
                what: "the items' weights", remedy: "a greater reg gives the matrix an inverse")
        }
        try matrix.mirror(threads: threads, stop: stop)
        let weights = DenseItemWeights<Scalar>(WeightTiles(regressions: matrix))
        return ItemWeightModel(
            algorithm: "ease", parameters: values.json, facts: trainset.facts(), histories: histories,
            countsRatings: !isImplicit, weights: weights,
            nearness: .columns(of: weights, items: trainset.items.count))
    }

    package func decode(_ archive: ModelArchive) throws -> any Recommender {
        archive.isDouble
            ? try decode(archive, Double.self) : try decode(archive, Float.self)
    }

    private func decode<Scalar: WeightScalar>(
        _ archive: ModelArchive, _ scalar: Scalar.Type
    ) throws -> any Recommender {
        try ItemWeightModel<DenseItemWeights<Scalar>>(
            decoding: archive, countsRatings: archive.parameters["implicit"]?.boolean == false
        ) { .columns(of: $0, items: $1) }
    }
}

extension Trainset {
    /// - Parameter copies: how many matrices of all pairs of items a training holds at a time.
    /// - Throws: `RecommenderError.tooLarge`.
    func checkItemProducts(copies: Int) throws(RecommenderError) {
        let bytes = SquareMatrix.bytes(size: items.count)
        guard bytes < RecommenderError.mostBytes / copies else {
            throw .tooLarge(
                bytes: bytes.multipliedReportingOverflow(by: copies).partialValue,
                what: "the weights of all pairs of \(items.count) items",
                remedy: "fewer items take less ('filter DATA --min-item-ratings N'), and so does itemknn")
        }
    }
}
