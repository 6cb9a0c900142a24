extension RatingTable {
    /// Sixteen hexadecimal digits that other ratings hardly share: whether data are still the same, row for row.
    ///
    /// FNV-1a (Fowler, Noll and Vo) over identifiers, ratings and times. - Complexity: O(rows + identifiers)
    package var fingerprint: String {
        let users = users.ids.map { Self.hash(of: $0) }
        let items = items.ids.map { Self.hash(of: $0) }
        var hash = Self.basis
        for row in 0..<count {
            hash = Self.joined(hash, users[Int(userPositions[row])])
            hash = Self.joined(hash, items[Int(itemPositions[row])])
            hash = Self.joined(hash, ratings[row].bitPattern)
            if let timestamps { hash = Self.joined(hash, Self.bits(of: timestamps[row])) }
        }
        if let timestamps, timestamps.decimals > 0 { hash = Self.joined(hash, UInt64(timestamps.decimals)) }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static let basis: UInt64 = 0xCBF2_9CE4_8422_2325

    /// A time's bits as a number, by which experiments of before know their data; where a number would round, as it is.
    private static func bits(of time: Int64) -> UInt64 {
        let number = Double(time)
        return Int64(exactly: number) == time ? number.bitPattern : UInt64(bitPattern: time)
    }

    /// Eight bytes at once: the upper half is folded in, as the product alone moves bits up only.
    private static func joined(_ hash: UInt64, _ bits: UInt64) -> UInt64 {
        let product = (hash ^ bits) &* 0x100_0000_01B3
        return product ^ (product >> 32)
    }

    private static func hash(of id: EntityID) -> UInt64 {
        id.description.utf8.reduce(basis) { joined($0, UInt64($1)) }
    }
}
