import Compute
import Kernels
import RandomSource
import Ratings

/// Draws an epoch's pairs: for each positive an item that its user has none of, of the same block of items.
///
/// Users stand in blocks of about as many positives each, items are dealt into as many blocks at random in every epoch. The
/// pairs of one block of users and one of items are a cell; cells of different users and different items share nothing.
/// How many blocks there are depends on the data alone.
struct BPRPairs: Sendable {
    private static let mostBlocks = 8
    /// Users and items that a block has at least: with fewer, too few pairs are possible in an epoch.
    private static let leastBlock = 64
    /// Draws after which a positive is left out, as its user has almost everything.
    private static let patience = 64

    private let positives: Interactions.Rows
    private let itemCount: Int
    private let generator: SplittableGenerator
    private let userBlocks: [Range<Int>]

    /// One epoch's blocks of items.
    struct Deal: Sendable {
        fileprivate let blockOf: [UInt8]
        fileprivate let members: [[Int32]]
        fileprivate let generator: SplittableGenerator
    }

    init(_ positives: Interactions.Rows, itemCount: Int, seed: UInt64) {
        self.positives = positives
        self.itemCount = itemCount
        generator = SplittableGenerator(seed: seed).stream(2)
        let blocks = max(1, min(Self.mostBlocks, min(positives.count, itemCount) / Self.leastBlock))
        userBlocks = Self.cut(positives, into: blocks)
    }

    private static func cut(_ rows: Interactions.Rows, into blocks: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var first = 0
        for row in 0..<rows.count
        where row + 1 == rows.count || rows.starts[row + 1] >= rows.columns.count * (ranges.count + 1) / blocks {
            ranges.append(first..<(row + 1))
            first = row + 1
        }
        return ranges
    }

    var blocks: Int { userBlocks.count }

    /// Deals the items.
    func deal(epoch: Int) -> Deal {
        let epochs = generator.stream(UInt64(epoch))
        var random = epochs.stream(0)
        var order = (0..<Int32(itemCount)).map { $0 }
        order.shuffle(using: &random)
        var blockOf = [UInt8](repeating: 0, count: itemCount)
        var members = [[Int32]](repeating: [], count: blocks)
        for (place, item) in order.enumerated() {
            blockOf[Int(item)] = UInt8(place % blocks)
            members[place % blocks].append(item)
        }
        return Deal(blockOf: blockOf, members: members, generator: epochs)
    }

    /// The pairs of a block of users, by their items' block, each cell's in random order.
    ///
    /// - Throws: `ComputeError.stopped`.
    func pairs(users block: Int, _ deal: Deal, stop: StopFlag) throws -> [[BPRPair]] {
        var random = deal.generator.stream(UInt64(block) + 1)
        var cells = [[BPRPair]](repeating: [], count: blocks)
        let users = userBlocks[block]
        let expected = (positives.starts[users.upperBound] - positives.starts[users.lowerBound]) / blocks
        for cell in cells.indices { cells[cell].reserveCapacity(expected + expected / 4) }
        // The last user who likes an item: one look tells whether the present one does.
        var likedBy = [Int32](repeating: -1, count: itemCount)
        for user in users {
            if user & 0xFF == 0 { try stop.check() }
            for item in positives.columns(of: user) { likedBy[Int(item)] = Int32(user) }
            for item in positives.columns(of: user) {
                let cell = Int(deal.blockOf[Int(item)])
                guard let other = Self.draw(from: deal.members[cell], notBy: user, likedBy, &random) else { continue }
                cells[cell].append(BPRPair(user: Int32(user), liked: item, other: other))
            }
        }
        for cell in cells.indices {
            try stop.check()
            Self.shuffle(&cells[cell], &random)
        }
        return cells
    }

    private static func draw(
        from items: [Int32], notBy user: Int, _ likedBy: [Int32], _ random: inout SplittableGenerator
    ) -> Int32? {
        for _ in 0..<patience {
            let item = items[Int(below(UInt32(items.count), &random))]
            if likedBy[Int(item)] != Int32(user) { return item }
        }
        return nil
    }

    private static func shuffle(_ pairs: inout [BPRPair], _ random: inout SplittableGenerator) {
        for place in stride(from: pairs.count - 1, to: 0, by: -1) {
            pairs.swapAt(place, Int(below(UInt32(place + 1), &random)))
        }
    }

    /// A draw from `0..<bound` by one multiplication; of the counts here the lowest are more likely by less than a thousandth
    /// (Lemire, 2019, doi:10.1145/3230636, without the rejection).
    private static func below(_ bound: UInt32, _ random: inout SplittableGenerator) -> UInt32 {
        UInt32(truncatingIfNeeded: ((random.next() >> 32) * UInt64(bound)) >> 32)
    }

    /// Pairs of a newcomer, who is user 0: each liked item `times` times, in rounds of random order.
    ///
    /// - Throws: `ComputeError.stopped`.
    static func pairs(
        newcomer liked: [Int32], itemCount: Int, times: Int, seed: UInt64, stop: StopFlag
    ) throws -> [BPRPair] {
        var random = SplittableGenerator(seed: seed).stream(3)
        var likedBy = [Int32](repeating: -1, count: itemCount)
        for item in liked { likedBy[Int(item)] = 0 }
        let all = (0..<Int32(itemCount)).map { $0 }
        var pairs: [BPRPair] = []
        for _ in 0..<times {
            try stop.check()
            var round = liked.compactMap { item in
                draw(from: all, notBy: 0, likedBy, &random).map { BPRPair(user: 0, liked: item, other: $0) }
            }
            shuffle(&round, &random)
            pairs += round
        }
        return pairs
    }
}
