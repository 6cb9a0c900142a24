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

extension Timestamps {
    /// A row's time to the last digit: a whole number, or the text of one with a fraction.
    func json(_ row: Int) -> JSONValue {
        decimals == 0 ? .integer(Int(self[row])) : .string(text(row))
    }
}
