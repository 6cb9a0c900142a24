/// The best few of many scores.
package enum TopSelection {
    /// The `count` highest scores, best first; of equal ones the earlier in `order`.
    ///
    /// - Parameters:
    ///   - order: the positions to look at, in the order that breaks ties.
    ///   - isExcluded: positions to pass over, a flag each.
    package static func best<Scalar: RankingScalar>(
        _ count: Int, of scores: [Scalar], order: [Int32], excluding isExcluded: [Bool]
    ) -> [Int32] {
        precondition(scores.count == isExcluded.count)
        return Scalar.best(count, of: scores, order: order, excluding: isExcluded)
    }

    /// Compiled once for each scalar: one comparison a position, but for the few that get in.
    @inline(__always)
    static func select<Scalar: RankingScalar>(
        _ count: Int, of scores: [Scalar], order: [Int32], excluding isExcluded: [Bool]
    ) -> [Int32] {
        guard count > 0 else { return [] }
        var best: [Int32] = []
        best.reserveCapacity(min(count, scores.count) + 1)
        var bar = -Scalar.infinity
        unsafe scores.withUnsafeBufferPointer { scores in
            unsafe isExcluded.withUnsafeBufferPointer { isExcluded in
                for position in order {
                    precondition(UInt32(bitPattern: position) < scores.count)
                    let score = unsafe scores[Int(position)]
                    guard score > bar || best.count < count else { continue }
                    guard unsafe !isExcluded[Int(position)] else { continue }
                    var place = best.count
                    while unsafe place > 0 && score > scores[Int(best[place - 1])] { place -= 1 }
                    best.insert(position, at: place)
                    if best.count > count { best.removeLast() }
                    if best.count == count, let last = best.last { bar = unsafe scores[Int(last)] }
                }
            }
        }
        return best
    }

    /// Adds what is known beside the product, and clips to the scale: `clip((known + bias) + product)`.
    @inline(__always)
    static func finish<Scalar: RankingScalar>(
        _ scores: inout [Scalar], known: Scalar, biases: [Scalar], in scale: ClosedRange<Scalar>
    ) {
        precondition(biases.isEmpty || biases.count == scores.count)
        unsafe scores.withUnsafeMutableBufferPointer { scores in
            unsafe biases.withUnsafeBufferPointer { biases in
                if !biases.isEmpty {
                    for item in scores.indices { unsafe scores[item] = (known + biases[item]) + scores[item] }
                }
                for item in scores.indices {
                    let score = unsafe scores[item]
                    let raised = score < scale.lowerBound ? scale.lowerBound : score
                    unsafe scores[item] = raised > scale.upperBound ? scale.upperBound : raised
                }
            }
        }
    }
}

/// What ranking asks of a scalar.
package protocol RankingScalar: KernelScalar {
    /// Makes estimates of products; see `TopSelection.finish`. Without biases `known` is not added.
    static func finish(_ scores: inout [Self], known: Self, biases: [Self], in scale: ClosedRange<Self>)
    /// See `TopSelection.best`.
    static func best(_ count: Int, of scores: [Self], order: [Int32], excluding isExcluded: [Bool]) -> [Int32]
}

extension Float: RankingScalar {
    package static func finish(_ scores: inout [Float], known: Float, biases: [Float], in scale: ClosedRange<Float>) {
        TopSelection.finish(&scores, known: known, biases: biases, in: scale)
    }

    package static func best(_ count: Int, of scores: [Float], order: [Int32], excluding isExcluded: [Bool]) -> [Int32]
    {
        TopSelection.select(count, of: scores, order: order, excluding: isExcluded)
    }
}

extension Double: RankingScalar {
    package static func finish(_ scores: inout [Double], known: Double, biases: [Double], in scale: ClosedRange<Double>)
    {
        TopSelection.finish(&scores, known: known, biases: biases, in: scale)
    }

    package static func best(_ count: Int, of scores: [Double], order: [Int32], excluding isExcluded: [Bool]) -> [Int32]
    {
        TopSelection.select(count, of: scores, order: order, excluding: isExcluded)
    }
}
