/// Rows of a sparse matrix: the columns and the values of each row's elements, whose positions are checked once, here.
///
/// A row may name a column twice, as somebody may rate an item twice.
package struct SparseRows: Sendable {
    /// Where each row begins, and the end of the last one.
    package let starts: [Int]
    package let columns: [Int32]
    package let values: [Double]
    package let columnCount: Int

    package init(starts: [Int], columns: [Int32], values: [Double], columnCount: Int) {
        precondition(columns.count == values.count && starts.first == 0 && starts.last == columns.count)
        precondition(zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 })
        precondition(columns.allSatisfy { $0 >= 0 && $0 < columnCount })
        self.starts = starts
        self.columns = columns
        self.values = values
        self.columnCount = columnCount
    }

    package var count: Int { starts.count - 1 }
    package func range(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

    /// The same places with other values.
    package func with(values: [Double]) -> SparseRows {
        SparseRows(starts: starts, columns: columns, values: values, columnCount: columnCount)
    }

    /// Columns as rows; within each the elements come in the order of their rows.
    package func transposed() -> SparseRows {
        var starts = [Int](repeating: 0, count: columnCount + 1)
        for column in columns { starts[Int(column) + 1] += 1 }
        for column in 0..<columnCount { starts[column + 1] += starts[column] }
        var next = starts
        var rows = [Int32](repeating: 0, count: columns.count)
        var moved = [Double](repeating: 0, count: columns.count)
        for row in 0..<count {
            for place in range(row) {
                let column = Int(columns[place])
                rows[next[column]] = Int32(row)
                moved[next[column]] = values[place]
                next[column] += 1
            }
        }
        return SparseRows(starts: starts, columns: rows, values: moved, columnCount: count)
    }
}
