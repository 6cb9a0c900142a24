import Compute
import Kernels
import RandomSource
import Ratings

/// An epoch's examples: every row of the training data, and for each `n_neg` items that its user has no rating of.
///
/// They come in blocks that are shuffled as a whole. Data of usual size are one block, so the order is entirely random;
/// of larger data a block holds whole users in random order, and memory stays bounded (`recommenders` calls it the shuffle
/// buffer).
struct NCFExamples: Sendable {
    private static let blockSize = 4_000_000

    private let trainset: Trainset
    private let starts: [Int]
    private let negatives: Int
    private let generator: SplittableGenerator
    private var sampler: NegativeSampler

    init(_ trainset: Trainset, _ configuration: NCFConfiguration) {
        self.trainset = trainset
        negatives = configuration.negatives
        generator = SplittableGenerator(seed: configuration.seed).stream(2)
        sampler = NegativeSampler(
            itemCount: trainset.items.count, withReplacement: configuration.withReplacement)
        starts = trainset.userStarts
    }

    /// The users in the order of this epoch, cut into blocks.
    func blocks(epoch: Int) -> [[Int32]] {
        var users = (0..<Int32(trainset.users.count)).map { $0 }
        guard trainset.ratings.count * (1 + negatives) > Self.blockSize else { return [users] }
        var random = generator.stream(UInt64(epoch)).stream(0)
        users.shuffle(using: &random)
        var blocks: [[Int32]] = [[]]
        var size = 0
        for user in users {
            blocks[blocks.count - 1].append(user)
            size += (starts[Int(user) + 1] - starts[Int(user)]) * (1 + negatives)
            if size >= Self.blockSize {
                blocks.append([])
                size = 0
            }
        }
        return blocks.filter { !$0.isEmpty }
    }

    /// The examples of these users in random order. Each user's draws are the same in whichever block it is.
    ///
    /// - Throws: `ComputeError.stopped`.
    mutating func examples(of users: [Int32], epoch: Int, stop: StopFlag) throws -> [NCFExample] {
        var examples: [NCFExample] = []
        examples.reserveCapacity(users.reduce(0) { $0 + starts[Int($1) + 1] - starts[Int($1)] } * (1 + negatives))
        let epochGenerator = generator.stream(UInt64(epoch))
        for user in users {
            if user & 0xFF == 0 { try stop.check() }
            let rows = starts[Int(user)]..<starts[Int(user) + 1]
            for row in rows {
                examples.append(
                    NCFExample(
                        user: user, item: trainset.itemRows[row], isPositive: trainset.ratings[row] > 0))
            }
            var random = epochGenerator.stream(UInt64(user) + 2)
            sampler.draw(rows.count * negatives, excluding: trainset.itemRows[rows], using: &random) { item in
                examples.append(NCFExample(user: user, item: item, isPositive: false))
            }
        }
        var random = epochGenerator.stream(1).stream(UInt64(users.first ?? 0))
        examples.shuffle(using: &random)
        return examples
    }
}
