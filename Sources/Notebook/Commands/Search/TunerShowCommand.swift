import Notebook
import Tuning
import Values

struct TunerShowCommand: Command {
    let name = Parameter<String>("NAME", required: .choice(Tuners.names), help: "a tuner")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "tuner show", "a tuner's arguments, for --tuner-args", arguments: [name], examples: ["tuner show TPE"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let tuner = try PlacedError.place(call.place(of: name)) { try Tuners.named(call[name]) }
        return TableObject(
            columns: ["argument", "default", "means"],
            rows: tuner.arguments.map {
                [.string($0.name), $0.defaultValue ?? .null, .string("\($0.help); \($0.expectation)")]
            },
            note: tuner.arguments.isEmpty ? "\(tuner.name) takes no arguments" : nil)
    }
}
