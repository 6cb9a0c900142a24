/// `FᵀF` of factors, `[width × width]` with the upper half filled in; `width` as of `NormalEquations`.
///
/// Rows are summed in blocks whose bounds depend on their number alone, so that any number of threads comes to the same
/// bits; the sums of a few rows are in the factors' precision, those over all of them in double.
package enum Gramian {
    /// Rows that are summed apart from the others: at most 16 such blocks, of at least 1,024 rows.
    package static func blocks(rows: Int) -> [Range<Int>] {
        let size = max(1024, (rows + 15) / 16)
        return stride(from: 0, to: rows, by: size).map { $0..<min($0 + size, rows) }
    }

    /// The sum over one block; of no use where the work was stopped.
    package static func of<Scalar: LeastSquaresScalar>(
        _ factors: FactorMatrix<Scalar>, rows: Range<Int>, isStopped: () -> Bool = { false }
    ) -> [Double] {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= factors.rows)
        return Scalar.gramian(of: factors, rows: rows, isStopped: isStopped)
    }

    /// The sum over all rows, on this thread.
    package static func of<Scalar: LeastSquaresScalar>(_ factors: FactorMatrix<Scalar>) -> [Double] {
        total(blocks(rows: factors.rows).map { of(factors, rows: $0) })
    }

    /// The sum of the blocks' sums, in their order.
    package static func total(_ sums: [[Double]]) -> [Double] {
        var total = sums.first ?? []
        for sum in sums.dropFirst() {
            precondition(sum.count == total.count)
            for index in total.indices { total[index] += sum[index] }
        }
        return total
    }

    static func sum<Scalar: LeastSquaresScalar>(
        _ factors: FactorMatrix<Scalar>, _ rows: Range<Int>, _ isStopped: () -> Bool
    ) -> [Double] {
        let equations = NormalEquations<Scalar>(size: factors.columns)
        let few = 4 * NormalEquations<Scalar>.chunk
        let count = equations.width * equations.width
        var total = [Double](repeating: 0, count: count)
        let nothing = [Scalar](repeating: 0, count: count)
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: few) where !isStopped() {
            equations.begin(nothing, ridge: 0)
            equations.add(factors, rows: Array(Int32(start)..<Int32(min(start + few, rows.upperBound))))
            for index in 0..<count { unsafe total[index] += Double(equations.matrix[index]) }
        }
        // What lies beyond the last factor is 1 on the equations' diagonal.
        for index in factors.columns..<max(equations.width, factors.columns) {
            total[index * equations.width + index] = 0
        }
        return total
    }

    /// `Σ_rows Σ_columns (x · y)²` of two matrices by their products with themselves: the sum of their elements' products.
    package static func product(_ one: [Double], _ other: [Double], width: Int) -> Double {
        precondition(one.count == width * width && other.count == one.count)
        var sum = 0.0
        for row in 0..<width {
            sum += one[row * width + row] * other[row * width + row]
            for column in (row + 1)..<max(width, row + 1) {
                sum += 2 * one[row * width + column] * other[row * width + column]
            }
        }
        return sum
    }
}
