/// What systems of normal equations ask of a scalar: the lanes of one register, and loops compiled for them.
package protocol LeastSquaresScalar: FactorScalar, RankingScalar {
    associatedtype Lanes: SIMD where Lanes.Scalar == Self
    static func sum(of lanes: Lanes) -> Self
    /// See `Gramian`.
    static func gramian(of factors: FactorMatrix<Self>, rows: Range<Int>) -> [Double]
    /// See `LeastSquaresPass`.
    static func run(
        _ pass: LeastSquaresPass<Self>, rows: Range<Int>, isStopped: () -> Bool
    ) -> LeastSquaresPass<Self>.Outcome
    /// See `NormalEquations`.
    static func solve(_ equations: NormalEquations<Self>) -> [Self]?
}

extension Float: LeastSquaresScalar {
    package typealias Lanes = SIMD8<Float>

    @inline(__always)
    package static func sum(of lanes: SIMD8<Float>) -> Float { FactorProducts.sum(lanes) }

    package static func gramian(of factors: FactorMatrix<Float>, rows: Range<Int>) -> [Double] {
        Gramian.sum(factors, rows)
    }

    package static func run(
        _ pass: LeastSquaresPass<Float>, rows: Range<Int>, isStopped: () -> Bool
    ) -> LeastSquaresPass<Float>.Outcome { pass.solve(rows, isStopped) }

    package static func solve(_ equations: NormalEquations<Float>) -> [Float]? { equations.solution() }
}

extension Double: LeastSquaresScalar {
    package typealias Lanes = SIMD4<Double>

    @inline(__always)
    package static func sum(of lanes: SIMD4<Double>) -> Double { (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]) }

    package static func gramian(of factors: FactorMatrix<Double>, rows: Range<Int>) -> [Double] {
        Gramian.sum(factors, rows)
    }

    package static func run(
        _ pass: LeastSquaresPass<Double>, rows: Range<Int>, isStopped: () -> Bool
    ) -> LeastSquaresPass<Double>.Outcome { pass.solve(rows, isStopped) }

    package static func solve(_ equations: NormalEquations<Double>) -> [Double]? { equations.solution() }
}
