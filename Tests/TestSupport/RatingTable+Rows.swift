package import Ratings

extension RatingTable {
    /// A table of rows of user, item, rating and perhaps timestamp.
    package init(rows: [[Double]]) {
        var (users, items) = (Vocabulary(), Vocabulary())
        let userPositions = rows.map { Int32(users.insert(.integer(Int($0[0])))) }
        let itemPositions = rows.map { Int32(items.insert(.integer(Int($0[1])))) }
        self.init(
            users: users, items: items, userPositions: userPositions, itemPositions: itemPositions,
            ratings: rows.map { $0[2] },
            timestamps: rows.allSatisfy { $0.count > 3 } ? Timestamps(ticks: rows.map { Int64($0[3]) }) : nil,
            scale: 1...5)
    }
}
