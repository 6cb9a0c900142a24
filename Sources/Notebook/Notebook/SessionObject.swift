package import Display
package import Values

/// What a command gives and a name stands for.
package protocol SessionObject: Sendable {
    var kind: ObjectKind { get }
    /// The value as `--format json` writes it.
    func json() async -> JSONValue
    /// What a line of JSON has beside the value.
    func beside() async -> JSONObject
    /// The value as it is shown to a person.
    func output() async -> Output
    /// One line for the prompt and for `objects`.
    func summary() async -> String
    /// The names that may follow a dot, for lookup, completion and suggestions.
    func fieldNames() async -> [String]
    /// The value behind a dot; `nil` where there is no such field.
    func field(_ name: String) async throws -> (any SessionObject)?
    /// The names that may follow below its fields, by the way there (`best.metrics`), as far as they are known at no cost;
    /// under no way at all, those of its columns where it is, or leads to, a table.
    func namesBelow() async -> [String: [String]]
    /// Whether it takes so much memory that it is kept only while a name holds it.
    var isLarge: Bool { get }
    /// The kind of what is behind a dot, where it is known at no cost; completion asks.
    func kind(of field: String) async -> ObjectKind?
    /// The value as a row of a table; `nil` where it is one value alone.
    func record() async -> JSONObject?
}

extension SessionObject {
    package var isLarge: Bool { false }
    package func beside() async -> JSONObject { JSONObject() }
    package func output() async -> Output { .text(await summary()) }
    package func fieldNames() async -> [String] { [] }
    package func field(_ name: String) async throws -> (any SessionObject)? { nil }
    package func namesBelow() async -> [String: [String]] { [:] }
    package func kind(of field: String) async -> ObjectKind? { nil }
    package func record() async -> JSONObject? {
        await json().object.map { members in
            JSONObject(members.filter { $0.value.array == nil && $0.value.object == nil }.map { ($0.key, $0.value) })
        }
    }
}

/// What an object is, by the name that the JSON output uses. Whoever brings objects names their kinds.
package struct ObjectKind: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ name: String) { rawValue = name }

    package static let metrics = ObjectKind("metrics")
    package static let table = ObjectKind("table")
    package static let plot = ObjectKind("plot")
    package static let value = ObjectKind("value")

    /// `a dataset`, `an experiment`; what has no singular stands alone.
    package var article: String {
        if rawValue.hasSuffix("s") { return rawValue }
        return (rawValue.first.map { "aeiou".contains($0) } == true ? "an " : "a ") + rawValue
    }
}
