import Kernels
import Testing

/// The same equations in plain loops, solved by elimination with pivots.
private enum Plain {
    static func matrix(_ factors: [[Double]], weight: Double, ridge: Double, rows: [Int], size: Int) -> [[Double]] {
        var matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        func add(_ row: [Double], _ weight: Double) {
            for i in 0..<size {
                for j in 0..<size { matrix[i][j] += weight * row[i] * row[j] }
            }
        }
        for row in factors { add(row, weight) }
        for row in rows { add(factors[row], 1) }
        for i in 0..<size { matrix[i][i] += ridge }
        return matrix
    }

    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var rows = zip(matrix, right).map { $0 + [$1] }
        let size = rows.count
        for column in 0..<size {
            let pivot = (column..<size).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            rows.swapAt(column, pivot)
            for row in 0..<size where row != column {
                let factor = rows[row][column] / rows[column][column]
                for place in column...size { rows[row][place] -= factor * rows[column][place] }
            }
        }
        return (0..<size).map { rows[$0][size] / rows[$0][$0] }
    }
}

@Suite struct NormalEquationsTests {
    private static func factor(_ row: Int, _ column: Int) -> Double {
        let mixed = row * 37 + column * 101 + row * column * 13
        return Double(mixed % 97) / 97 - 0.4
    }

    private static func factors<Scalar: FactorScalar>(_ rows: Int, _ columns: Int) -> FactorMatrix<Scalar> {
        var place = 0
        return FactorMatrix(rows: rows, columns: columns) {
            defer { place += 1 }
            return Scalar(factor(place / columns, place % columns))
        }
    }

    private func worst<Scalar: LeastSquaresScalar>(_ size: Int, _ scalar: Scalar.Type) throws -> Double {
        let factors: FactorMatrix<Scalar> = Self.factors(150, size)
        let plain: [[Double]] = (0..<150).map { row in factors.values(of: row).map { Double($0) } }
        let rows = [3, 1, 4, 15, 92, 65, 35, 89, 79, 149] + Array(20..<90)
        let equations = NormalEquations<Scalar>(size: size)
        equations.begin(Gramian.of(factors).map { Scalar(0.25 * $0) }, ridge: 0.5)
        equations.add(factors, rows: rows.map(Int32.init))
        let solution = try #require(equations.solve())
        let right = (0..<size).map { column in rows.map { plain[$0][column] }.reduce(0, +) }
        let expected = Plain.solve(Plain.matrix(plain, weight: 0.25, ridge: 0.5, rows: rows, size: size), right)
        return zip(solution, expected).map { abs(Double($0) - $1) }.max() ?? 0
    }

    @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 48, 64, 67, 100])
    func solutionsAreThoseOfEliminationAtAnySize(size: Int) throws {
        #expect(try worst(size, Double.self) < 1e-11)
        #expect(try worst(size, Float.self) < 1e-4)
    }

    @Test func aSingularMatrixHasNoSolution() {
        let factors: FactorMatrix<Double> = Self.factors(3, 8)
        let equations = NormalEquations<Double>(size: 8)
        let width = NormalEquations<Double>.width(of: 8)
        equations.begin([Double](repeating: 0, count: width * width), ridge: 0)
        equations.add(factors, rows: [0, 1, 2])
        #expect(equations.solve() == nil)
    }

    @Test func aPassSolvesEachRowAndCountsItsErrors() throws {
        let fixed: FactorMatrix<Double> = Self.factors(40, 6)
        let solved = FactorMatrix<Double>(rows: 3, columns: 6) { 7 }
        let (starts, columns) = ([0, 4, 4, 9], [1, 5, 20, 39, 0, 2, 4, 8, 16].map(Int32.init))
        let start = Gramian.of(fixed).map { 0.1 * $0 }
        let ridges = [0.3, 0.4, 0.5]
        let pass = LeastSquaresPass(
            starts: starts, columns: columns, ridges: ridges, start: start, fixed: fixed, solved: solved,
            measuresErrors: true)
        guard case .solved(let cost) = pass.run(rows: 0..<3, isStopped: { false }) else {
            Issue.record("it was not solved")
            return
        }
        var expected = 0.0
        for row in 0..<3 {
            let own = Array(columns[starts[row]..<starts[row + 1]])
            let equations = NormalEquations<Double>(size: 6)
            equations.begin(start, ridge: ridges[row])
            equations.add(fixed, rows: own)
            let solution = own.isEmpty ? [0, 0, 0, 0, 0, 0] : try #require(equations.solve())
            #expect(solved.values(of: row) == solution)
            expected += ridges[row] * solution.map { $0 * $0 }.reduce(0, +)
            for column in own {
                let error = solved.product(row: row, with: fixed, row: Int(column)) - 1
                expected += error * error
            }
        }
        #expect(abs(cost - expected) < 1e-12)
        guard case .stopped = pass.run(rows: 0..<3, isStopped: { true }) else {
            Issue.record("it was not stopped")
            return
        }
    }

    @Test func aGramianIsTheSumOverAllBlocks() {
        let factors: FactorMatrix<Float> = Self.factors(3000, 5)
        #expect(Gramian.blocks(rows: 3000).map(\.count) == [1024, 1024, 952])
        let gramian = Gramian.of(factors)
        let width = NormalEquations<Float>.width(of: 5)
        var square = 0.0
        for i in 0..<5 {
            for j in i..<5 {
                let sum = (0..<3000).map { Self.factor($0, i) * Self.factor($0, j) }.reduce(0, +)
                #expect(abs(gramian[i * width + j] - sum) < 1e-3)
                square += (i == j ? 1 : 2) * sum * sum
            }
        }
        #expect(abs(Gramian.product(gramian, gramian, width: width) - square) < 1e-3 * square)
    }
}
