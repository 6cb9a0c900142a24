/// What systems of normal equations ask of a scalar: loops compiled for it.
package protocol LeastSquaresScalar: RegisterScalar, RankingScalar {
    /// See `Gramian`.
    static func gramian(of factors: FactorMatrix<Self>, rows: Range<Int>, isStopped: () -> Bool) -> [Double]
    /// See `LeastSquaresPass`.
    static func run(
        _ pass: LeastSquaresPass<Self>, rows: Range<Int>, isStopped: () -> Bool
    ) -> LeastSquaresPass<Self>.Outcome
    /// See `NormalEquations`.
    static func solve(_ equations: NormalEquations<Self>) -> [Self]?
}

extension Float: LeastSquaresScalar {
    package static func gramian(
        of factors: FactorMatrix<Float>, rows: Range<Int>, isStopped: () -> Bool
    ) -> [Double] { Gramian.sum(factors, rows, isStopped) }

    package static func run(
        _ pass: LeastSquaresPass<Float>, rows: Range<Int>, isStopped: () -> Bool
    ) -> LeastSquaresPass<Float>.Outcome { pass.solve(rows, isStopped) }

    package static func solve(_ equations: NormalEquations<Float>) -> [Float]? { equations.solution() }
}

extension Double: LeastSquaresScalar {
    package static func gramian(
        of factors: FactorMatrix<Double>, rows: Range<Int>, isStopped: () -> Bool
    ) -> [Double] { Gramian.sum(factors, rows, isStopped) }

    package static func run(
        _ pass: LeastSquaresPass<Double>, rows: Range<Int>, isStopped: () -> Bool
    ) -> LeastSquaresPass<Double>.Outcome { pass.solve(rows, isStopped) }

    package static func solve(_ equations: NormalEquations<Double>) -> [Double]? { equations.solution() }
}
