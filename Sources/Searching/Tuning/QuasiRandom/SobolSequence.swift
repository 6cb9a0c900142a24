import RandomSource

/// Points that fill the unit cube evenly, however many of them are taken: a Sobol sequence (1967,
/// doi:10.1016/0041-5553(67)90144-9) with the nested scrambling of Owen (1995, doi:10.1007/978-1-4612-2552-2_19).
///
/// Each bit of a coordinate is flipped or not by a hash of the bits before it, so that nothing is kept but the seed. The first
/// 2^k points have one in each of 2^k equal parts of every coordinate. From the 41st coordinate on the first ones are used
/// anew, scrambled otherwise and with the points in a shuffled order: Burley's padding (2020, "Practical hash-based Owen
/// scrambling", Journal of Computer Graphics Techniques 9(4), section 3), who takes four coordinates for all.
package struct SobolSequence: Sendable {
    private let scrambles: [UInt64]
    /// One for every 40 coordinates.
    private let shuffles: [UInt64]

    package init(dimensions: Int, seed: UInt64) {
        let generator = SplittableGenerator(seed: seed)
        func keys(_ count: Int, _ kind: UInt64) -> [UInt64] {
            var draws = generator.stream(kind)
            return (0..<max(0, count)).map { _ in draws.next() }
        }
        let usual = SobolDirections.columns.count
        scrambles = keys(dimensions, 0)
        shuffles = keys((max(0, dimensions) + usual - 1) / usual, 1)
    }

    /// The coordinates of a point, each in [0, 1). Of the index 32 bits count.
    package func point(index: Int) -> [Double] {
        let usual = SobolDirections.columns.count
        let index = UInt32(truncatingIfNeeded: index)
        let orders = shuffles.enumerated().map { $0 == 0 ? index : Self.scrambled(index, $1) }
        return scrambles.enumerated().map { dimension, key in
            var bits = orders[dimension / usual]
            var sum: UInt32 = 0
            let columns = SobolDirections.columns[dimension % usual]
            while bits != 0 {
                sum ^= columns[bits.trailingZeroBitCount]
                bits &= bits - 1
            }
            // Below the 32 bits every sum is alone, and its lower bits are drawn.
            let rest = Self.hash(UInt64(sum) | 32 << 32, key) >> 43
            return Double(UInt64(Self.scrambled(sum, key)) << 21 | rest) * 0x1p-53
        }
    }

    /// Every bit flipped or not by what stands before it.
    private static func scrambled(_ value: UInt32, _ key: UInt64) -> UInt32 {
        var flips: UInt32 = 0
        for place in 0..<UInt64(32) {
            let before = place == 0 ? 0 : UInt64(value >> (32 - UInt32(place)))
            flips = flips << 1 | UInt32(hash(before | place << 32, key) >> 63)
        }
        return value ^ flips
    }

    /// The last steps of SplitMix64.
    private static func hash(_ value: UInt64, _ key: UInt64) -> UInt64 {
        var bits = value &* 0x9E37_79B9_7F4A_7C15 ^ key
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
