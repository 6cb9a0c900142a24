/// A sparse matrix in both orders, made ready to be walked pair by pair.
package struct PairSource: Sendable {
    /// Columns ascend within a row.
    let rows: SparseRows
    /// Rows ascend within a column.
    let columns: SparseRows
    /// For each element of `rows`, where in its column the elements of earlier rows end.
    private let ends: [Int]

    package init(_ matrix: SparseRows) {
        columns = matrix.transposed()
        rows = columns.transposed()
        var next = rows.starts
        var ends = [Int](repeating: 0, count: rows.columns.count)
        for column in 0..<columns.count {
            var end = columns.starts[column]
            for place in columns.range(column) {
                let row = Int(columns.columns[place])
                if place > 0, place > columns.starts[column], columns.columns[place - 1] != columns.columns[place] {
                    end = place
                }
                ends[next[row]] = end
                next[row] += 1
            }
        }
        self.ends = ends
    }

    /// Adds what a row has in common with each earlier one.
    @unsafe @inline(__always)
    func addBefore<Sums: PairSums>(_ row: Int, to sums: UnsafeMutableBufferPointer<Sums>) {
        unsafe columns.columns.withUnsafeBufferPointer { others in
            unsafe columns.values.withUnsafeBufferPointer { values in
                for place in rows.range(row) {
                    let first = Sums.first(rows.values[place])
                    for other in columns.starts[Int(rows.columns[place])]..<ends[place] {
                        unsafe sums[Int(others[other])].add(first, values[other])
                    }
                }
            }
        }
    }
}

extension SparseRows {
    /// How alike a row, which need be none of a matrix, is to all of its rows; `self` are the matrix's columns.
    package func similarities(
        toRow columns: [Int32], _ values: [Double], by measure: PairMeasure, _ support: PairSupport
    ) -> [Double] {
        precondition(columns.count == values.count && columns.allSatisfy { $0 >= 0 && $0 < count })
        return switch measure {
        case .squaredDifference: similarities(columns, values, support, DifferenceSums.self)
        case .cosine: similarities(columns, values, support, CosineSums.self)
        case .correlation: similarities(columns, values, support, CorrelationSums.self)
        }
    }

    private func similarities<Sums: PairSums>(
        _ columns: [Int32], _ values: [Double], _ support: PairSupport, _ type: Sums.Type
    ) -> [Double] {
        var sums = [Sums](repeating: .zero, count: columnCount)
        for (column, value) in zip(columns, values) {
            let first = Sums.first(value)
            for place in range(Int(column)) { sums[Int(self.columns[place])].add(first, self.values[place]) }
        }
        return sums.map { $0.count > 0 ? support.adjusted($0.similarity, common: $0.count) : 0 }
    }
}
