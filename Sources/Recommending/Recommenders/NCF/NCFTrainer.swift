import Compute
import Kernels
import RandomSource
import Ratings
import Synchronization
import Values

/// Trains a network of NCF: an epoch draws negatives for every positive, shuffles them all, and steps through batches.
struct NCFTrainer<Scalar: NCFScalar & RankingScalar>: Trainer {
    private let configuration: NCFConfiguration
    private let trainset: Trainset
    private let training: NCFTraining<Scalar>
    /// How many threads may share the work.
    private let threads: Int
    private var examples: NCFExamples
    private var epoch = 0
    /// Whether a second thread draws examples while the first learns.
    private let drawsAhead: Bool
    /// The examples of the block that comes next, where they were drawn ahead.
    private var drawn: [NCFExample]?

    /// - Throws: `RecommenderError.tooLarge`, `.noNegatives`, `.pretrained`.
    init(
        _ configuration: NCFConfiguration, _ trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws(RecommenderError) {
        let (users, items) = (trainset.users.count, trainset.items.count)
        let bytes = configuration.bytes(users: users, items: items)
        try RecommenderError.checkSize(bytes, of: "the network")
        guard items > 1 else { throw .oneItem }
        guard trainset.ratings.contains(where: { $0 > 0 }) else { throw .noPositives }
        if configuration.negatives > 0, trainset.hasNoUnrated { throw .noNegatives }
        self.configuration = configuration
        self.trainset = trainset
        training = NCFTraining(
            shape: configuration.shape, users: users, items: items, optimizer: configuration.optimizer,
            batchSize: configuration.batchSize, members: configuration.members(threads: threads))
        drawsAhead = training.members == 1 && threads > 1
        self.threads = threads
        let generator = SplittableGenerator(seed: configuration.seed)
        NCFInitialWeights.set(training, users: users, items: items, generator: generator.stream(1))
        if !pretrained.isEmpty {
            try NCFPretraining.set(training, from: pretrained, alpha: configuration.alpha, trainset: trainset)
        }
        examples = NCFExamples(trainset, configuration)
    }

    private init(_ configuration: NCFConfiguration, from other: NCFTrainer) {
        self.configuration = configuration
        trainset = other.trainset
        threads = other.threads
        training = other.training.copy(
            optimizer: configuration.optimizer, batchSize: configuration.batchSize,
            members: configuration.members(threads: other.threads))
        drawsAhead = training.members == 1 && threads > 1
        examples = NCFExamples(trainset, configuration)
        epoch = other.epoch
    }

    /// Another `seed` is that of the negatives and the order from here on.
    func continued(with parameters: JSONObject) throws -> any Trainer {
        let other = try NCFConfiguration(parameters)
        try RecommenderError.checkShape(
            NCFAlgorithm().shape(with: configuration.parameters), configuration.parameters, other.parameters)
        let bytes = other.bytes(users: trainset.users.count, items: trainset.items.count)
        try RecommenderError.checkSize(bytes, of: "the network")
        if other.negatives > 0, configuration.negatives == 0, trainset.hasNoUnrated {
            throw RecommenderError.noNegatives
        }
        return NCFTrainer(other, from: self)
    }

    var bytes: Int { training.bytes + (drawn?.count ?? 0) * MemoryLayout<NCFExample>.stride }

    var epochs: Int { configuration.epochs }

    mutating func trainEpoch(stop: StopFlag) throws -> Double? {
        epoch += 1
        var (loss, count) = (0.0, 0)
        let blocks = examples.blocks(epoch: epoch)
        for (index, users) in blocks.enumerated() {
            let block = try drawn ?? examples.examples(of: users, epoch: epoch, stop: stop)
            drawn = nil
            loss +=
                index + 1 < blocks.count
                ? try learn(block, ahead: (blocks[index + 1], epoch), stop)
                : try learn(block, ahead: nextEpochsFirst, stop)
            count += block.count
        }
        let mean = loss / Double(max(1, count))
        // Guessing a half always costs 0.69; three times as much is not learning.
        guard mean < 2.1 else {
            throw RecommenderError.diverged(
                epoch: epoch, rates: "learning_rate \(configuration.optimizer.rate)")
        }
        return mean
    }

    private var nextEpochsFirst: (users: [Int32], epoch: Int)? {
        guard drawsAhead, epoch < epochs, let users = examples.blocks(epoch: epoch + 1).first else { return nil }
        return (users, epoch + 1)
    }

    /// Steps through the examples, a batch at a time, and may draw those of another block meanwhile: which thread draws
    /// them does not change them. - Returns: the sum of all losses.
    private mutating func learn(
        _ block: [NCFExample], ahead: (users: [Int32], epoch: Int)?, _ stop: StopFlag
    ) throws -> Double {
        let loss = Mutex(0.0)
        let next = Mutex<[NCFExample]?>(nil)
        let draws = drawsAhead && ahead != nil
        ThreadTeam.run(draws ? 2 : training.members) { [training, examples] member, team in
            if draws, member == 1, let ahead {
                var examples = examples
                let drawn = try? examples.examples(of: ahead.users, epoch: ahead.epoch, stop: stop)
                next.withLock { $0 = drawn }
                return
            }
            let sum = training.train(
                block, member: member, meet: { if !draws { team.meet() } }, isStopped: { stop.isStopped })
            if member == 0 { loss.withLock { $0 = sum } }
        }
        try stop.check()
        drawn = next.withLock { $0 }
        return loss.withLock { $0 }
    }

    func makeModel() -> any Recommender {
        NCFModel<Scalar>(
            parameters: configuration.parameters, facts: trainset.facts(scale: 0...1),
            scorer: NCFScorer(
                shape: configuration.shape, users: training.embeddings(.users), items: training.embeddings(.items),
                dense: training.denseValues))
    }
}
