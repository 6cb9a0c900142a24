extension RatingTable {
    /// The rows of both, this one's first; times stay where both have them to as many decimals.
    ///
    /// - Complexity: O(rows + identifiers)
    package func joined(with other: RatingTable) -> RatingTable {
        var (users, items) = (users, items)
        let otherUsers = other.users.ids.map { Int32(users.insert($0)) }
        let otherItems = other.items.ids.map { Int32(items.insert($0)) }
        var times: Timestamps?
        if let own = timestamps, let others = other.timestamps, own.decimals == others.decimals {
            times = Timestamps(ticks: own.ticks + others.ticks, decimals: own.decimals)
        }
        return RatingTable(
            users: users, items: items,
            userPositions: userPositions + other.userPositions.map { otherUsers[Int($0)] },
            itemPositions: itemPositions + other.itemPositions.map { otherItems[Int($0)] },
            ratings: ratings + other.ratings, timestamps: times,
            scale: min(scale.lowerBound, other.scale.lowerBound)...max(scale.upperBound, other.scale.upperBound),
            titles: titles.merging(other.titles) { own, _ in own })
    }
}
