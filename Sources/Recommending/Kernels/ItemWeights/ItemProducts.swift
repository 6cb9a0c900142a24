/// Products of all pairs of items over the users of both: `Σ_u weight_u · x_uj · x_ui`, a row an item.
package struct ItemProducts: Sendable {
    private let byUser: SparseRows
    private let byItem: SparseRows
    /// One for each user.
    private let weights: [Double]
    private let usesValues: Bool

    /// - Parameter usesValues: whether `x` are the values; else each of them counts as 1.
    package init(byUser: SparseRows, byItem: SparseRows, weights: [Double], usesValues: Bool) {
        precondition(byUser.count == byItem.columnCount && byItem.count == byUser.columnCount)
        precondition(weights.count == byUser.count)
        self.byUser = byUser
        self.byItem = byItem
        self.weights = weights
        self.usesValues = usesValues
    }

    package var items: Int { byItem.count }

    /// Each item's product with itself.
    package var diagonal: [Double] {
        (0..<items).map { item in
            byItem.range(item).reduce(0) { sum, place in
                let value = usesValues ? byItem.values[place] : 1
                return sum + weights[Int(byItem.columns[place])] * value * value
            }
        }
    }

    /// An item's products with all items.
    package func row(of item: Int, into row: inout [Double]) {
        precondition(row.count == items)
        unsafe row.withUnsafeMutableBufferPointer { row in
            unsafe row.update(repeating: 0)
            guard let start = row.baseAddress else { return }
            unsafe add(item, through: items - 1, to: start)
        }
    }

    /// Fills in an item's row of a matrix of zeros, from the first column to the diagonal.
    package func lowerRow(of item: Int, in matrix: SquareMatrix) {
        precondition(matrix.size == items && item >= 0 && item < items)
        unsafe add(item, through: item, to: matrix.elements + item * matrix.stride)
    }

    private func add(_ item: Int, through last: Int, to row: UnsafeMutablePointer<Double>) {
        let last = Int32(last)
        unsafe byUser.columns.withUnsafeBufferPointer { columns in
            unsafe byUser.values.withUnsafeBufferPointer { values in
                for place in byItem.range(item) {
                    let user = Int(byItem.columns[place])
                    let range = byUser.range(user)
                    if usesValues {
                        let factor = weights[user] * byItem.values[place]
                        for other in range {
                            let column = unsafe columns[other]
                            if column > last { break }
                            unsafe row[Int(column)] += factor * values[other]
                        }
                    } else {
                        let weight = weights[user]
                        for other in range {
                            let column = unsafe columns[other]
                            if column > last { break }
                            unsafe row[Int(column)] += weight
                        }
                    }
                }
            }
        }
    }
}

extension SquareMatrix {
    /// The rows that `mirror` takes at a time.
    package static var mirroredRows: Int { 32 }

    /// Fills in what lies above the diagonal in the columns of a block of rows, from below it.
    package func mirror(block: Int) {
        let rows = block * Self.mirroredRows..<min((block + 1) * Self.mirroredRows, size)
        // Squares whose lines all stay in the nearest cache.
        for first in Swift.stride(from: 0, to: rows.upperBound, by: Self.mirroredRows) {
            for row in rows {
                for column in first..<max(first, min(first + Self.mirroredRows, row)) {
                    unsafe elements[column * stride + row] = elements[row * stride + column]
                }
            }
        }
    }
}
