/// A scalar that models may be trained in; each brings its own compiled loops.
package protocol KernelScalar: BinaryFloatingPoint, SIMDScalar, Sendable, Codable {
    /// The scalars that a factor row is padded to a multiple of.
    static var rowAlignment: Int { get }
    /// One pass of stochastic gradient descent over rows of ratings; see `SVDPass`.
    static func run(_ pass: SVDPass<Self>, rows: Range<Int>) -> Double
    /// The product of two padded rows.
    static func product(_ p: UnsafePointer<Self>, _ q: UnsafePointer<Self>, count: Int) -> Self
    /// `scores[i] = userFactors[user] · itemFactors[i]` for every item.
    static func products(
        _ userFactors: FactorMatrix<Self>, user: Int, _ itemFactors: FactorMatrix<Self>, into scores: inout [Self])
    /// Makes estimates of products; see `TopSelection.finish`. Without biases `known` is not added.
    static func finish(_ scores: inout [Self], known: Self, biases: [Self], in scale: ClosedRange<Self>)
    /// See `TopSelection.best`.
    static func best(_ count: Int, of scores: [Self], order: [Int32], excluding isExcluded: [Bool]) -> [Int32]
}

extension Float: KernelScalar {
    package static var rowAlignment: Int { 8 }

    package static func run(_ pass: SVDPass<Float>, rows: Range<Int>) -> Double { pass.runVectorized(rows) }

    package static func product(_ p: UnsafePointer<Float>, _ q: UnsafePointer<Float>, count: Int) -> Float {
        unsafe FactorProducts.product(p, q, vectors: (count + 7) / 8)
    }

    package static func products(
        _ userFactors: FactorMatrix<Float>, user: Int, _ itemFactors: FactorMatrix<Float>, into scores: inout [Float]
    ) { FactorProducts.vectorized(userFactors, user: user, itemFactors, into: &scores) }

    package static func finish(_ scores: inout [Float], known: Float, biases: [Float], in scale: ClosedRange<Float>) {
        TopSelection.finish(&scores, known: known, biases: biases, in: scale)
    }

    package static func best(_ count: Int, of scores: [Float], order: [Int32], excluding isExcluded: [Bool]) -> [Int32]
    {
        TopSelection.select(count, of: scores, order: order, excluding: isExcluded)
    }
}

extension Double: KernelScalar {
    package static var rowAlignment: Int { 4 }

    package static func run(_ pass: SVDPass<Double>, rows: Range<Int>) -> Double { pass.runInOrder(rows) }

    /// Summed from the first factor to the last.
    package static func product(_ p: UnsafePointer<Double>, _ q: UnsafePointer<Double>, count: Int) -> Double {
        var sum = 0.0
        for factor in 0..<count { unsafe sum += p[factor] * q[factor] }
        return sum
    }

    package static func products(
        _ userFactors: FactorMatrix<Double>, user: Int, _ itemFactors: FactorMatrix<Double>, into scores: inout [Double]
    ) { FactorProducts.inOrder(userFactors, user: user, itemFactors, into: &scores) }

    package static func finish(_ scores: inout [Double], known: Double, biases: [Double], in scale: ClosedRange<Double>)
    {
        TopSelection.finish(&scores, known: known, biases: biases, in: scale)
    }

    package static func best(_ count: Int, of scores: [Double], order: [Int32], excluding isExcluded: [Bool]) -> [Int32]
    {
        TopSelection.select(count, of: scores, order: order, excluding: isExcluded)
    }
}
