/// A user's or an item's identifier as the data has it: a whole number or a text.
///
/// Texts are the same where their bytes are: a letter with an accent and the two signs that are shown like it are two.
package enum EntityID: Sendable {
    case integer(Int)
    case text(String)

    /// Reads an identifier; only the canonical decimal form becomes a number, so `007` stays a text.
    package init(_ text: some StringProtocol) {
        if let value = Int(text), String(value) == text { self = .integer(value) } else { self = .text(String(text)) }
    }

    /// The number that a column of numbers would hold for this; `nil` for what is no number.
    var number: Double? {
        switch self {
        case .integer(let value): return Double(value)
        case .text(let text):
            guard let first = text.utf8.first, first < 0x3A, let value = Double(text), value.isFinite else {
                return nil
            }
            return text.utf8.contains { $0 | 0x20 == UInt8(ascii: "x") } ? nil : value
        }
    }
}

extension EntityID: Hashable {
    package static func == (left: EntityID, right: EntityID) -> Bool {
        switch (left, right) {
        case (.integer(let a), .integer(let b)): a == b
        case (.text(let a), .text(let b)): a.utf8.count == b.utf8.count && a.utf8.elementsEqual(b.utf8)
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .integer(let value): hasher.combine(value)
        case .text(let text): hasher.combine(HashedPlaces.key(of: text.utf8.span))
        }
    }
}

extension EntityID: Comparable, CustomStringConvertible {
    /// Numbers by value, texts by Unicode scalars, numbers before texts.
    package static func < (left: EntityID, right: EntityID) -> Bool {
        switch (left, right) {
        case (.integer(let a), .integer(let b)): a < b
        case (.text(let a), .text(let b)): a.isBefore(b)
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

extension String {
    /// By Unicode scalars, whose order is that of their bytes in UTF-8.
    func isBefore(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
