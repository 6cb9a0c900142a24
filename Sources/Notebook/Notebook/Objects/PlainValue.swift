package import Display
package import Values

/// A number, a text, a truth value or a list.
package struct PlainValue: SessionObject {
    package let value: JSONValue

    package init(_ value: JSONValue) { self.value = value }

    package var kind: ObjectKind { .value }
    package func json() async -> JSONValue { value }
    package func summary() async -> String { value.plainText }
}

/// A text that is laid out to fit where it is shown, such as help.
package struct TextObject: SessionObject {
    private let content: Output

    package init(_ content: Output) { self.content = content }

    package var kind: ObjectKind { .value }
    package func json() async -> JSONValue { .string(TextRenderer(TextStyle()).render(content)) }
    package func output() async -> Output { content }
    package func summary() async -> String { TextRenderer(TextStyle()).render(content) }
}
