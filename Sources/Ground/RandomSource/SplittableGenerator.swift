import Foundation

/// A fast generator that splits into independent streams by key.
///
/// xoshiro256++ (Blackman and Vigna, 2021, doi:10.1145/3460772), its state filled by SplitMix64 (Steele, Lea and Flood,
/// 2014, doi:10.1145/2660193.2660195). A stream's seed is a hash of this generator's seed and the key, so that it does
/// not depend on how much was drawn.
package struct SplittableGenerator: RandomNumberGenerator, Sendable, Hashable {
    private let seed: UInt64
    @usableFromInline var a: UInt64
    @usableFromInline var b: UInt64
    @usableFromInline var c: UInt64
    @usableFromInline var d: UInt64
    private var keptNormal: Double?

    package init(seed: UInt64) {
        self.seed = seed
        var state = seed
        a = Self.splitMix(&state)
        b = Self.splitMix(&state)
        c = Self.splitMix(&state)
        d = Self.splitMix(&state)
    }

    private static func splitMix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// The generator of `key`, always the same whatever was drawn from this one.
    package func stream(_ key: UInt64) -> SplittableGenerator {
        var keyState = key ^ 0xD1B5_4A32_D192_ED03
        var seedState = seed
        return SplittableGenerator(seed: Self.splitMix(&seedState) ^ Self.splitMix(&keyState))
    }

    @inlinable
    package mutating func next() -> UInt64 {
        let result = Self.rotate(a &+ d, 23) &+ a
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = Self.rotate(d, 45)
        return result
    }

    @inlinable
    static func rotate(_ bits: UInt64, _ count: UInt64) -> UInt64 { bits << count | bits >> (64 - count) }

    /// A uniform draw in [0, 1) of 53 bits.
    package mutating func nextUniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A standard normal draw, by the polar method.
    package mutating func nextNormal() -> Double {
        if let kept = keptNormal {
            keptNormal = nil
            return kept
        }
        while true {
            let x = 2 * nextUniform() - 1
            let y = 2 * nextUniform() - 1
            let square = x * x + y * y
            guard square < 1, square != 0 else { continue }
            let factor = (-2 * log(square) / square).squareRoot()
            keptNormal = factor * y
            return factor * x
        }
    }

    /// A uniform draw from `0..<bound`; 0 where `bound` is less than 1.
    package mutating func nextInteger(below bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        return Int(next(upperBound: UInt64(bound)))
    }
}
