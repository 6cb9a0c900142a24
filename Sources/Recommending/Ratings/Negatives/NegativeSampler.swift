package import RandomSource

/// Draws items that a user has no rating of, uniformly, by the rules of `recommenders` (`models/ncf/dataset.py`): without
/// replacement unless asked, and then no more than there are.
package struct NegativeSampler: Sendable {
    package let itemCount: Int
    package let withReplacement: Bool
    /// The last call that marked an item as a positive or, without replacement, as drawn.
    private var marks: [UInt32]
    private var call: UInt32 = 0

    /// - Parameter itemCount: items are `0..<itemCount`.
    package init(itemCount: Int, withReplacement: Bool = false) {
        self.itemCount = itemCount
        self.withReplacement = withReplacement
        marks = [UInt32](repeating: 0, count: itemCount)
    }

    /// Gives `count` items to `take`, or as many as there are; none where the user has rated every item.
    ///
    /// - Parameter positives: the user's items, in any order, perhaps some twice.
    /// - Returns: how many were drawn.
    /// - Complexity: O(count + positives), O(items) where few items are left.
    @discardableResult
    package mutating func draw(
        _ count: Int, excluding positives: some Collection<Int32>, using generator: inout SplittableGenerator,
        _ take: (Int32) -> Void
    ) -> Int {
        if call == .max {
            marks = [UInt32](repeating: 0, count: itemCount)
            call = 0
        }
        call += 1
        var population = itemCount
        for item in positives where marks[Int(item)] != call {
            marks[Int(item)] = call
            population -= 1
        }
        guard population > 0, count > 0 else { return 0 }
        let drawn = withReplacement ? count : min(count, population)
        // Trying until an item is free needs few tries while most are free to the end.
        let isSparse = (population - (withReplacement ? 0 : drawn)) * 4 >= itemCount
        if isSparse { reject(drawn, &generator, take) } else { pick(drawn, &generator, take) }
        return drawn
    }

    private mutating func reject(_ count: Int, _ generator: inout SplittableGenerator, _ take: (Int32) -> Void) {
        var left = count
        while left > 0 {
            let item = generator.nextInteger(below: itemCount)
            guard marks[item] != call else { continue }
            if !withReplacement { marks[item] = call }
            take(Int32(truncatingIfNeeded: item))
            left -= 1
        }
    }

    /// Draws from a list of the free items.
    private func pick(_ count: Int, _ generator: inout SplittableGenerator, _ take: (Int32) -> Void) {
        var pool: [Int32] = []
        for item in 0..<itemCount where marks[item] != call { pool.append(Int32(truncatingIfNeeded: item)) }
        for place in 0..<count {
            if withReplacement {
                take(pool[generator.nextInteger(below: pool.count)])
            } else {
                pool.swapAt(place, place + generator.nextInteger(below: pool.count - place))
                take(pool[place])
            }
        }
    }
}
