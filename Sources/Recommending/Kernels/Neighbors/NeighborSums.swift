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

    /// What the `k` of a list's rows that are nearest to each row of all add up to, for many lists: the similarities of a few
    /// rows at a time are laid out side by side for all of them.
    ///
    /// - Parameter isStopped: asked between rows; the rest is left out once it says so.
    package static func ofLists(
        _ lists: [(rows: ArraySlice<Int32>, values: ArraySlice<Double>)], _ similarities: PairSimilarities,
        _ support: PairSupport, k: Int, isStopped: () -> Bool, _ body: (_ list: Int, _ row: Int, NearestSums) -> Void
    ) {
        for list in lists {
            precondition(list.rows.count == list.values.count)
            precondition(list.rows.allSatisfy { $0 >= 0 && $0 < similarities.count })
        }
        let count = similarities.count
        var selection = NearestSelection(k: k, capacity: lists.map(\.rows.count).max() ?? 0)
        var beside = [Double](repeating: 0, count: PairSimilarities.rowsTogether * count)
        for first in stride(from: 0, to: count, by: PairSimilarities.rowsTogether) {
            if isStopped() { return }
            let together = first..<min(first + PairSimilarities.rowsTogether, count)
            similarities.fill(&beside, ofRows: together, support)
            for row in together {
                unsafe beside.withUnsafeBufferPointer { beside in
                    let own = unsafe UnsafeBufferPointer(
                        rebasing: beside[(row - first) * count..<(row - first + 1) * count])
                    for (number, list) in lists.enumerated() {
                        unsafe selection.add(list.rows, list.values, own)
                        body(number, row, selection.finish())
                    }
                }
            }
        }
    }
}
