import Compute
import Kernels
import Ratings

/// The best items of users by scores of all items: what every model that scores a user's items at once shares.
struct ItemRanking<Scalar: RankingScalar>: Sendable {
    private let itemCount: Int
    private let seen: SeenItems
    /// The positions of the items sorted by identifier: `recommenders` breaks ties so where seen items are removed.
    private let itemsByID: [Int32]

    init(items: Vocabulary, seen: SeenItems) {
        itemCount = items.count
        self.seen = seen
        itemsByID = items.positionsInOrder.map(Int32.init)
    }

    /// - Parameters:
    ///   - scores: fills in the scores of all items for a user.
    ///   - shown: what a score is shown as.
    /// - Throws: `ComputeError.stopped`.
    func rank(
        users: [Int], count: Int, removingSeen: Bool, stop: StopFlag, scores fill: (Int, inout [Scalar]) -> Void,
        shown: (Scalar) -> Double = { Double($0) }
    ) throws -> [[ScoredItem]] {
        var scores = [Scalar](repeating: 0, count: itemCount)
        var isExcluded = [Bool](repeating: false, count: itemCount)
        let order = removingSeen ? itemsByID : (0..<Int32(itemCount)).map { $0 }
        var lists: [[ScoredItem]] = []
        lists.reserveCapacity(users.count)
        for user in users {
            try stop.check()
            fill(user, &scores)
            let unwanted = removingSeen ? seen.items(of: user) : []
            for item in unwanted { isExcluded[Int(item)] = true }
            let best = TopSelection.best(count, of: scores, order: order, excluding: isExcluded)
            for item in unwanted { isExcluded[Int(item)] = false }
            lists.append(best.map { ScoredItem(item: Int($0), score: shown(scores[Int($0)])) })
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
