import Compute
import Kernels
import RandomSource
import Ratings

/// What a liked item is put before.
enum BPRNegatives: String, CaseIterable, Sendable {
    /// The item of any positive, so that an item comes as often as it is liked; where the user likes it, the pair is left
    /// out. So draws implicit.
    case popular
    /// Any item that the user has none of, as in the paper.
    case uniform
}

/// Draws an epoch's pairs: for each positive an item that its user has none of, of the same block of items.
///
/// Users stand in blocks of about as many positives each, items are dealt into as many blocks at random in every epoch. The
/// pairs of one block of users and one of items are a cell; cells of different users and different items share nothing.
/// How many blocks there are depends on the data alone.
struct BPRPairs: Sendable {
    private static let mostBlocks = 8
    /// Users and items that a block has at least: with fewer, too few pairs are possible in an epoch.
    private static let leastBlock = 64

    private let positives: SparseRows
    /// How many like each item.
    private let counts: [Int]
    private let negatives: BPRNegatives
    private let generator: SplittableGenerator
    private let userBlocks: [Range<Int>]

    /// One epoch's blocks of items.
    struct Deal: Sendable {
        fileprivate let blockOf: [UInt8]
        /// What is drawn from, block by block.
        fileprivate let drawn: [AliasTable]
        fileprivate let generator: SplittableGenerator
    }

    init(_ positives: Interactions, _ negatives: BPRNegatives, seed: UInt64) {
        self.positives = positives.byUser
        self.negatives = negatives
        counts = (0..<positives.byItem.count).map { positives.byItem.count(of: $0) }
        generator = SplittableGenerator(seed: seed).stream(2)
        let rows = min(positives.byUser.count, positives.byItem.count)
        userBlocks = Self.cut(positives.byUser, into: max(1, min(Self.mostBlocks, rows / Self.leastBlock)))
    }

    private static func cut(_ rows: SparseRows, into blocks: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var first = 0
        for row in 0..<rows.count
        where row + 1 == rows.count
            || ranges.count + 1 < blocks && rows.starts[row + 1] >= rows.columns.count * (ranges.count + 1) / blocks
        {
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
        var order = (0..<Int32(counts.count)).map { $0 }
        order.shuffle(using: &random)
        var blockOf = [UInt8](repeating: 0, count: counts.count)
        var members = [[Int32]](repeating: [], count: blocks)
        for (place, item) in order.enumerated() {
            blockOf[Int(item)] = UInt8(place % blocks)
            members[place % blocks].append(item)
        }
        return Deal(blockOf: blockOf, drawn: members.map { negatives.table($0, counts) }, generator: epochs)
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
        var likedBy = [Int32](repeating: -1, count: counts.count)
        for user in users {
            if user & 0xFF == 0 { try stop.check() }
            for item in positives.columns(of: user) { likedBy[Int(item)] = Int32(user) }
            for item in positives.columns(of: user) {
                let cell = Int(deal.blockOf[Int(item)])
                guard let other = negatives.draw(from: deal.drawn[cell], notBy: Int32(user), likedBy, &random) else {
                    continue
                }
                cells[cell].append(BPRPair(user: Int32(user), liked: item, other: other))
            }
        }
        for cell in cells.indices {
            try stop.check()
            random.shuffle(&cells[cell])
        }
        return cells
    }

    /// Pairs of a newcomer, who is user 0: each liked item `times` times, in rounds of random order.
    ///
    /// - Parameter counts: how many like each item.
    /// - Throws: `ComputeError.stopped`.
    static func pairs(
        newcomer liked: [Int32], counts: [Int], _ negatives: BPRNegatives, times: Int, seed: UInt64, stop: StopFlag
    ) throws -> [BPRPair] {
        var random = SplittableGenerator(seed: seed).stream(3)
        var likedBy = [Int32](repeating: -1, count: counts.count)
        for item in liked { likedBy[Int(item)] = 0 }
        let all = negatives.table((0..<Int32(counts.count)).map { $0 }, counts)
        var pairs: [BPRPair] = []
        for _ in 0..<times {
            try stop.check()
            var round = liked.compactMap { item in
                negatives.draw(from: all, notBy: 0, likedBy, &random).map { BPRPair(user: 0, liked: item, other: $0) }
            }
            random.shuffle(&round)
            pairs += round
        }
        return pairs
    }
}

extension BPRNegatives {
    /// What these items are drawn from. What nobody likes must come too.
    fileprivate func table(_ items: [Int32], _ counts: [Int]) -> AliasTable {
        AliasTable(items, weights: items.map { self == .popular ? Double(max(1, counts[Int($0)])) : 1 })
    }

    /// - Parameter likedBy: the user where the user likes an item.
    /// - Returns: `nil` where the positive is left out.
    fileprivate func draw(
        from items: AliasTable, notBy user: Int32, _ likedBy: [Int32], _ random: inout SplittableGenerator
    ) -> Int32? {
        // Who has almost everything is given up after some draws.
        for _ in 0..<(self == .popular ? 1 : 64) {
            let item = items.draw(random.next())
            if likedBy[Int(item)] != user { return item }
        }
        return nil
    }
}

extension SplittableGenerator {
    fileprivate mutating func shuffle(_ pairs: inout [BPRPair]) {
        for place in stride(from: pairs.count - 1, to: 0, by: -1) {
            pairs.swapAt(place, AliasTable.place(below: place + 1, next()))
        }
    }
}
