package import Ratings

extension Recommender {
    /// Whether training saw any of the users of these ratings, and of how many of them the user and the item together.
    package func knows(_ table: RatingTable) -> (anyUser: Bool, trained: Int) {
        let (knownUsers, knownItems) = (table.users.positions(in: users), table.items.positions(in: items))
        var (hasUser, trained) = (false, 0)
        for row in 0..<table.count {
            let (user, item) = (knownUsers[Int(table.userPositions[row])], knownItems[Int(table.itemPositions[row])])
            guard user >= 0 else { continue }
            hasUser = true
            if item >= 0, seen.contains(Int(item), of: Int(user)) { trained += 1 }
        }
        return (hasUser, trained)
    }

    /// Whether another model was trained on ratings of the same items by the same users.
    ///
    /// - Complexity: O(ratings) at most; O(users + items) where they differ in number.
    package func sawTheSame(as other: any Recommender) -> Bool {
        guard users.count == other.users.count, items.count == other.items.count, seen.count == other.seen.count else {
            return false
        }
        let (otherUsers, otherItems) = (users.positions(in: other.users), items.positions(in: other.items))
        return (0..<users.count).allSatisfy { user in
            guard otherUsers[user] >= 0 else { return false }
            let own = seen.items(of: user)
            return own.count == other.seen.items(of: Int(otherUsers[user])).count
                && own.allSatisfy { item in
                    let place = otherItems[Int(item)]
                    return place >= 0 && other.seen.contains(Int(place), of: Int(otherUsers[user]))
                }
        }
    }
}
