import Compute
import Kernels
package import Metrics
import RandomSource
import Ratings
import Synchronization
package import Values

/// Surprise's SVD: matrix factorization with biases by stochastic gradient descent (Koren, Bell and Volinsky, 2009,
/// doi:10.1109/MC.2009.263; the algorithm is Funk's of 2006).
///
/// `r̂ = mean + b_u + b_i + q_i · p_u`. One thread learns, in Surprise's order of rows: with the same `random_state`
/// the double precision follows Surprise to rounding. In single precision large data are learned in blocks, by all
/// threads; see `SVDBlocks`.
package struct SVDAlgorithm: LearningAlgorithm {
    package init() {}

    package var name: String { "svd" }
    package var summary: String { "matrix factorization with biases, Surprise's SVD" }
    package var parameters: [ParameterDescription] { SVDConfiguration.descriptions }

    package var seedParameter: String? { "random_state" }
    package var trainingLoss: TrainingLoss? { .squaredError }
    package var usualMetrics: [Metric] { .usualOfRatings }
    package func shape(with parameters: JSONObject) -> [String] { ["n_factors", "biased", "precision"] }
    /// Within the ranges that `recommenders` searches with NNI (`nni_surprise_svd.ipynb`): its five sizes, and rates and
    /// regularizations up to its bounds, by their size.
    package var defaultSpace: JSONObject {
        [
            "n_factors": ["_type": "choice", "_value": [10, 50, 100, 150, 200]],
            "n_epochs": ["_type": "randint", "_value": [5, 51]],
            "lr_all": ["_type": "loguniform", "_value": [0.001, 0.1]],
            "reg_all": ["_type": "loguniform", "_value": [0.001, 1]],
        ]
    }
    package var script: TrainingScript {
        TrainingScript(
            "Surprise's SVD, as recommenders' svd_training.py: without --biased there are no biases.",
            defaults: ["n_epochs": 30, "biased": false])
    }

    package func check(_ parameters: JSONObject) throws(RecommenderError) { _ = try SVDConfiguration(parameters) }

    package func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer {
        let configuration = try SVDConfiguration(parameters)
        return configuration.isDouble
            ? try SVDTrainer<Double>(configuration, trainset, threads: 1)
            : try SVDTrainer<Float>(configuration, trainset, threads: threads)
    }

    package func decode(_ archive: ModelArchive) throws -> any Recommender {
        archive.isDouble
            ? try SVDModel<Double>(decoding: archive) : try SVDModel<Float>(decoding: archive)
    }
}

struct SVDTrainer<Scalar: SVDScalar>: Trainer {
    /// A block takes a few milliseconds, so that a request to stop is heard at once.
    private static var blockRows: Int { 1 << 16 }

    private let configuration: SVDConfiguration
    private let trainset: Trainset
    private let factors: SVDFactors<Scalar>
    private let pass: SVDPass<Scalar>
    private let blocks: SVDBlocks?
    private let threads: Int
    private var epoch = 0

    /// Draws users' factors, then items', in the order that Surprise draws them.
    ///
    /// - Throws: `RecommenderError.tooLarge`.
    init(_ configuration: SVDConfiguration, _ trainset: Trainset, threads: Int) throws {
        let bytes = (trainset.users.count + trainset.items.count) * configuration.factors * MemoryLayout<Scalar>.size
        try RecommenderError.checkSize(bytes, of: "the factors")
        var random = RandomState(seed: configuration.seed)
        let draw = {
            Scalar(random.normal(mean: configuration.initialMean, standardDeviation: configuration.initialDeviation))
        }
        let users = FactorMatrix<Scalar>(rows: trainset.users.count, columns: configuration.factors, draw)
        let items = FactorMatrix<Scalar>(rows: trainset.items.count, columns: configuration.factors, draw)
        let blocks = try configuration.isDouble ? nil : SVDBlocks.of(trainset)
        self.init(configuration, trainset, SVDFactors(users: users, items: items), blocks, threads: threads)
    }

    private init(
        _ configuration: SVDConfiguration, _ trainset: Trainset, _ factors: SVDFactors<Scalar>, _ blocks: SVDBlocks?,
        threads: Int
    ) {
        func step(_ suffix: String) -> SVDStep<Scalar> {
            let step = configuration.step(suffix)
            return SVDStep(rate: step.rate, regularization: step.regularization)
        }
        self.configuration = configuration
        self.trainset = trainset
        self.factors = factors
        self.blocks = blocks
        self.threads = threads
        pass = SVDPass(
            users: blocks?.users ?? trainset.userRows, items: blocks?.items ?? trainset.itemRows,
            ratings: blocks?.ratings as? [Scalar] ?? trainset.ratings(as: Scalar.self),
            mean: configuration.isBiased ? Scalar(trainset.globalMean) : 0, isBiased: configuration.isBiased,
            factors: factors, userBias: step("bu"), itemBias: step("bi"), userFactor: step("pu"),
            itemFactor: step("qi"))
    }

    var epochs: Int { configuration.epochs }

    mutating func trainEpoch(stop: StopFlag) throws -> Double? {
        epoch += 1
        let loss = try blocks.map { try learn($0, stop: stop) } ?? learnInOrder(stop: stop)
        guard loss.isFinite else { throw RecommenderError.diverged(epoch: epoch, rates: configuration.rates) }
        return loss / Double(pass.rowCount)
    }

    private func learnInOrder(stop: StopFlag) throws -> Double {
        var loss = 0.0
        for start in stride(from: 0, to: pass.rowCount, by: Self.blockRows) {
            try stop.check()
            loss += pass.run(rows: start..<min(start + Self.blockRows, pass.rowCount))
        }
        return loss
    }

    private func learn(_ blocks: SVDBlocks, stop: StopFlag) throws -> Double {
        let losses = BlockLosses()
        for stratum in 0..<SVDBlocks.side {
            ThreadTeam.share(SVDBlocks.side, threads: threads, stop: stop) { [pass] block in
                let rows = blocks.rows(stratum: stratum, block: block)
                for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockRows)
                where !stop.isStopped {
                    let loss = pass.run(rows: start..<min(start + Self.blockRows, rows.upperBound))
                    losses.add(loss, of: block)
                }
            }
            try stop.check()
        }
        return losses.sum
    }

    func continued(with parameters: JSONObject) throws -> any Trainer {
        let other = try SVDConfiguration(parameters)
        try RecommenderError.checkShape(
            SVDAlgorithm().shape(with: configuration.parameters), configuration.parameters, other.parameters)
        var trainer = SVDTrainer(other, trainset, factors.copy(), blocks, threads: threads)
        trainer.epoch = epoch
        return trainer
    }

    var bytes: Int { factors.bytes }

    func makeModel() -> any Recommender {
        SVDModel(
            parameters: configuration.parameters, facts: trainset.facts(), globalMean: trainset.globalMean,
            isBiased: configuration.isBiased, userFactors: factors.users.copy(), itemFactors: factors.items.copy(),
            userBiases: factors.userBiases.values, itemBiases: factors.itemBiases.values)
    }
}

/// The losses of the blocks of each group of users: strata come one after another, so that each sum has one order.
private final class BlockLosses: Sendable {
    private let losses = Mutex([Double](repeating: 0, count: SVDBlocks.side))

    func add(_ loss: Double, of block: Int) { losses.withLock { $0[block] += loss } }
    var sum: Double { losses.withLock { $0.reduce(0, +) } }
}

extension Trainset {
    /// The ratings in the scalar that training uses; the double ones are shared, not copied.
    func ratings<Scalar: KernelScalar>(as scalar: Scalar.Type) -> [Scalar] {
        if let same = ratings as? [Scalar] { return same }
        return singleRatings as? [Scalar] ?? ratings.map { Scalar($0) }
    }
}
