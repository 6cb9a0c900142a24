import Compute
import Kernels
import Ratings
import Synchronization

/// The best items of users by scores of all items: what every model that scores a user's items at once shares.
struct ItemRanking<Scalar: RankingScalar>: Sendable {
    /// Scores that a block of users has, about: some milliseconds' work.
    private static var blockScores: Int { 1 << 19 }

    private let itemCount: Int
    private let seen: SeenItems
    /// The positions of the items sorted by identifier: `recommenders` breaks ties so where seen items are removed.
    private let itemsByID: [Int32]

    init(items: Vocabulary, seen: SeenItems) {
        itemCount = items.count
        self.seen = seen
        itemsByID = items.positionsInOrder.map(Int32.init)
    }

    /// Ranks users in blocks, on as many threads as there are free cores for; each list is the same on any of them.
    ///
    /// - Parameters:
    ///   - scores: fills in the scores of all items for a user.
    ///   - shown: what a score is shown as.
    /// - Throws: `ComputeError.stopped`.
    func rank(
        users: [Int], count: Int, removingSeen: Bool, stop: StopFlag,
        scores fill: @escaping @Sendable (Int, inout [Scalar]) -> Void,
        shown: @escaping @Sendable (Scalar) -> Double = { Double($0) }
    ) throws -> [[ScoredItem]] {
        let picking = Picking(count: count, removesSeen: removingSeen, order: order(removingSeen), shown: shown)
        return try inBlocks(users, stop) { block in
            pick(block, picking, stop) { _, user, scores in fill(user, &scores) }
        }
    }

    /// The same for scores that are made for many users at once.
    ///
    /// - Parameter scores: fills in the scores of all items for the first user, then those for the next.
    /// - Throws: `ComputeError.stopped`.
    func rank(
        users: [Int], count: Int, removingSeen: Bool, stop: StopFlag,
        scoresTogether fill: @escaping @Sendable (ArraySlice<Int>, inout [Scalar]) -> Void
    ) throws -> [[ScoredItem]] {
        let picking = Picking(count: count, removesSeen: removingSeen, order: order(removingSeen)) { Double($0) }
        return try inBlocks(users, stop) { block in
            var all = [Scalar](repeating: 0, count: block.count * itemCount)
            fill(block, &all)
            return pick(block, picking, stop) { place, _, scores in
                scores = Array(all[place * itemCount..<(place + 1) * itemCount])
            }
        }
    }

    /// How lists are made of scores.
    private struct Picking: Sendable {
        let count: Int
        let removesSeen: Bool
        let order: [Int32]
        let shown: @Sendable (Scalar) -> Double
    }

    private func order(_ removesSeen: Bool) -> [Int32] {
        removesSeen ? itemsByID : (0..<Int32(itemCount)).map { $0 }
    }

    private func inBlocks(
        _ users: [Int], _ stop: StopFlag, _ lists: @escaping @Sendable (ArraySlice<Int>) -> [[ScoredItem]]
    ) throws -> [[ScoredItem]] {
        let size = max(1, Self.blockScores / max(1, itemCount))
        let blocks = stride(from: 0, to: users.count, by: size).map { $0..<min($0 + size, users.count) }
        let ranked = Mutex([[[ScoredItem]]](repeating: [], count: blocks.count))
        let helpers = CoreBudget.shared.takeFree(upTo: blocks.count - 1)
        defer { CoreBudget.shared.give(helpers) }
        ThreadTeam.share(blocks.count, threads: 1 + helpers, stop: stop) { block in
            let own = lists(users[blocks[block]])
            ranked.withLock { $0[block] = own }
        }
        try stop.check()
        return ranked.withLock { $0.flatMap { $0 } }
    }

    /// Picks users' items one after another, until a request to stop.
    ///
    /// - Parameter fill: is told the user's place among these, and who it is.
    private func pick(
        _ users: ArraySlice<Int>, _ picking: Picking, _ stop: StopFlag, _ fill: (Int, Int, inout [Scalar]) -> Void
    ) -> [[ScoredItem]] {
        var scores = [Scalar](repeating: 0, count: itemCount)
        var isExcluded = [Bool](repeating: false, count: itemCount)
        var lists: [[ScoredItem]] = []
        lists.reserveCapacity(users.count)
        for (place, user) in users.enumerated() where !stop.isStopped {
            fill(place, user, &scores)
            let unwanted = picking.removesSeen ? seen.items(of: user) : []
            for item in unwanted { isExcluded[Int(item)] = true }
            let best = TopSelection.best(picking.count, of: scores, order: picking.order, excluding: isExcluded)
            for item in unwanted { isExcluded[Int(item)] = false }
            lists.append(best.map { ScoredItem(item: Int($0), score: picking.shown(scores[Int($0)])) })
        }
        return lists
    }
}

/// The items that are most like one.
enum NearestItems {
    /// - Parameter similarity: of the item to another one.
    /// - Returns: at most `count` items, nearest first, of equal ones the lower, without the item itself.
    static func nearest(
        to item: Int, count: Int, itemCount: Int, similarity: (Int) -> Double
    ) -> [ScoredItem] {
        (0..<itemCount).filter { $0 != item }.map { ScoredItem(item: $0, score: similarity($0)) }
            .sorted { ($0.score, $1.item) > ($1.score, $0.item) }
            .prefix(count).map { $0 }
    }
}

/// The nearest items by the cosine of their vectors.
enum CosineNeighbors {
    /// - Parameter product: the product of two items' vectors.
    /// - Returns: at most `count` items, nearest first, without the item itself.
    static func nearest(
        to item: Int, count: Int, itemCount: Int, product: (Int, Int) -> Double
    ) -> [ScoredItem] {
        let norms = (0..<itemCount).map { product($0, $0).squareRoot() }
        return NearestItems.nearest(to: item, count: count, itemCount: itemCount) { other in
            let norm = norms[item] * norms[other]
            return norm > 0 ? product(item, other) / norm : 0
        }
    }
}
