package import Values

/// One command: what it is called, takes and shows, declared once, and what it does. The declaration parses its words,
/// and feeds help and completion.
package protocol Command: Sendable {
    var declaration: CommandDeclaration { get }
    /// - Returns: the result, where there is one to keep.
    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)?
    /// What it gave in a session that was lost: made again, unless it is kept somewhere.
    func runAgain(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)?
}

extension Command {
    package func runAgain(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        try await run(call, in: session)
    }
}

package struct CommandDeclaration: Sendable {
    /// The words that it begins with: `experiment start`.
    package let words: [String]
    /// One line, without a full stop.
    package let summary: String
    package let arguments: [ParameterDescription]
    package let options: [ParameterDescription]
    /// Whole lines that run as they stand, but for names.
    package let examples: [String]
    /// Whether it only looks at the session, and is no part of the work that documents show.
    package let isAside: Bool
    /// The kind of what it gives, where it is always the same, and something is done with it.
    package let gives: String?
    /// The option whose flag may be left out before a number at the arguments' end: `head data 5`.
    package let trailing: ParameterDescription?

    package init(
        _ words: String, _ summary: String, arguments: [any Declared] = [], options: [any Declared] = [],
        trailing: (any Declared)? = nil, gives: ObjectKind? = nil, examples: [String], isAside: Bool = false
    ) {
        self.gives = gives?.rawValue
        self.trailing = trailing?.description
        self.words = words.split(separator: " ").map(String.init)
        self.summary = summary
        self.arguments = arguments.map(\.description)
        self.options = options.map(\.description)
        self.examples = examples
        self.isAside = isAside
    }

    package var name: String { words.joined(separator: " ") }

    /// `split DATA [options]`
    package var usage: String {
        let places = arguments.map { argument in
            let name = argument.isList ? argument.name + "…" : argument.name
            return argument.isRequired ? name : "[\(name)]"
        }
        return (words + places + (options.isEmpty ? [] : ["[options]"])).joined(separator: " ")
    }
}

extension ParameterDescription: Declared {
    /// A hyper-parameter is an option as it stands.
    package var description: ParameterDescription { self }
}
