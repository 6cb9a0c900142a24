import Foundation

/// NumPy's `numpy.random.RandomState`: the same seed gives the same draws, to the bit.
///
/// MT19937 (Matsumoto and Nishimura, 1998, doi:10.1145/272991.272995) seeded by `init_genrand`, and NumPy's legacy
/// transformations of its 32-bit draws.
package struct RandomState: Sendable {
    private static let size = 624
    private static let shift = 397
    private var state: [UInt32]
    private var position = Self.size
    /// The second normal of the last accepted pair.
    private var keptNormal: Double?

    package init(seed: UInt32) {
        state = [seed]
        state.reserveCapacity(Self.size)
        var last = seed
        for index in 1..<Self.size {
            last = 1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index)
            state.append(last)
        }
    }

    /// A uniform draw of 32 bits.
    package mutating func nextUInt32() -> UInt32 {
        if position == Self.size { regenerate() }
        var bits = state[position]
        position += 1
        bits ^= bits >> 11
        bits ^= (bits << 7) & 0x9D2C_5680
        bits ^= (bits << 15) & 0xEFC6_0000
        return bits ^ (bits >> 18)
    }

    private mutating func regenerate() {
        for index in 0..<Self.size {
            let mixed = (state[index] & 0x8000_0000) | (state[(index + 1) % Self.size] & 0x7FFF_FFFF)
            let twist = mixed & 1 == 0 ? 0 : 0x9908_B0DF as UInt32
            state[index] = state[(index + Self.shift) % Self.size] ^ (mixed >> 1) ^ twist
        }
        position = 0
    }

    /// A uniform draw in [0, 1) of 53 bits.
    package mutating func randomSample() -> Double {
        let high = Double(nextUInt32() >> 5)
        let low = Double(nextUInt32() >> 6)
        return (high * 67_108_864 + low) / 9_007_199_254_740_992
    }

    /// A normal draw, by the polar method: the second of a pair is given first.
    package mutating func normal(mean: Double = 0, standardDeviation: Double = 1) -> Double {
        mean + standardDeviation * standardNormal()
    }

    private mutating func standardNormal() -> Double {
        if let kept = keptNormal {
            keptNormal = nil
            return kept
        }
        while true {
            let x = 2 * randomSample() - 1
            let y = 2 * randomSample() - 1
            let square = x * x + y * y
            guard square < 1, square != 0 else { continue }
            let factor = (-2 * log(square) / square).squareRoot()
            keptNormal = factor * x
            return factor * y
        }
    }

    /// A uniform draw from `0...max`: draws under the smallest sufficient mask, those above `max` rejected.
    package mutating func interval(_ max: UInt32) -> UInt32 {
        guard max > 0 else { return 0 }
        let mask = UInt32.max >> UInt32(max.leadingZeroBitCount)
        while true {
            let draw = nextUInt32() & mask
            if draw <= max { return draw }
        }
    }

    /// A random order of `0..<count`.
    package mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<max(0, count))
        for index in stride(from: order.count - 1, to: 0, by: -1) {
            order.swapAt(index, Int(interval(UInt32(truncatingIfNeeded: index))))
        }
        return order
    }
}
