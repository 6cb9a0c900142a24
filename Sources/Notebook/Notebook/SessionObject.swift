package import Values

/// What a command gives and a name stands for.
package protocol SessionObject: Sendable {
    var kind: ObjectKind { get }
    /// The value as `--format json` writes it.
    func json() async -> JSONValue
    /// The value as a person reads it, without a newline at the end.
    func text(_ style: TextStyle) async -> String
    /// One line for the prompt and for `objects`.
    func summary() async -> String
    /// The names that may follow a dot, for lookup, completion and suggestions.
    func fieldNames() async -> [String]
    /// The value behind a dot; `nil` where there is no such field.
    func field(_ name: String) async throws -> (any SessionObject)?
}

extension SessionObject {
    package func text(_ style: TextStyle) async -> String { await summary() }
    package func fieldNames() async -> [String] { [] }
    package func field(_ name: String) async throws -> (any SessionObject)? { nil }
}

/// The kinds of objects, by the names that the JSON output uses.
package enum ObjectKind: String, Sendable, CaseIterable {
    case dataset, split, predictions, model, metrics, recommendations, space, experiment, trial, table, plot, value
}

/// Where text goes, as far as its look depends on it.
package struct TextStyle: Sendable {
    package var columns: Int
    package var rows: Int
    package var isUTF8: Bool
    package var color: Bool

    package init(columns: Int = 80, rows: Int = 24, isUTF8: Bool = true, color: Bool = false) {
        self.columns = columns
        self.rows = rows
        self.isUTF8 = isUTF8
        self.color = color
    }
}
