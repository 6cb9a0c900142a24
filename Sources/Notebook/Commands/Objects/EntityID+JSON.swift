import Ratings
import Values

extension EntityID {
    /// A number as a number, a text as a text.
    var json: JSONValue {
        switch self {
        case .integer(let value): .integer(value)
        case .text(let value): .string(value)
        }
    }
}

extension JSONValue {
    /// A number that is whole as a whole number.
    init(figure value: Double) { self = Int(exactly: value).map { .integer($0) } ?? .number(value) }
}
