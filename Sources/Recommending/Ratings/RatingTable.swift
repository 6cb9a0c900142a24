/// Ratings as columns: row `n` says that a user gave an item a rating, at a time where times are known.
///
/// A table is an immutable value; the parts of a split share its vocabularies without copying them, so a vocabulary
/// may hold identifiers that no row of a part mentions.
package struct RatingTable: Sendable {
    package let users: Vocabulary
    package let items: Vocabulary
    /// Positions in `users`, a row each.
    package let userPositions: [Int32]
    /// Positions in `items`, a row each.
    package let itemPositions: [Int32]
    package let ratings: [Double]
    /// When each row's rating was given; `nil` where the data do not say.
    package let timestamps: Timestamps?
    /// The lowest and the highest rating that can be given.
    package let scale: ClosedRange<Double>
    /// Items' titles where they are known.
    package let titles: [EntityID: String]
    /// Items that each row's user never rated, where they were drawn.
    package private(set) var negatives: DrawnNegatives?

    package init(
        users: Vocabulary, items: Vocabulary, userPositions: [Int32], itemPositions: [Int32], ratings: [Double],
        timestamps: Timestamps? = nil, scale: ClosedRange<Double>, titles: [EntityID: String] = [:]
    ) {
        precondition(userPositions.count == ratings.count && itemPositions.count == ratings.count)
        precondition(timestamps.map { $0.count == ratings.count } ?? true)
        self.users = users
        self.items = items
        self.userPositions = userPositions
        self.itemPositions = itemPositions
        self.ratings = ratings
        self.timestamps = timestamps
        self.scale = scale
        self.titles = titles
    }

    package func with(negatives: DrawnNegatives?) -> RatingTable {
        var table = self
        table.negatives = negatives
        return table
    }

    package func with(titles: [EntityID: String]) -> RatingTable {
        RatingTable(
            users: users, items: items, userPositions: userPositions, itemPositions: itemPositions, ratings: ratings,
            timestamps: timestamps, scale: scale, titles: titles
        ).with(negatives: negatives)
    }

    package var count: Int { ratings.count }
    package var isEmpty: Bool { ratings.isEmpty }

    /// The table of these rows, in this order, over the same vocabularies. - Complexity: O(rows)
    package func selecting(rows: [Int]) -> RatingTable {
        RatingTable(
            users: users, items: items, userPositions: rows.map { userPositions[$0] },
            itemPositions: rows.map { itemPositions[$0] }, ratings: rows.map { ratings[$0] },
            timestamps: timestamps?.selecting(rows: rows), scale: scale, titles: titles
        ).with(negatives: negatives?.selecting(rows: rows))
    }
}
