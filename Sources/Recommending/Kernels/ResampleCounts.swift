/// How often each unit was drawn in each resample, and sums over what was drawn: several resamples side by side, a lane
/// each, so that no order of additions changes.
package struct ResampleCounts: Sendable {
    /// Resamples that are counted at once.
    package static let width = 8
    /// Terms that are summed up at once.
    private static let together = 4

    package let units: Int
    private let blocks: Int
    /// `[blocks × units]`; no unit is drawn 256 times but among so many that it never happens.
    private var counts: [SIMD8<UInt8>]

    /// - Parameter blocks: how many times `width` resamples there are.
    package init(units: Int, blocks: Int) {
        self.units = units
        self.blocks = blocks
        counts = [SIMD8<UInt8>](repeating: .zero, count: units * blocks)
    }

    /// What it takes of memory.
    package var bytes: Int { counts.count * Self.width }

    /// - Parameter draws: the units drawn, `[width × units]`, resample after resample.
    package mutating func count(_ draws: [UInt32], block: Int) {
        precondition(draws.count == units * Self.width && block < blocks)
        unsafe counts.withUnsafeMutableBytes { counts in
            unsafe draws.withUnsafeBufferPointer { draws in
                let start = block * units * Self.width
                for lane in 0..<Self.width {
                    for place in lane * units..<(lane + 1) * units {
                        let unit = unsafe Int(draws[place])
                        precondition(unit < units)
                        unsafe counts[start + unit * Self.width + lane] &+= 1
                    }
                }
            }
        }
    }

    /// - Parameter terms: lists with a number a unit.
    /// - Returns: for each term its sum over each resample.
    /// - Complexity: O(resamples · units · terms)
    package func sums(of terms: [[Double]]) -> [[Double]] {
        precondition(terms.allSatisfy { $0.count == units })
        // As many units are drawn as there are, so a number that all of them have comes to the same each time.
        let constants = terms.map { term in
            term.first.flatMap { first in term.allSatisfy { $0 == first } ? first : nil }
        }
        var sums = constants.map { constant in
            [Double](repeating: (constant ?? 0) * Double(units), count: blocks * Self.width)
        }
        let varying = terms.indices.filter { constants[$0] == nil }
        for first in stride(from: 0, to: varying.count, by: Self.together) {
            let own = varying[first..<min(first + Self.together, varying.count)]
            // A unit's numbers stand side by side; what is missing of four is 0.
            var numbers = [SIMD4<Double>](repeating: .zero, count: units)
            for (lane, term) in own.enumerated() {
                for (unit, number) in terms[term].enumerated() { numbers[unit][lane] = number }
            }
            for block in 0..<blocks {
                let four = self.four(numbers, block: block, onlyFirst: own.count == 1)
                for (place, sum) in zip(own, [four.0, four.1, four.2, four.3]) {
                    for lane in 0..<Self.width { sums[place][block * Self.width + lane] = sum[lane] }
                }
            }
        }
        return sums
    }

    private typealias Lanes = SIMD8<Double>

    private func four(
        _ numbers: [SIMD4<Double>], block: Int, onlyFirst: Bool
    ) -> (Lanes, Lanes, Lanes, Lanes) {
        var (a, b, c, d) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        unsafe counts.withUnsafeBufferPointer { counts in
            unsafe numbers.withUnsafeBufferPointer { numbers in
                let start = block * units
                for unit in 0..<units {
                    let drawn = unsafe Lanes(SIMD8<Int32>(truncatingIfNeeded: counts[start + unit]))
                    let own = unsafe numbers[unit]
                    a += drawn * own[0]
                    if onlyFirst { continue }
                    b += drawn * own[1]
                    c += drawn * own[2]
                    d += drawn * own[3]
                }
            }
        }
        return (a, b, c, d)
    }
}
