import Compute

/// Finds rows in which a user rates an item again.
///
/// The users are taken in parts, by several threads, so that the items of only some of them are put together at a time.
///
/// - Complexity: O(rows + users + items) for each part; beside the table a byte a row for each thread at work, or four
///   for each row of a user who has more than a part.
struct DuplicateRatings: Sendable {
    typealias Repeat = (row: Int, first: Int)

    /// More would read the columns more often than is gained by it; few rows are one.
    private static let parts = 4
    private static let fewRows = 1 << 14
    private static let threads = 2
    /// Rows between two looks at whether it shall go on.
    private static let stride = 1 << 20

    private let users: [Int32]
    private let items: [Int32]
    private let itemCount: Int
    /// For each user how many rows the users before have, and in the end the count of rows.
    private let starts: [Int32]
    private let check: @Sendable () throws -> Void

    /// - Parameter check: called now and then, on any thread; what it throws ends the search.
    init(
        users: [Int32], userCount: Int, items: [Int32], itemCount: Int, check: @escaping @Sendable () throws -> Void
    ) {
        self.users = users
        self.items = items
        self.itemCount = itemCount
        self.check = check
        var starts = [Int32](repeating: 0, count: userCount + 1)
        for user in users { starts[Int(user) + 1] += 1 }
        for user in 0..<userCount { starts[user + 1] += starts[user] }
        self.starts = starts
    }

    /// The rows that repeat another, ascending, with the user's first one of the same item.
    ///
    /// - Throws: what `check` throws.
    func repeats(threads: Int) throws -> [Repeat] {
        let list = try OrderedWork.run(threads: min(threads, Self.threads), from: Parts(list: parts), into: List()) {
            part in Result { try repeats(of: part) }
        }
        return list.repeats.sorted { $0.row < $1.row }
    }

    /// Users that follow each other and have about as many rows.
    private var parts: [Range<Int>] {
        let userCount = starts.count - 1
        let wanted = users.count < Self.fewRows ? 1 : Self.parts
        var parts: [Range<Int>] = []
        var first = 0
        for part in 1...wanted where first < userCount {
            let rows = users.count * part / wanted
            var end = first
            while end < userCount, starts[end] < rows { end += 1 }
            if part == wanted { end = userCount }
            parts.append(first..<end)
            first = end
        }
        return parts
    }

    private func repeats(of part: Range<Int>) throws -> [Repeat] {
        // Most data have none, which the items alone tell.
        guard try hasRepeats(part, try grouped(part) { items[$0] }) else { return [] }
        let rows = try grouped(part) { Int32(truncatingIfNeeded: $0) }
        var repeats: [Repeat] = []
        var lastUser = [Int32](repeating: -1, count: itemCount)
        var firstRow = [Int32](repeating: 0, count: itemCount)
        for user in part {
            if user & 0xFFFF == 0 { try check() }
            for row in rows[places(of: user, in: part)] {
                let item = Int(items[Int(row)])
                if lastUser[item] == Int32(user) {
                    repeats.append((Int(row), Int(firstRow[item])))
                } else {
                    lastUser[item] = Int32(user)
                    firstRow[item] = row
                }
            }
        }
        return repeats
    }

    private func hasRepeats(_ part: Range<Int>, _ items: [Int32]) throws -> Bool {
        var lastUser = [Int32](repeating: -1, count: itemCount)
        for user in part {
            if user & 0xFFFF == 0 { try check() }
            for place in places(of: user, in: part) {
                let item = Int(items[place])
                if lastUser[item] == Int32(user) { return true }
                lastUser[item] = Int32(user)
            }
        }
        return false
    }

    /// Where a user's values stand among those of a part.
    private func places(of user: Int, in part: Range<Int>) -> Range<Int> {
        let before = starts[part.lowerBound]
        return Int(starts[user] - before)..<Int(starts[user + 1] - before)
    }

    /// Each row's value, by users, in the order of the rows.
    private func grouped(_ part: Range<Int>, _ value: (Int) -> Int32) throws -> [Int32] {
        let before = starts[part.lowerBound]
        var next = starts[part].map { $0 - before }
        var values = [Int32](repeating: 0, count: Int(starts[part.upperBound] - before))
        for start in Swift.stride(from: 0, to: users.count, by: Self.stride) {
            try check()
            for row in start..<min(start + Self.stride, users.count) {
                let user = Int(users[row]) - part.lowerBound
                guard user >= 0, user < next.count else { continue }
                values[Int(next[user])] = value(row)
                next[user] += 1
            }
        }
        return values
    }

    private struct Parts: PieceSource {
        var list: [Range<Int>]

        mutating func next() -> Range<Int>? { list.isEmpty ? nil : list.removeFirst() }
    }

    private struct List: ResultSink, Sendable {
        var repeats: [Repeat] = []

        mutating func take(_ result: Result<[Repeat], any Error>) throws { repeats += try result.get() }
    }
}
