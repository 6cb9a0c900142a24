import Foundation

/// The lower triangle L of a symmetric positive definite matrix L·Lᵀ (Golub and Van Loan, 2013, Matrix computations, section
/// 4.2), grown by rows: a factor of n rows is the beginning of every factor that goes on from it.
///
/// Rows stand one after the other, row i with i + 1 entries. Four rows go together wherever they can, so that one entry that
/// is read serves four sums.
struct CholeskyFactor: Sendable {
    private(set) var count = 0
    private var entries: [Double] = []

    init() {}

    /// - Parameter matrix: the rows of the lower triangle, one after the other.
    /// - Returns: `nil` where the matrix is not positive definite, as far as its numbers can tell.
    init?(_ matrix: [Double]) {
        guard append(matrix) else { return nil }
    }

    /// Where a row begins.
    static func start(_ row: Int) -> Int { row * (row + 1) / 2 }

    /// Adds rows of the matrix, each with its entries to the diagonal; on `false` nothing has changed.
    mutating func append(_ rows: [Double]) -> Bool {
        let kept = (count, entries)
        entries += rows
        while Self.start(count + 1) <= entries.count {
            let end = Self.start(count + 4) <= entries.count ? count + 4 : count + 1
            let solved = end == count + 4 ? count : 0
            if solved > 0 { solveFour(count) }
            for row in count..<end where !finish(row, from: solved) {
                (count, entries) = kept
                return false
            }
            count = end
        }
        return true
    }

    /// The entries of four new rows that stand under the old ones.
    private mutating func solveFour(_ row: Int) {
        let a = Self.start(row)
        let (b, c, d) = (a + row + 1, a + 2 * row + 3, a + 3 * row + 6)
        for column in 0..<row {
            let above = Self.start(column)
            var (w, x, y, z) = (0.0, 0.0, 0.0, 0.0)
            for k in 0..<column {
                let entry = entries[above &+ k]
                w += entries[a &+ k] * entry
                x += entries[b &+ k] * entry
                y += entries[c &+ k] * entry
                z += entries[d &+ k] * entry
            }
            let scale = 1 / entries[above + column]
            entries[a + column] = (entries[a + column] - w) * scale
            entries[b + column] = (entries[b + column] - x) * scale
            entries[c + column] = (entries[c + column] - y) * scale
            entries[d + column] = (entries[d + column] - z) * scale
        }
    }

    /// The rest of a row, from a column on.
    private mutating func finish(_ row: Int, from first: Int) -> Bool {
        let here = Self.start(row)
        for column in first...row {
            let above = Self.start(column)
            var sum = entries[here + column]
            for k in 0..<column { sum -= entries[here &+ k] * entries[above &+ k] }
            if column == row {
                guard sum > 1e-12 * max(1, entries[here + row]), sum.isFinite else { return false }
                entries[here + row] = sum.squareRoot()
            } else {
                entries[here + column] = sum / entries[above + column]
            }
        }
        return true
    }

    /// An entry at or left of the diagonal.
    subscript(row: Int, column: Int) -> Double { entries[Self.start(row) + column] }

    /// log |L·Lᵀ|.
    var logDeterminant: Double {
        (0..<count).reduce(0) { $0 + 2 * log(entries[Self.start($1) + $1]) }
    }

    /// L⁻¹·x. `x` has `count` entries.
    func lowerSolution(_ right: [Double]) -> [Double] {
        var x = right
        var row = 0
        while row < count {
            let width = row + 4 <= count ? 4 : 1
            let a = Self.start(row)
            if width == 4 {
                let (b, c, d) = (a + row + 1, a + 2 * row + 3, a + 3 * row + 6)
                var (s, t, u, v) = (0.0, 0.0, 0.0, 0.0)
                for k in 0..<row {
                    let known = x[k]
                    s += entries[a &+ k] * known
                    t += entries[b &+ k] * known
                    u += entries[c &+ k] * known
                    v += entries[d &+ k] * known
                }
                x[row] = (x[row] - s) / entries[a + row]
                x[row + 1] = (x[row + 1] - t - entries[b + row] * x[row]) / entries[b + row + 1]
                let third = u + entries[c + row] * x[row] + entries[c + row + 1] * x[row + 1]
                x[row + 2] = (x[row + 2] - third) / entries[c + row + 2]
                let fourth =
                    v + entries[d + row] * x[row] + entries[d + row + 1] * x[row + 1] + entries[d + row + 2]
                    * x[row + 2]
                x[row + 3] = (x[row + 3] - fourth) / entries[d + row + 3]
            } else {
                var sum = x[row]
                for k in 0..<row { sum -= entries[a &+ k] * x[k] }
                x[row] = sum / entries[a + row]
            }
            row += width
        }
        return x
    }

    /// L⁻ᵀ·x.
    func upperSolution(_ right: [Double]) -> [Double] {
        var x = right
        for row in (0..<count).reversed() {
            let here = Self.start(row)
            let value = x[row] / entries[here + row]
            x[row] = value
            for k in 0..<row { x[k] -= value * entries[here &+ k] }
        }
        return x
    }

    /// The solution of L·Lᵀ·x = b.
    func solution(_ right: [Double]) -> [Double] { upperSolution(lowerSolution(right)) }
}
