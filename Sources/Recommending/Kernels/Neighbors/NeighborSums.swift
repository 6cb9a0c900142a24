/// Sums over neighbours: of a row for one column, of a row for all columns, of a list of rows for all rows.
///
/// The three come to the same bits for the same row and column.
package enum NeighborSums {
    /// What the `k` rows nearest to `row` add up to among those that have the column.
    package static func one(
        row: Int, column: Int, of columns: SparseRows, _ similarities: PairSimilarities, _ support: PairSupport, k: Int
    ) -> NearestSums {
        precondition(row >= 0 && row < similarities.count && columns.columnCount == similarities.count)
        let range = columns.range(column)
        var selection = NearestSelection(k: k, capacity: range.count)
        for place in range {
            unsafe selection.add(
                similarities.value(row, Int(columns.columns[place]), support), columns.values[place])
        }
        return selection.finish()
    }

    /// The same for every column, by the row's similarities to all rows.
    package static func ofRow(
        _ similarities: [Double], over columns: SparseRows, k: Int, _ body: (_ column: Int, NearestSums) -> Void
    ) {
        precondition(columns.columnCount == similarities.count)
        let longest = (0..<columns.count).map { columns.range($0).count }.max() ?? 0
        var selection = NearestSelection(k: k, capacity: longest)
        unsafe similarities.withUnsafeBufferPointer { similarities in
            unsafe columns.columns.withUnsafeBufferPointer { rows in
                unsafe columns.values.withUnsafeBufferPointer { values in
                    for column in 0..<columns.count {
                        for place in columns.range(column) {
                            unsafe selection.add(similarities[Int(rows[place])], values[place])
                        }
                        body(column, selection.finish())
                    }
                }
            }
        }
    }

    /// What the `k` of a list's rows that are nearest to each row of all add up to.
    package static func ofList(
        _ rows: ArraySlice<Int32>, _ values: ArraySlice<Double>, _ similarities: PairSimilarities,
        _ support: PairSupport, k: Int, _ body: (_ row: Int, NearestSums) -> Void
    ) {
        precondition(rows.count == values.count && rows.allSatisfy { $0 >= 0 && $0 < similarities.count })
        var selection = NearestSelection(k: k, capacity: rows.count)
        let starts = rows.map { PairSimilarities.start(Int($0)) }
        unsafe rows.withUnsafeBufferPointer { rows in
            unsafe values.withUnsafeBufferPointer { values in
                unsafe starts.withUnsafeBufferPointer { starts in
                    for row in 0..<similarities.count {
                        let start = PairSimilarities.start(row)
                        for place in rows.indices {
                            // The choices are made without branches, which would be guessed wrong half of the time.
                            let other = unsafe Int(rows[place])
                            let pair = unsafe other < row ? start + other : starts[place] + row
                            let similarity = unsafe similarities.value(ofPair: other == row ? 0 : pair, support)
                            unsafe selection.add(other == row ? 1 : similarity, values[place])
                        }
                        body(row, selection.finish())
                    }
                }
            }
        }
    }
}
