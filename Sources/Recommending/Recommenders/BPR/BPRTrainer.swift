import Compute
import Kernels
import RandomSource
import Ratings
import Synchronization
import Values

/// Learns from one epoch's pairs after another: first all threads draw them, then they learn in rounds, in each of which
/// every block of users meets another block of items. No two cells of a round share a row, and the rounds have an order, so
/// any number of threads comes to the same bits.
struct BPRTrainer<Scalar: BPRScalar>: Trainer {
    /// A request to stop is heard after so many pairs: less than ten milliseconds of usual sizes.
    private static var slice: Int { 1 << 14 }

    private let configuration: BPRConfiguration
    private let trainset: Trainset
    private let positives: Interactions
    private let pairs: BPRPairs
    private let factors: BPRFactors<Scalar>
    private let threads: Int
    private var epoch = 0

    /// - Throws: `RecommenderError.noPositives`, `.noPairs`, `.tooLarge`.
    init(_ configuration: BPRConfiguration, _ trainset: Trainset, threads: Int) throws {
        let (users, items) = (trainset.users.count, trainset.items.count)
        let positives = try trainset.positives()
        let bytes =
            2 * (users + items) * configuration.factors * MemoryLayout<Scalar>.size
            + positives.byUser.columns.count * MemoryLayout<BPRPair>.stride
        try RecommenderError.checkSize(bytes, of: "the factors")
        guard (0..<users).contains(where: { 1..<items ~= positives.byUser.count(of: $0) }) else {
            throw RecommenderError.noPairs
        }
        var random = SplittableGenerator(seed: configuration.seed).stream(1)
        // Small enough that the first steps are all alike, as in implicit.
        let draw = { Scalar((random.nextUniform() - 0.5) / Double(configuration.factors)) }
        self.init(
            configuration, trainset, positives,
            BPRFactors(
                users: FactorMatrix(rows: users, columns: configuration.factors, draw),
                items: FactorMatrix(rows: items, columns: configuration.factors, draw),
                itemBiases: FactorMatrix(rows: 1, columns: items) { 0 }),
            threads)
    }

    private init(
        _ configuration: BPRConfiguration, _ trainset: Trainset, _ positives: Interactions,
        _ factors: BPRFactors<Scalar>, _ threads: Int
    ) {
        self.configuration = configuration
        self.trainset = trainset
        self.positives = positives
        self.factors = factors
        self.threads = threads
        pairs = BPRPairs(positives, configuration.negatives, seed: configuration.seed)
    }

    var epochs: Int { configuration.epochs }
    var bytes: Int { factors.bytes }

    mutating func trainEpoch(stop: StopFlag) throws -> Double? {
        epoch += 1
        let blocks = pairs.blocks
        let deal = pairs.deal(epoch: epoch)
        let pass = BPRPass(factors, rate: configuration.rate, regularization: configuration.regularization)
        let cells = Mutex([[[BPRPair]]](repeating: [], count: blocks))
        let losses = Mutex([Double](repeating: 0, count: blocks * blocks))
        ThreadTeam.run(min(threads, blocks)) { [pairs] member, team in
            for block in stride(from: member, to: blocks, by: team.members) {
                guard let drawn = try? pairs.pairs(users: block, deal, stop: stop) else { continue }
                cells.withLock { $0[block] = drawn }
            }
            team.meet()
            for round in 0..<blocks {
                for block in stride(from: member, to: blocks, by: team.members) {
                    let cell = (block + round) % blocks
                    let some = cells.withLock { $0[block].isEmpty ? [] : $0[block][cell] }
                    let loss = Self.learn(some, pass, stop)
                    losses.withLock { $0[round * blocks + block] = loss }
                }
                team.meet()
            }
        }
        try stop.check()
        let count = cells.withLock { $0.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } } }
        let mean = losses.withLock { $0.reduce(0, +) } / Double(max(1, count))
        guard mean.isFinite else {
            throw RecommenderError.diverged(epoch: epoch, rates: "learning_rate \(configuration.rate)")
        }
        return mean
    }

    private static func learn(_ pairs: [BPRPair], _ pass: BPRPass<Scalar>, _ stop: StopFlag) -> Double {
        guard pairs.count > slice else { return stop.isStopped ? 0 : pass.run(pairs) }
        var loss = 0.0
        for start in stride(from: 0, to: pairs.count, by: slice) where !stop.isStopped {
            loss += pass.run(Array(pairs[start..<min(start + slice, pairs.count)]))
        }
        return loss
    }

    /// Another `random_state` is that of the pairs and their order from here on.
    func continued(with parameters: JSONObject) throws -> any Trainer {
        let other = try BPRConfiguration(parameters)
        try RecommenderError.checkShape(
            BPRAlgorithm().shape(with: configuration.parameters), configuration.parameters, other.parameters)
        var trainer = BPRTrainer(other, trainset, positives, factors.copy(), threads)
        trainer.epoch = epoch
        return trainer
    }

    func makeModel() -> any Recommender {
        let likers = (0..<positives.byItem.count).map { Double(positives.byItem.count(of: $0)) }
        return BPRModel(
            configuration: configuration, facts: trainset.facts(scale: 0...1), factors: factors.copy(), likers: likers)
    }
}
