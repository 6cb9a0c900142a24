import Notebook
import Values

struct SetCommand: Command {
    let option = Parameter<String?>("OPTION", .choice(Settings.all.map(\.name)), help: "its name")
    let value = Parameter<String?>("VALUE", help: "its new value")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "set", "shows or changes an option of the session", arguments: [option, value],
            examples: ["set", "set format json"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let settings = session.settings
        guard let name = call[option] else {
            return TableObject(
                columns: ["option", "value", "means"],
                rows: Settings.all.map { [.string($0.name), settings.value(of: $0), .string($0.help)] })
        }
        guard let value = call[value] else {
            return Settings.all.first { $0.name == name }.map { PlainValue(settings.value(of: $0)) }
        }
        try PlacedError.place(call.place(of: self.value)) { try session.set(name, to: value) }
        return nil
    }
}
