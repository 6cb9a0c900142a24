/// A user, an item and whether they belong together, in one word: lists of millions of them are drawn and shuffled.
package struct NCFExample: Hashable, Sendable {
    private let bits: UInt64

    /// - Precondition: positions are below 2^31.
    package init(user: Int32, item: Int32, isPositive: Bool) {
        bits = UInt64(UInt32(bitPattern: user)) << 32 | UInt64(UInt32(bitPattern: item)) << 1 | (isPositive ? 1 : 0)
    }

    package var user: Int { Int(bits >> 32) }
    package var item: Int { Int((bits >> 1) & 0x7FFF_FFFF) }
    package var isPositive: Bool { bits & 1 == 1 }
}
