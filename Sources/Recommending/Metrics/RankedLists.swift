package import Ratings

/// Recommended items, best first, of some users. Users and items are positions in the true ratings' vocabularies; an
/// item that those do not know is -1.
package struct RankedLists: Sendable {
    package let users: [Int]
    package let lists: [[Int32]]
    /// The same lists as the training sees them; `nil` where there was no training.
    package let catalog: CatalogLists?

    package init(users: [Int], lists: [[Int32]], catalog: CatalogLists? = nil) {
        precondition(users.count == lists.count)
        self.users = users
        self.lists = lists
        self.catalog = catalog
    }

    /// The `count` best predictions of each user, ties in the order of the rows.
    ///
    /// - Parameters: parallel columns, a row a prediction.
    package init(best count: Int, users: [Int32], items: [Int32], predictions: [Double]) {
        var order: [Int32] = []
        var places: [Int32: Int32] = [:]
        let ranks = users.map { user -> Int32 in
            if let place = places[user] { return place }
            places[user] = Int32(order.count)
            order.append(user)
            return Int32(order.count - 1)
        }
        let groups = RowGroups(ranks, groups: order.count)
        self.init(
            users: order.map(Int.init),
            lists: order.indices.map { place in
                groups[place].sorted { (predictions[$0], $1) > (predictions[$1], $0) }.prefix(count).map { items[$0] }
            })
    }
}

/// Recommended items, best first, in positions of the training's users and items, which knows them all.
package struct CatalogLists: Sendable {
    let users: [Int]
    let lists: [[Int32]]

    package init(users: [Int], lists: [[Int32]]) {
        precondition(users.count == lists.count)
        self.users = users
        self.lists = lists
    }
}

/// The items that each user truly rated: what a list is judged by.
package struct RelevantItems: Sendable {
    private let starts: [Int]
    private let items: [Int32]
    private let ratings: [Double]

    /// An item that a user rated twice is relevant once, by the later rating.
    package init(_ table: RatingTable) {
        let groups = RowGroups(table.userPositions, groups: table.users.count)
        var starts = [0]
        var items: [Int32] = []
        var ratings: [Double] = []
        // Where the user that is at hand has the item.
        var places = [Int](repeating: -1, count: table.items.count)
        for user in 0..<groups.count {
            let start = items.count
            for row in groups[user] {
                let item = table.itemPositions[row]
                let place = places[Int(item)]
                if place >= start {
                    ratings[place] = table.ratings[row]
                } else {
                    places[Int(item)] = items.count
                    items.append(item)
                    ratings.append(table.ratings[row])
                }
            }
            starts.append(items.count)
        }
        (self.starts, self.items, self.ratings) = (starts, items, ratings)
    }

    package var userCount: Int { starts.count - 1 }
    func items(of user: Int) -> ArraySlice<Int32> { items[starts[user]..<starts[user + 1]] }
    func ratings(of user: Int) -> ArraySlice<Double> { ratings[starts[user]..<starts[user + 1]] }
}
