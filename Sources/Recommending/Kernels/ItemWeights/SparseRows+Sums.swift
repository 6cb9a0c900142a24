extension SparseRows {
    /// From rows that were made one by one.
    package init(_ rows: [(columns: [Int32], values: [Double])], columnCount: Int) {
        var starts = [0]
        starts.reserveCapacity(rows.count + 1)
        for row in rows { starts.append(starts[starts.count - 1] + row.columns.count) }
        self.init(
            starts: starts, columns: rows.flatMap(\.columns), values: rows.flatMap(\.values), columnCount: columnCount)
    }

    /// Whether these are rows of a matrix of so many columns, in each of them ascending.
    package static func fits(starts: [Int], columns: [Int32], columnCount: Int) -> Bool {
        guard starts.first == 0, starts.last == columns.count, zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
        else { return false }
        return columns.allSatisfy { $0 >= 0 && $0 < columnCount }
            && zip(starts, starts.dropFirst()).allSatisfy { start, end in
                zip(columns[start..<end], columns[start..<end].dropFirst()).allSatisfy { $0 < $1 }
            }
    }

    package func columns(of row: Int) -> ArraySlice<Int32> { columns[range(row)] }
    package func values(of row: Int) -> ArraySlice<Double> { values[range(row)] }
    package func count(of row: Int) -> Int { starts[row + 1] - starts[row] }

    /// The value at a place, of rows whose columns are ascending; 0 where none is kept.
    package subscript(row: Int, column: Int) -> Double {
        var (low, high) = (starts[row], starts[row + 1])
        while low < high {
            let middle = (low + high) / 2
            if columns[middle] < Int32(column) { low = middle + 1 } else { high = middle }
        }
        return low < starts[row + 1] && columns[low] == Int32(column) ? values[low] : 0
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
