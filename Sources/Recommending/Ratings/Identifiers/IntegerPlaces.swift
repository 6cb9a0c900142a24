/// Places of whole numbers: looked up directly where the numbers are dense, as most data sets number users and items, by a
/// hash where they are not.
struct IntegerPlaces: Sendable {
    /// For each small number its place and one; 0 where it has none.
    private var direct: [Int32] = []
    private var others = HashedPlaces()

    @inline(__always)
    func place(of value: Int) -> Int32? {
        if value >= 0, value < direct.count {
            let place = direct[value]
            return place > 0 ? place - 1 : nil
        }
        return others.place(of: UInt64(bitPattern: Int64(value))) { _ in true }
    }

    /// - Parameter ids: all that have places, this one too.
    mutating func insert(_ place: Int32, of value: Int, ids: [EntityID]) {
        if value >= direct.count, value >= 0, value < 1 << 24, value < 8 * (ids.count + 4096) { widen(to: value, ids) }
        if value >= 0, value < direct.count {
            direct[value] = place + 1
        } else {
            others.insert(place, under: UInt64(bitPattern: Int64(value)))
        }
    }

    private mutating func widen(to value: Int, _ ids: [EntityID]) {
        let before = direct.count
        var size = max(4096, before)
        while size <= value { size *= 2 }
        direct += repeatElement(0, count: size - before)
        // What the hash has had until now.
        for (place, id) in ids.enumerated() {
            if case .integer(let other) = id, other >= before, other < size { direct[other] = Int32(place) + 1 }
        }
    }
}
