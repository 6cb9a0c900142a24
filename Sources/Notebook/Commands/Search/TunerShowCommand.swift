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
            arguments: tuner.arguments,
            note: "\(tuner.name): \(tuner.summary)\nsource: \(tuner.source)"
                + (tuner.arguments.isEmpty ? "\n\(tuner.name) takes no arguments" : ""))
    }
}
