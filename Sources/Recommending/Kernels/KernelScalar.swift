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
    /// See `NCFTraining.train`.
    static func train(
        _ training: NCFTraining<Self>, _ examples: [NCFExample], member: Int, meet: () -> Void, isStopped: () -> Bool
    ) -> Double
    /// See `NCFScorer.spreadItems`.
    static func spread(_ scorer: NCFScorer<Self>)
    /// See `NCFScorer.logits`.
    static func logits(_ scorer: NCFScorer<Self>, user: Int, into scores: inout [Self])
    /// `a · b + sum`; see `Fused`.
    static func fuse(_ a: SIMD8<Self>, _ b: SIMD8<Self>, _ sum: SIMD8<Self>) -> SIMD8<Self>
    static func fuse(_ a: SIMD16<Self>, _ b: SIMD16<Self>, _ sum: SIMD16<Self>) -> SIMD16<Self>
    static func sum(_ lanes: SIMD8<Self>) -> Self
    static func root(_ values: SIMD8<Self>) -> SIMD8<Self>
    /// `max(0, x)`
    static func relu(_ values: SIMD16<Self>) -> SIMD16<Self>
    /// The values where `rectified` is above 0, else 0.
    static func gate(_ values: SIMD16<Self>, by rectified: SIMD16<Self>) -> SIMD16<Self>
    /// The values, but 0 for those whose size is below `least`.
    static func flush(_ values: SIMD8<Self>, below least: Self) -> SIMD8<Self>
    static func exponential(_ value: Self) -> Self
    static func logarithm(_ value: Self) -> Self
}

extension Float: KernelScalar {
    package static func train(
        _ training: NCFTraining<Float>, _ examples: [NCFExample], member: Int, meet: () -> Void, isStopped: () -> Bool
    ) -> Double { training.pass(examples, member: member, meet: meet, isStopped: isStopped) }

    package static func spread(_ scorer: NCFScorer<Float>) { scorer.spreadItems() }

    package static func logits(_ scorer: NCFScorer<Float>, user: Int, into scores: inout [Float]) {
        scorer.fill(&scores, user: user)
    }

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
    package static func train(
        _ training: NCFTraining<Double>, _ examples: [NCFExample], member: Int, meet: () -> Void, isStopped: () -> Bool
    ) -> Double { training.pass(examples, member: member, meet: meet, isStopped: isStopped) }

    package static func spread(_ scorer: NCFScorer<Double>) { scorer.spreadItems() }

    package static func logits(_ scorer: NCFScorer<Double>, user: Int, into scores: inout [Double]) {
        scorer.fill(&scores, user: user)
    }

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
