import Notebook
import Values

struct HistoryCommand: Command {
    var declaration: CommandDeclaration {
        CommandDeclaration("history", "the statements of this session", examples: ["history"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        TableObject(
            columns: ["cell", "statement"],
            rows: session.statements.dropLast().map { [.integer($0.cell), .string($0.text)] })
    }
}
