/// Finds rows in which a user rates an item again.
///
/// - Complexity: O(rows + users + items), four bytes a row beside the table.
struct DuplicateRatings {
    /// Of a row that repeats another: both, ascending by the repeating one.
    private(set) var repeats: [(row: Int, first: Int)] = []

    /// - Parameter check: called now and then; what it throws ends the search.
    init(users: [Int32], userCount: Int, items: [Int32], itemCount: Int, check: () throws -> Void) rethrows {
        var ends = [Int32](repeating: 0, count: userCount + 1)
        for user in users { ends[Int(user) + 1] += 1 }
        for user in 1..<max(2, ends.count) where user < ends.count { ends[user] += ends[user - 1] }
        var rows = [Int32](repeating: 0, count: users.count)
        // From here on `ends` says where a user's next row goes, and in the end where they end.
        for row in users.indices {
            let user = Int(users[row])
            rows[Int(ends[user])] = Int32(truncatingIfNeeded: row)
            ends[user] += 1
        }
        try check()
        var lastUser = [Int32](repeating: -1, count: itemCount)
        var firstRow = [Int32](repeating: 0, count: itemCount)
        var start = 0
        for user in 0..<userCount {
            let end = Int(ends[user])
            if user & 0xFFFF == 0 { try check() }
            for place in start..<end {
                let row = rows[place]
                let item = Int(items[Int(row)])
                if lastUser[item] == Int32(user) {
                    repeats.append((Int(row), Int(firstRow[item])))
                } else {
                    lastUser[item] = Int32(user)
                    firstRow[item] = row
                }
            }
            start = end
        }
        repeats.sort { $0.row < $1.row }
    }
}
