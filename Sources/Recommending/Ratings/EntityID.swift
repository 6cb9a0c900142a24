/// A user's or an item's identifier as the data has it: a whole number or a text.
package enum EntityID: Hashable, Sendable {
    case integer(Int)
    case text(String)

    /// Reads an identifier; only the canonical decimal form becomes a number, so `007` stays a text.
    package init(_ text: some StringProtocol) {
        if let value = Int(text), String(value) == text { self = .integer(value) } else { self = .text(String(text)) }
    }
}

extension EntityID: Comparable, CustomStringConvertible {
    /// Numbers by value, texts by Unicode scalars, numbers before texts: the order in which pandas sorts a column.
    package static func < (left: EntityID, right: EntityID) -> Bool {
        switch (left, right) {
        case (.integer(let a), .integer(let b)): a < b
        case (.text(let a), .text(let b)): a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
        case (.integer, .text): true
        case (.text, .integer): false
        }
    }

    package var description: String {
        switch self {
        case .integer(let value): String(value)
        case .text(let value): value
        }
    }
}
