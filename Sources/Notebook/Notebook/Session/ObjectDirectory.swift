import Synchronization

/// The names that are defined, with their kinds and fields: what completion looks at while the session works.
package final class ObjectDirectory: Sendable {
    package struct Entry: Hashable, Sendable {
        package let kind: ObjectKind
        package let fields: [Field]
        /// What follows below fields, by the way there, and the columns under no way.
        package let below: [String: [String]]
    }

    package struct Field: Hashable, Sendable {
        package let name: String
        package let kind: ObjectKind
    }

    private let entries = Mutex<[String: Entry]>([:])

    package init() {}

    package var all: [String: Entry] { entries.withLock { $0 } }
    package subscript(name: String) -> Entry? { entries.withLock { $0[name] } }

    func keep(_ name: String, _ entry: Entry?) { entries.withLock { $0[name] = entry } }
}
