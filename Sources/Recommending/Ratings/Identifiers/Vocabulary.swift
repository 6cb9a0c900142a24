/// Identifiers and the dense positions `0..<count` that stand for them.
package struct Vocabulary: Sendable {
    package private(set) var ids: [EntityID] = []
    private var integers = IntegerPlaces()
    private var texts = HashedPlaces()

    package init() {}

    package init(_ ids: some Sequence<EntityID>) {
        for id in ids { insert(id) }
    }

    package var count: Int { ids.count }
    package subscript(position: Int) -> EntityID { ids[position] }

    /// The position of a known identifier. - Complexity: O(1)
    package func position(of id: EntityID) -> Int? {
        switch id {
        case .integer(let value): integers.place(of: value).map(Int.init)
        case .text(let text): texts.place(of: HashedPlaces.key(of: text.utf8.span)) { ids[Int($0)] == id }.map(Int.init)
        }
    }

    /// The identifier's position, newly made where it was unknown.
    @discardableResult
    package mutating func insert(_ id: EntityID) -> Int {
        switch id {
        case .integer(let value): return Int(insert(integer: value))
        case .text(let text):
            let key = HashedPlaces.key(of: text.utf8.span)
            if let known = texts.place(of: key, where: { ids[Int($0)] == id }) { return Int(known) }
            let place = Int32(ids.count)
            ids.append(id)
            texts.insert(place, under: key)
            return Int(place)
        }
    }

    @inline(__always)
    mutating func insert(integer value: Int) -> Int32 {
        if let known = integers.place(of: value) { return known }
        let place = Int32(ids.count)
        ids.append(.integer(value))
        integers.insert(place, of: value, ids: ids)
        return place
    }

    /// A text by its bytes, which become a string only where they are new.
    mutating func insert(bytes: borrowing Span<UInt8>) -> Int32 {
        let key = HashedPlaces.key(of: bytes)
        let size = bytes.count
        let slot = texts.place(of: key) { place in
            guard case .text(let known) = ids[Int(place)], known.utf8.count == size else { return false }
            let other = known.utf8.span
            for index in 0..<size where other[index] != bytes[index] { return false }
            return true
        }
        if let slot { return slot }
        let place = Int32(ids.count)
        ids.append(.text(String(copying: bytes)))
        texts.insert(place, under: key)
        return place
    }
}

extension String {
    init(copying bytes: borrowing Span<UInt8>) {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for index in bytes.indices { copy.append(bytes[index]) }
        self = String(decoding: copy, as: UTF8.self)
    }
}

extension Vocabulary {
    /// Positions sorted by identifier, as pandas sorts the column that the identifiers make: by value where all are
    /// numbers, else all as texts by their Unicode scalars.
    package var positionsInOrder: [Int] {
        if ids.allSatisfy({ if case .integer = $0 { true } else { false } }) {
            return ids.indices.sorted { ids[$0] < ids[$1] }
        }
        let texts = ids.map(\.description)
        let numbers = ids.map(\.number)
        guard numbers.allSatisfy({ $0 != nil }) else { return ids.indices.sorted { texts[$0].isBefore(texts[$1]) } }
        return ids.indices.sorted { left, right in
            let (one, other) = (numbers[left] ?? 0, numbers[right] ?? 0)
            return one == other ? texts[left].isBefore(texts[right]) : one < other
        }
    }
}
