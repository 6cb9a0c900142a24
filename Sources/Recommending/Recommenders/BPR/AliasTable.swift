/// Draws items by their weights in one look, however many there are: each slot holds an item and the one that takes the rest
/// of its share (Walker, 1977, doi:10.1145/355744.355749; filled as by Vose, 1991, doi:10.1109/32.92917).
struct AliasTable: Sendable {
    private struct Slot: Sendable {
        var item: Int32
        var other: Int32
        /// The item's own share of the slot, of 2³².
        var share: UInt32
    }

    private let slots: [Slot]

    /// - Parameters:
    ///   - items: at least one.
    ///   - weights: above 0, of each item.
    init(_ items: [Int32], weights: [Double]) {
        precondition(!items.isEmpty && items.count == weights.count)
        let mean = weights.reduce(0, +) / Double(weights.count)
        var rest = weights.map { $0 / mean }
        var slots = items.map { Slot(item: $0, other: $0, share: .max) }
        var less = rest.indices.filter { rest[$0] < 1 }
        var more = rest.indices.filter { rest[$0] >= 1 }
        while let small = less.popLast(), let large = more.last {
            slots[small].share = UInt32(max(0, rest[small]) * 0x1p32)
            slots[small].other = items[large]
            rest[large] -= 1 - rest[small]
            if rest[large] < 1 {
                more.removeLast()
                less.append(large)
            }
        }
        self.slots = slots
    }

    /// The item that 64 random bits stand for: the upper half chooses the slot, the lower one between its two.
    func draw(_ bits: UInt64) -> Int32 {
        let slot = slots[Self.place(below: slots.count, bits)]
        return UInt32(truncatingIfNeeded: bits) < slot.share ? slot.item : slot.other
    }

    /// A place in `0..<count`, of less than 2³², by the upper half of random bits: one multiplication (Lemire, 2019,
    /// doi:10.1145/3230636, without the rejection), some likelier than others by `count / 2³²` at most.
    static func place(below count: Int, _ bits: UInt64) -> Int {
        Int(truncatingIfNeeded: ((bits >> 32) &* UInt64(count)) >> 32)
    }
}
