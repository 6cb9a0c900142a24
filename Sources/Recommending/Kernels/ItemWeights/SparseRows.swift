/// A sparse matrix by rows: of each row the columns, ascending, and the values beside them.
package struct SparseRows: Sendable {
    /// Where each row begins, and the end of the last one.
    package let starts: [Int]
    package let columns: [Int32]
    package let values: [Double]
    package let columnCount: Int

    package init(starts: [Int], columns: [Int32], values: [Double], columnCount: Int) {
        precondition(Self.fits(starts: starts, columns: columns, columnCount: columnCount))
        precondition(values.count == columns.count)
        self.starts = starts
        self.columns = columns
        self.values = values
        self.columnCount = columnCount
    }

    /// From rows that are made one by one.
    package init(_ rows: [(columns: [Int32], values: [Double])], columnCount: Int) {
        var starts = [0]
        starts.reserveCapacity(rows.count + 1)
        for row in rows { starts.append(starts[starts.count - 1] + row.columns.count) }
        self.init(
            starts: starts, columns: rows.flatMap(\.columns), values: rows.flatMap(\.values), columnCount: columnCount)
    }

    /// Whether these are rows of a matrix of so many columns.
    package static func fits(starts: [Int], columns: [Int32], columnCount: Int) -> Bool {
        guard starts.first == 0, starts.last == columns.count, zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
        else { return false }
        return columns.allSatisfy { $0 >= 0 && $0 < columnCount }
    }

    package var count: Int { starts.count - 1 }
    package func range(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }
    package func columns(of row: Int) -> ArraySlice<Int32> { columns[range(row)] }
    package func values(of row: Int) -> ArraySlice<Double> { values[range(row)] }
    package func count(of row: Int) -> Int { starts[row + 1] - starts[row] }

    /// The value at a place; 0 where none is kept.
    package subscript(row: Int, column: Int) -> Double {
        var (low, high) = (starts[row], starts[row + 1])
        while low < high {
            let middle = (low + high) / 2
            if columns[middle] < Int32(column) { low = middle + 1 } else { high = middle }
        }
        return low < starts[row + 1] && columns[low] == Int32(column) ? values[low] : 0
    }

    /// The same matrix by columns.
    package var transposed: SparseRows {
        var starts = [Int](repeating: 0, count: columnCount + 1)
        for column in columns { starts[Int(column) + 1] += 1 }
        for column in 0..<columnCount { starts[column + 1] += starts[column] }
        var places = starts
        var rows = [Int32](repeating: 0, count: columns.count)
        var moved = [Double](repeating: 0, count: columns.count)
        for row in 0..<count {
            for place in range(row) {
                let column = Int(columns[place])
                rows[places[column]] = Int32(row)
                moved[places[column]] = values[place]
                places[column] += 1
            }
        }
        return SparseRows(starts: starts, columns: rows, values: moved, columnCount: count)
    }

    /// The sums of rows times their factors, one after another: `[lists × columns]`.
    ///
    /// - Parameter lists: of each sum the rows and their factors.
    package func sums(of lists: [(rows: ArraySlice<Int32>, factors: ArraySlice<Double>)], into sums: inout [Double]) {
        precondition(sums.count == lists.count * columnCount)
        precondition(lists.allSatisfy { list in list.rows.allSatisfy { $0 >= 0 && $0 < count } })
        unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe columns.withUnsafeBufferPointer { columns in
                unsafe values.withUnsafeBufferPointer { values in
                    unsafe sums.update(repeating: 0)
                    for (number, list) in lists.enumerated() {
                        let first = number * columnCount
                        for (row, factor) in zip(list.rows, list.factors) {
                            for place in range(Int(row)) {
                                unsafe sums[first + Int(columns[place])] += factor * values[place]
                            }
                        }
                    }
                }
            }
        }
    }
}
