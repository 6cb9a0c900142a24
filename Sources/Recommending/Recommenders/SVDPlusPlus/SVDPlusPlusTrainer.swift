import Compute
import Kernels
package import Metrics
import RandomSource
import Ratings
package import Values

/// Surprise's SVD++: an SVD whose users are also what they rated, whatever the rating (Koren, 2008, "Factorization meets the
/// neighborhood", section 3, doi:10.1145/1401890.1401944).
///
/// `r̂ = μ + b_u + b_i + q_i · (p_u + Σ_{j∈N(u)} y_j / √|N(u)|)`, where `N(u)` are the items that the user rated in training.
/// One thread learns, in Surprise's order of rows: with the same `random_state` the double precision follows Surprise to
/// rounding. An item that a user rated twice is in `N(u)` once, where Surprise counts it twice.
package struct SVDPlusPlusAlgorithm: LearningAlgorithm {
    package init() {}

    package var name: String { "svdpp" }
    package var summary: String { "an SVD that also learns from what was rated at all, Surprise's SVD++" }
    package var parameters: [ParameterDescription] { SVDPlusPlusConfiguration.descriptions }
    package var seedParameter: String? { "random_state" }
    package var trainingLoss: TrainingLoss? { .squaredError }
    package var usualMetrics: [Metric] { .usualOfRatings }
    package func shape(with parameters: JSONObject) -> [String] { ["n_factors", "precision"] }
    /// Around the paper's 50 to 200 factors, rate .007 and regularizations .005 and .015, with room for smaller data.
    package var defaultSpace: JSONObject {
        [
            "n_factors": ["_type": "choice", "_value": [10, 20, 50, 100, 200]],
            "n_epochs": ["_type": "randint", "_value": [5, 51]],
            "lr_all": ["_type": "loguniform", "_value": [0.001, 0.05]],
            "reg_all": ["_type": "loguniform", "_value": [0.005, 0.5]],
        ]
    }

    package func check(_ parameters: JSONObject) throws(RecommenderError) {
        _ = try SVDPlusPlusConfiguration(parameters)
    }

    package func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer {
        let configuration = try SVDPlusPlusConfiguration(parameters)
        return configuration.isDouble
            ? try SVDPlusPlusTrainer<Double>(configuration, trainset)
            : try SVDPlusPlusTrainer<Float>(configuration, trainset)
    }

    package func decode(_ archive: ModelArchive) throws -> any Recommender {
        archive.isDouble
            ? try SVDPlusPlusModel<Double>(decoding: archive) : try SVDPlusPlusModel<Float>(decoding: archive)
    }
}

struct SVDPlusPlusTrainer<Scalar: SVDPlusPlusScalar>: Trainer {
    /// A block of users with about so many ratings takes a few milliseconds, so that a request to stop is heard at once.
    private static var blockRows: Int { 1 << 15 }

    private let configuration: SVDPlusPlusConfiguration
    private let trainset: Trainset
    private let factors: SVDPlusPlusFactors<Scalar>
    private let known: SparseRows
    private let pass: SVDPlusPlusPass<Scalar>
    private var epoch = 0

    /// Draws users' factors, then items', then the implicit ones, in the order that Surprise draws them.
    ///
    /// - Throws: `RecommenderError.tooLarge`.
    init(_ configuration: SVDPlusPlusConfiguration, _ trainset: Trainset) throws {
        let (users, items) = (trainset.users.count, trainset.items.count)
        let bytes = (users + 2 * items) * configuration.factors * MemoryLayout<Scalar>.size
        try RecommenderError.checkSize(bytes, of: "the factors")
        var random = RandomState(seed: configuration.seed)
        func drawn(_ rows: Int) -> FactorMatrix<Scalar> {
            FactorMatrix(rows: rows, columns: configuration.factors) {
                Scalar(
                    random.normal(mean: configuration.initialMean, standardDeviation: configuration.initialDeviation))
            }
        }
        let (p, q, y) = (drawn(users), drawn(items), drawn(items))
        let known = try trainset.shared.value("known items") { trainset.seen.rows(itemCount: items) }
        self.init(configuration, trainset, known, SVDPlusPlusFactors(users: p, items: q, implicit: y))
    }

    private init(
        _ configuration: SVDPlusPlusConfiguration, _ trainset: Trainset, _ known: SparseRows,
        _ factors: SVDPlusPlusFactors<Scalar>
    ) {
        func step(_ suffix: String) -> SVDStep<Scalar> {
            let step = configuration.step(suffix)
            return SVDStep(rate: step.rate, regularization: step.regularization)
        }
        self.configuration = configuration
        self.trainset = trainset
        self.factors = factors
        self.known = known
        pass = SVDPlusPlusPass(
            starts: trainset.userStarts, items: trainset.itemRows, ratings: trainset.ratings(as: Scalar.self),
            known: known, mean: Scalar(trainset.globalMean), factors: factors,
            steps: SVDPlusPlusSteps(
                userBias: step("bu"), itemBias: step("bi"), userFactor: step("pu"), itemFactor: step("qi"),
                implicit: step("yj")))
    }

    var epochs: Int { configuration.epochs }
    var bytes: Int { factors.bytes }

    mutating func trainEpoch(stop: StopFlag) throws -> Double? {
        epoch += 1
        var loss = 0.0
        var first = 0
        while first < trainset.users.count {
            try stop.check()
            var end = first + 1
            while end < trainset.users.count, trainset.userStarts[end] - trainset.userStarts[first] < Self.blockRows {
                end += 1
            }
            loss += pass.run(users: first..<end)
            first = end
        }
        guard loss.isFinite else { throw RecommenderError.diverged(epoch: epoch, rates: configuration.rates) }
        return loss / Double(trainset.ratings.count)
    }

    func continued(with parameters: JSONObject) throws -> any Trainer {
        let other = try SVDPlusPlusConfiguration(parameters)
        try RecommenderError.checkShape(
            SVDPlusPlusAlgorithm().shape(with: configuration.parameters), configuration.parameters, other.parameters)
        var trainer = SVDPlusPlusTrainer(other, trainset, known, factors.copy())
        trainer.epoch = epoch
        return trainer
    }

    func makeModel() -> any Recommender {
        SVDPlusPlusModel(
            configuration, facts: trainset.facts(), globalMean: trainset.globalMean, known: known,
            factors: factors.copy())
    }
}

extension SeenItems {
    /// Each user's items, each once, with values of 1.
    func rows(itemCount: Int) -> SparseRows {
        var starts = [0]
        var columns: [Int32] = []
        for user in 0..<parts.starts.count - 1 {
            let first = columns.count
            // They ascend, so that equal ones are neighbours.
            for item in items(of: user) where columns.count == first || columns.last != item { columns.append(item) }
            starts.append(columns.count)
        }
        return SparseRows(
            starts: starts, columns: columns, values: [Double](repeating: 1, count: columns.count),
            columnCount: itemCount)
    }
}
