package import Ratings

/// Ratings in the order in which training visits them; Surprise's term. Built once, shared by all who train on it.
///
/// Inner ids are positions in order of first appearance. Rows are grouped by user in that order, each user's rows in
/// the table's order.
package final class Trainset: Sendable {
    package let users: Vocabulary
    package let items: Vocabulary
    package let scale: ClosedRange<Double>
    package let titles: [EntityID: String]
    package let globalMean: Double
    /// Inner ids and ratings, a row each.
    package let userRows: [Int32]
    package let itemRows: [Int32]
    package let ratings: [Double]
    /// The same in single precision: made once here, so that trials share one copy.
    let singleRatings: [Float]
    /// Where each user's rows begin, and the end of the last one's.
    package let userStarts: [Int]
    package let seen: SeenItems
    let shared = SharedWork()
    /// The table's row that each row was; empty where the table has this order already.
    private let tableRows: [Int32]

    /// - Throws: `RecommenderError.noRatings`.
    package init(_ table: RatingTable) throws(RecommenderError) {
        guard !table.isEmpty else { throw .noRatings }
        let (users, innerUser) = Self.inner(table.users, table.userPositions)
        let (items, innerItem) = Self.inner(table.items, table.itemPositions)
        let groups = RowGroups(innerUser, groups: users.count)
        let (starts, order) = (groups.starts, groups.rows)
        self.users = users
        self.items = items
        scale = table.scale
        titles = table.titles
        userRows = order.map { innerUser[$0] }
        itemRows = order.map { innerItem[$0] }
        ratings = order.map { table.ratings[$0] }
        singleRatings = ratings.map { Float($0) }
        // In the order of training, as Surprise's trainset adds them up.
        globalMean = ratings.reduce(0, +) / Double(ratings.count)
        userStarts = starts
        tableRows = zip(order, order.dropFirst()).allSatisfy(<) ? [] : order.map(Int32.init)
        seen = SeenItems(starts: starts, items: itemRows)
    }

    func rows(of user: Int) -> Range<Int> { userStarts[user]..<userStarts[user + 1] }

    /// The rows in the table's order.
    var rowsInTableOrder: [Int32] {
        var rows = (0..<Int32(ratings.count)).map { $0 }
        for (row, place) in tableRows.enumerated() { rows[Int(place)] = Int32(row) }
        return rows
    }

    /// Whether every user has rated every item.
    var hasNoUnrated: Bool {
        users.ids.indices.allSatisfy { Set(seen.items(of: $0)).count == items.count }
    }

    private static func inner(_ vocabulary: Vocabulary, _ positions: [Int32]) -> (Vocabulary, [Int32]) {
        var inner = Vocabulary()
        var known = [Int32](repeating: -1, count: vocabulary.count)
        let rows = positions.map { position in
            if known[Int(position)] < 0 { known[Int(position)] = Int32(inner.insert(vocabulary[Int(position)])) }
            return known[Int(position)]
        }
        return (inner, rows)
    }
}

/// The items that each user rated in training: inner ids, ascending.
package struct SeenItems: Hashable, Sendable {
    private let starts: [Int32]
    private let items: [Int32]

    init(starts: [Int], items: [Int32]) {
        self.starts = starts.map(Int32.init)
        var sorted: [Int32] = []
        sorted.reserveCapacity(items.count)
        for (start, end) in zip(starts, starts.dropFirst()) { sorted += items[start..<end].sorted() }
        self.items = sorted
    }

    /// From a model file; `nil` where the parts do not fit together.
    init?(starts: [Int32], items: [Int32], userCount: Int, itemCount: Int) {
        guard starts.count == userCount + 1, starts.first == 0, starts.last.map(Int.init) == items.count,
            zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }),
            items.allSatisfy({ $0 >= 0 && $0 < itemCount })
        else { return nil }
        self.starts = starts
        self.items = items
    }

    /// All users' items together.
    package var count: Int { items.count }
    package func items(of user: Int) -> ArraySlice<Int32> { items[Int(starts[user])..<Int(starts[user + 1])] }
    package func contains(_ item: Int, of user: Int) -> Bool {
        var (low, high) = (Int(starts[user]), Int(starts[user + 1]))
        while low < high {
            let middle = (low + high) / 2
            if items[middle] < Int32(item) { low = middle + 1 } else { high = middle }
        }
        return low < Int(starts[user + 1]) && items[low] == Int32(item)
    }

    var parts: (starts: [Int32], items: [Int32]) { (starts, items) }
}
