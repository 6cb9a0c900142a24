/// What rows of factors ask of a scalar.
package protocol FactorScalar: KernelScalar {
    /// The scalars that a factor row is padded to a multiple of.
    static var rowAlignment: Int { get }
    /// The product of two padded rows.
    static func product(_ p: UnsafePointer<Self>, _ q: UnsafePointer<Self>, count: Int) -> Self
    /// `scores[i] = userFactors[user] · itemFactors[i]` for every item.
    static func products(
        _ userFactors: FactorMatrix<Self>, user: Int, _ itemFactors: FactorMatrix<Self>, into scores: inout [Self])
}

extension Float: FactorScalar {
    package static var rowAlignment: Int { 8 }

    package static func product(_ p: UnsafePointer<Float>, _ q: UnsafePointer<Float>, count: Int) -> Float {
        unsafe FactorProducts.product(p, q, vectors: (count + 7) / 8)
    }

    package static func products(
        _ userFactors: FactorMatrix<Float>, user: Int, _ itemFactors: FactorMatrix<Float>, into scores: inout [Float]
    ) { FactorProducts.vectorized(userFactors, user: user, itemFactors, into: &scores) }
}

extension Double: FactorScalar {
    package static var rowAlignment: Int { 4 }

    /// Summed from the first factor to the last.
    package static func product(_ p: UnsafePointer<Double>, _ q: UnsafePointer<Double>, count: Int) -> Double {
        var sum = 0.0
        for factor in 0..<count { unsafe sum += p[factor] * q[factor] }
        return sum
    }

    package static func products(
        _ userFactors: FactorMatrix<Double>, user: Int, _ itemFactors: FactorMatrix<Double>, into scores: inout [Double]
    ) { FactorProducts.inOrder(userFactors, user: user, itemFactors, into: &scores) }
}
