import Notebook
import Values

struct ObjectsCommand: Command {
    var declaration: CommandDeclaration { CommandDeclaration("objects", "what is defined", examples: ["objects"]) }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        var rows: [[JSONValue]] = []
        for name in session.order {
            guard let object = session.objects[name] else { continue }
            rows.append([.string(name), .string(object.kind.rawValue), .string(await object.summary())])
        }
        return TableObject(
            columns: ["name", "kind", "what it is"], rows: rows, note: rows.isEmpty ? "nothing is defined yet" : nil)
    }
}
