package import Values

/// A number, a text, a truth value or a list.
package struct PlainValue: SessionObject {
    package let value: JSONValue

    package init(_ value: JSONValue) { self.value = value }

    package var kind: ObjectKind { .value }
    package func json() async -> JSONValue { value }
    package func summary() async -> String { value.plainText }
}
