/// The best few of many scores.
package enum TopSelection {
    /// The `count` highest scores, best first; of equal ones the earlier in `order`.
    ///
    /// - Parameters:
    ///   - order: the positions to look at, in the order that breaks ties.
    ///   - isExcluded: positions to pass over, a flag each.
    package static func best<Scalar: KernelScalar>(
        _ count: Int, of scores: [Scalar], order: [Int32], excluding isExcluded: [Bool]
    ) -> [Int32] {
        guard count > 0 else { return [] }
        var best: [Int32] = []
        best.reserveCapacity(count + 1)
        var bar = -Scalar.infinity
        for position in order {
            let score = scores[Int(position)]
            guard !isExcluded[Int(position)], best.count < count || score > bar else { continue }
            var place = best.count
            while place > 0, score > scores[Int(best[place - 1])] { place -= 1 }
            best.insert(position, at: place)
            if best.count > count { best.removeLast() }
            if best.count == count, let last = best.last { bar = scores[Int(last)] }
        }
        return best
    }
}
