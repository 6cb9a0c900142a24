/// Identifiers and the dense positions `0..<count` that stand for them.
package struct Vocabulary: Sendable {
    package private(set) var ids: [EntityID] = []
    private var positions: [EntityID: Int32] = [:]

    package init() {}

    package init(_ ids: some Sequence<EntityID>) {
        for id in ids { insert(id) }
    }

    package var count: Int { ids.count }
    package subscript(position: Int) -> EntityID { ids[position] }

    /// The position of a known identifier. - Complexity: O(1)
    package func position(of id: EntityID) -> Int? { positions[id].map(Int.init) }

    /// The identifier's position, newly made where it was unknown.
    @discardableResult
    package mutating func insert(_ id: EntityID) -> Int {
        if let known = positions[id] { return Int(known) }
        positions[id] = Int32(ids.count)
        ids.append(id)
        return ids.count - 1
    }
}
