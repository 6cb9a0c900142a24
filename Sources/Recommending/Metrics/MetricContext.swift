/// What a metric may know beside truth and lists: which items each user had in training. Users and items are positions in
/// the training's vocabularies.
package struct MetricContext: Sendable {
    /// The items that training saw.
    package let itemCount: Int
    /// Where each user's items begin in `items`, and the end of the last one's.
    private let starts: [Int32]
    private let items: [Int32]

    /// - Parameters:
    ///   - starts: one more than there are users.
    ///   - items: a training row each, grouped by user.
    package init(itemCount: Int, starts: [Int32], items: [Int32]) {
        precondition(starts.last.map(Int.init) ?? 0 == items.count)
        self.itemCount = itemCount
        self.starts = starts
        self.items = items
    }

    var userCount: Int { max(0, starts.count - 1) }
    /// Training rows.
    var rowCount: Int { items.count }
    func items(of user: Int) -> ArraySlice<Int32> { items[Int(starts[user])..<Int(starts[user + 1])] }

    /// The training rows of each item.
    var itemRows: [Int] {
        var rows = [Int](repeating: 0, count: itemCount)
        for item in items { rows[Int(item)] += 1 }
        return rows
    }

    /// The same rows grouped by item: where each item's users begin, and the users. - Complexity: O(rows + items)
    var usersByItem: (starts: [Int], users: [Int32]) {
        var starts = [0]
        for count in itemRows { starts.append(starts[starts.count - 1] + count) }
        var next = starts
        var users = [Int32](repeating: 0, count: rowCount)
        for user in 0..<userCount {
            for item in items(of: user) {
                users[next[Int(item)]] = Int32(user)
                next[Int(item)] += 1
            }
        }
        return (starts, users)
    }
}
