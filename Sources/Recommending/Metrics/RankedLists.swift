package import Ratings

/// Recommended items, best first, of some users. Users and items are positions in the true ratings' vocabularies; an
/// item that those do not know is -1.
package struct RankedLists: Sendable {
    package let users: [Int]
    package let lists: [[Int32]]

    package init(users: [Int], lists: [[Int32]]) {
        precondition(users.count == lists.count)
        self.users = users
        self.lists = lists
    }

    /// The `count` best predictions of each user, ties in the order of the rows.
    ///
    /// - Parameters: parallel columns, a row a prediction.
    package init(best count: Int, users: [Int32], items: [Int32], predictions: [Double]) {
        var rows: [Int32: [Int]] = [:]
        var order: [Int32] = []
        for row in users.indices {
            if rows[users[row]] == nil { order.append(users[row]) }
            rows[users[row], default: []].append(row)
        }
        self.init(
            users: order.map(Int.init),
            lists: order.map { user in
                rows[user, default: []].sorted { (predictions[$0], $1) > (predictions[$1], $0) }
                    .prefix(count).map { items[$0] }
            })
    }
}

/// The items that each user truly rated: what a list is judged by.
package struct RelevantItems: Sendable {
    private let starts: [Int]
    private let items: [Int32]
    private let ratings: [Double]

    package init(_ table: RatingTable) {
        var counts = [Int](repeating: 0, count: table.users.count + 1)
        for user in table.userPositions { counts[Int(user) + 1] += 1 }
        for user in 1..<counts.count { counts[user] += counts[user - 1] }
        var next = counts
        var order = [Int](repeating: 0, count: table.count)
        for row in 0..<table.count {
            let user = Int(table.userPositions[row])
            order[next[user]] = row
            next[user] += 1
        }
        starts = counts
        items = order.map { table.itemPositions[$0] }
        ratings = order.map { table.ratings[$0] }
    }

    package var userCount: Int { starts.count - 1 }
    func items(of user: Int) -> ArraySlice<Int32> { items[starts[user]..<starts[user + 1]] }
    func ratings(of user: Int) -> ArraySlice<Double> { ratings[starts[user]..<starts[user + 1]] }
}
