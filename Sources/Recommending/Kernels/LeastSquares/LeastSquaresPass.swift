/// Half an epoch of implicit alternating least squares: every row of one side from the factors of the other.
///
/// A row `x` with the columns `S` is `(start + ridge·I + Σ_{S} w wᵀ)⁻¹ Σ_{S} w`, `w` the columns' factors. It depends on
/// nothing that the pass changes, so rows may be solved by any number of threads.
package struct LeastSquaresPass<Scalar: LeastSquaresScalar>: Sendable {
    package enum Outcome: Sendable {
        /// The sum over the rows of `ridge · ‖x‖²`, and of `(x · w − 1)²` over their columns where that was asked for.
        case solved(cost: Double)
        case singular(row: Int)
        case stopped
    }

    /// Where each row's columns begin, and the end of the last one's.
    private let starts: [Int]
    private let columns: [Int32]
    private let ridges: [Double]
    private let start: [Scalar]
    private let fixed: FactorMatrix<Scalar>
    private let solved: FactorMatrix<Scalar>
    private let measuresErrors: Bool

    /// - Parameters:
    ///   - ridges: of each row.
    ///   - start: `[width × width]`, see `NormalEquations`.
    ///   - fixed: the factors of the columns.
    ///   - solved: the rows' factors, which are written.
    package init(
        starts: [Int], columns: [Int32], ridges: [Double], start: [Scalar], fixed: FactorMatrix<Scalar>,
        solved: FactorMatrix<Scalar>, measuresErrors: Bool
    ) {
        let width = NormalEquations<Scalar>.width(of: fixed.columns)
        precondition(starts.count == solved.rows + 1 && ridges.count == solved.rows && starts.last == columns.count)
        precondition(start.count == width * width && fixed.columns == solved.columns)
        precondition(columns.allSatisfy { $0 >= 0 && $0 < fixed.rows })
        self.starts = starts
        self.columns = columns
        self.ridges = ridges
        self.start = start
        self.fixed = fixed
        self.solved = solved
        self.measuresErrors = measuresErrors
    }

    /// Solves these rows. - Parameter isStopped: asked at least every few milliseconds.
    package func run(rows: Range<Int>, isStopped: () -> Bool) -> Outcome {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= solved.rows)
        return Scalar.run(self, rows: rows, isStopped: isStopped)
    }

    func solve(_ rows: Range<Int>, _ isStopped: () -> Bool) -> Outcome {
        let equations = NormalEquations<Scalar>(size: fixed.columns)
        var cost = 0.0
        for row in rows {
            if isStopped() { return .stopped }
            guard let added = solve(row, equations, isStopped) else {
                return isStopped() ? .stopped : .singular(row: row)
            }
            cost += added
        }
        return .solved(cost: cost)
    }

    /// - Returns: what the row adds to the cost; `nil` where it can't be solved.
    private func solve(_ row: Int, _ equations: NormalEquations<Scalar>, _ isStopped: () -> Bool) -> Double? {
        let range = starts[row]..<starts[row + 1]
        let target = unsafe solved.elements + row * solved.stride
        guard !range.isEmpty else {
            unsafe target.update(repeating: 0, count: solved.columns)
            return 0
        }
        let chunk = NormalEquations<Scalar>.chunk
        let isSolved = unsafe columns.withUnsafeBufferPointer { columns in
            unsafe start.withUnsafeBufferPointer {
                if let first = $0.baseAddress { unsafe equations.begin(first, ridge: Scalar(ridges[row])) }
            }
            for first in Swift.stride(from: range.lowerBound, to: range.upperBound, by: chunk) {
                if first & 0xFFF < chunk, isStopped() { return false }
                let some = first..<min(first + chunk, range.upperBound)
                unsafe equations.add(fixed, rows: UnsafeBufferPointer(rebasing: columns[some]))
            }
            return equations.factor(isStopped)
        }
        guard isSolved else { return nil }
        equations.substitute()
        unsafe target.update(from: equations.unknowns, count: solved.columns)
        return unsafe cost(row, range, target)
    }

    private func cost(_ row: Int, _ range: Range<Int>, _ target: UnsafePointer<Scalar>) -> Double {
        let count = solved.columns
        var cost = unsafe ridges[row] * Double(Scalar.product(target, target, count: count))
        guard measuresErrors else { return cost }
        for place in range {
            let column = Int(columns[place])
            let error = unsafe Scalar.product(target, fixed.elements + column * fixed.stride, count: count) - 1
            cost += Double(error) * Double(error)
        }
        return cost
    }
}
