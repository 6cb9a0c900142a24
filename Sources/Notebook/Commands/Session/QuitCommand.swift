import Notebook

/// `quit`, and the words that other shells have for it.
struct QuitCommand: Command {
    let word: String

    var declaration: CommandDeclaration { CommandDeclaration(word, "leaves", examples: [word], isAside: true) }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        throw Interruption.quit
    }
}
