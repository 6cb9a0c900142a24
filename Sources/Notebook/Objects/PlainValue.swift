package import Values

/// A number, a text, a truth value or a list.
package struct PlainValue: SessionObject {
    package let value: JSONValue

    package init(_ value: JSONValue) { self.value = value }

    package var kind: ObjectKind { .value }
    package func json() async -> JSONValue { value }
    package func summary() async -> String { value.plainText }
}

extension JSONValue {
    /// The value as `print` shows it: a text without quotes, everything else as JSON.
    package var plainText: String {
        switch self {
        case .string(let text): text
        case .number(let value) where !value.isFinite: "\(value)"
        default: text()
        }
    }
}
