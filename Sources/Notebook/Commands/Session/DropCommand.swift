import Notebook
import Script
import Values

struct DropCommand: Command {
    let names = Reference<any SessionObject>(
        "NAME", [], isRequired: true, isList: true, help: "something that is defined")

    var declaration: CommandDeclaration {
        CommandDeclaration("drop", "forgets a name", arguments: [names], examples: ["drop old"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        for word in call.words(names) {
            _ = try PlacedError.place(word.range) { try session.object(named: word.text) }
        }
        for word in call.words(names) { session.forget(word.text) }
        return nil
    }
}
