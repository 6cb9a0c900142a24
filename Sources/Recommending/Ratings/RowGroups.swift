/// Rows grouped by a column of positions, each group's rows in the table's order.
///
/// - Complexity: O(rows + groups), by counting.
package struct RowGroups: Sendable {
    /// Where each group's rows begin in `rows`, and the end of the last one's.
    package let starts: [Int]
    package let rows: [Int]

    package init(_ positions: [Int32], groups: Int) {
        var starts = [Int](repeating: 0, count: groups + 1)
        for position in positions { starts[Int(position) + 1] += 1 }
        for group in 1..<starts.count { starts[group] += starts[group - 1] }
        var next = starts
        var rows = [Int](repeating: 0, count: positions.count)
        for (row, position) in positions.enumerated() {
            rows[next[Int(position)]] = row
            next[Int(position)] += 1
        }
        self.starts = starts
        self.rows = rows
    }

    package var count: Int { starts.count - 1 }
    package subscript(group: Int) -> ArraySlice<Int> { rows[starts[group]..<starts[group + 1]] }
}

extension Vocabulary {
    /// For each identifier its position in another vocabulary; -1 where that does not know it.
    package func positions(in other: Vocabulary) -> [Int32] {
        ids.map { other.position(of: $0).map(Int32.init) ?? -1 }
    }
}
