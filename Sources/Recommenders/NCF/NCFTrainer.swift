import Compute
import Kernels
import RandomSource
import Ratings
import Synchronization
import Values

/// Trains a network of NCF: an epoch draws negatives for every positive, shuffles them all, and steps through batches.
struct NCFTrainer<Scalar: KernelScalar>: Trainer {
    private let configuration: NCFConfiguration
    private let trainset: Trainset
    private let training: NCFTraining<Scalar>
    private var examples: NCFExamples
    private var epoch = 0

    /// - Throws: `RecommenderError.tooLarge`, `.noNegatives`, `.pretrained`.
    init(
        _ configuration: NCFConfiguration, _ trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws(RecommenderError) {
        let (users, items) = (trainset.users.count, trainset.items.count)
        let bytes = configuration.bytes(users: users, items: items)
        guard bytes < 16_000_000_000 else { throw .tooLarge(bytes: bytes, what: "the network") }
        guard items > 1 else { throw .oneItem }
        guard trainset.ratings.contains(where: { $0 > 0 }) else { throw .noPositives }
        if configuration.negatives > 0, trainset.hasNoUnrated { throw .noNegatives }
        self.configuration = configuration
        self.trainset = trainset
        training = NCFTraining(
            shape: configuration.shape, users: users, items: items, optimizer: configuration.optimizer,
            batchSize: configuration.batchSize, members: threads)
        let generator = SplittableGenerator(seed: configuration.seed)
        NCFInitialWeights.set(training, users: users, items: items, generator: generator.stream(1))
        if !pretrained.isEmpty {
            try NCFPretraining.set(training, from: pretrained, alpha: configuration.alpha, trainset: trainset)
        }
        examples = NCFExamples(
            trainset, negatives: configuration.negatives, withReplacement: configuration.withReplacement,
            generator: generator.stream(2))
    }

    var epochs: Int { configuration.epochs }

    mutating func trainEpoch(stop: StopFlag) throws -> Double {
        epoch += 1
        var (loss, count) = (0.0, 0)
        for users in examples.blocks(epoch: epoch) {
            let block = try examples.examples(of: users, epoch: epoch, stop: stop)
            loss += try Self.train(training, block, stop: stop)
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

    /// Steps through the examples, a batch at a time. - Returns: the sum of all losses.
    private static func train(
        _ training: NCFTraining<Scalar>, _ examples: [NCFExample], stop: StopFlag
    ) throws -> Double {
        let sum = Mutex(0.0)
        ThreadTeam.run(training.members) { member, team in
            let loss = training.train(
                examples, member: member, meet: { team.meet() }, isStopped: { stop.isStopped })
            if member == 0 { sum.withLock { $0 = loss } }
        }
        try stop.check()
        return sum.withLock { $0 }
    }

    func makeModel() -> any Recommender {
        NCFModel<Scalar>(
            parameters: configuration.parameters, users: trainset.users, items: trainset.items,
            titles: trainset.titles, seen: trainset.seen,
            scorer: NCFScorer(
                shape: configuration.shape, users: training.embeddings(.users), items: training.embeddings(.items),
                dense: training.denseValues))
    }
}
