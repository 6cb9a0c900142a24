import Notebook
import Values

struct RerunCommand: Command {
    let cells = Parameter<[String]>(
        "CELL", each: .word("CELL", suggestions: ["lost", "stale"]),
        help: "a cell's number, L and a number for the lost session's, 3-5 for several, lost or stale for all such",
        parsing: \.self)

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "rerun", "runs cells again; without a number, the last one", arguments: [cells],
            examples: ["rerun 1"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        try await session.rerun(call.words(cells), calledAt: call.range)
        return nil
    }
}
