/// Places in a list under keys of 64 bits: a hash table with open addressing that holds nothing but both.
///
/// - Complexity: O(1) a look-up; 12 bytes a slot, at most three of four slots are used.
struct HashedPlaces: Sendable {
    private static let free: Int32 = -1
    private var keys: [UInt64] = []
    private var places: [Int32] = []
    private var count = 0
    private var mask = 0
    /// Another one in each run, so that no file can be made whose identifiers all fall together.
    private let seed = runSeed

    /// - Parameter isRight: whether the place is the one meant, where different things can have the same key.
    @inline(__always)
    func place(of key: UInt64, where isRight: (Int32) -> Bool) -> Int32? {
        guard count > 0 else { return nil }
        var slot = slot(of: key) & mask
        while places[slot] != Self.free {
            if keys[slot] == key, isRight(places[slot]) { return places[slot] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Remembers a place under a key that has none yet.
    mutating func insert(_ place: Int32, under key: UInt64) {
        if (count + 1) * 4 > keys.count * 3 { grow() }
        put(place, key)
        count += 1
    }

    private mutating func put(_ place: Int32, _ key: UInt64) {
        var slot = slot(of: key) & mask
        while places[slot] != Self.free { slot = (slot + 1) & mask }
        keys[slot] = key
        places[slot] = place
    }

    private mutating func grow() {
        let old = (keys, places)
        let size = max(64, keys.count * 2)
        keys = [UInt64](repeating: 0, count: size)
        places = [Int32](repeating: Self.free, count: size)
        mask = size - 1
        for (key, place) in zip(old.0, old.1) where place != Self.free { put(place, key) }
    }

    private static let runSeed = UInt64.random(in: .min ... .max)

    @inline(__always)
    private func slot(of key: UInt64) -> Int {
        let (high, low) = (key ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return Int(truncatingIfNeeded: high ^ low)
    }

    /// A text's key: eight bytes at once, folded by a product of 128 bits, as wyhash does (Wang Yi, 2019).
    static func key(of bytes: borrowing Span<UInt8>) -> UInt64 {
        var key = runSeed ^ UInt64(bytes.count)
        var word: UInt64 = 0
        var shift: UInt64 = 0
        for place in bytes.indices {
            word |= UInt64(bytes[place]) << shift
            shift += 8
            if shift == 64 {
                key = folded(key ^ word)
                (word, shift) = (0, 0)
            }
        }
        return folded(key ^ word)
    }

    private static func folded(_ value: UInt64) -> UInt64 {
        let (high, low) = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return high ^ low &+ 0xE703_7ED1_A0B4_28DB
    }
}
