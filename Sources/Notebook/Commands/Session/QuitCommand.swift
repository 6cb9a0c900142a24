import Notebook

struct QuitCommand: Command {
    var declaration: CommandDeclaration { CommandDeclaration("quit", "leaves", examples: ["quit"]) }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        throw Interruption.quit
    }
}
