import Notebook
import Values

struct HelpCommand: Command {
    let words: Parameter<[String]>

    /// - Parameter commands: whose words are offered.
    init(about commands: [any Command]) {
        let names = Set(commands.compactMap(\.declaration.words.first)).sorted()
        words = Parameter("COMMAND", each: .word("COMMAND", suggestions: names), help: "its words", parsing: \.self)
    }

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "help", "the commands, or one of them", arguments: [words], examples: ["help", "help experiment start"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let words = call[words]
        guard !words.isEmpty else { return TextObject(Help.overview(session.commands)) }
        if let topic = Help.topic(words.joined(separator: " ")) { return TextObject(topic) }
        let group = session.commands.beginning(with: words)
        if group.count > 1, session.commands.named(words.joined(separator: " ")) == nil {
            return TextObject(Help.list(group))
        }
        let command = try PlacedError.place(call.place(of: self.words)) { try session.commands.declaration(words) }
        return TextObject(Help.text(of: command, in: session.commands))
    }
}
