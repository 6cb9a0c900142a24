import Display
import Notebook
import Tuning
import Values

struct AssessorListCommand: Command {
    var declaration: CommandDeclaration {
        CommandDeclaration("assessor list", "what ends hopeless trials early", examples: ["assessor list"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        TableObject(
            columns: ["assessor", "judges by"], rows: Assessors.all.map { [.string($0.name), .string($0.summary)] })
    }
}

struct AssessorShowCommand: Command {
    let name = Parameter<String>("NAME", required: .choice(Assessors.names), help: "an assessor")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "assessor show", "an assessor's arguments, for --assessor-args", arguments: [name],
            examples: ["assessor show Medianstop"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let assessor = try PlacedError.place(call.place(of: name)) { try Assessors.named(call[name]) }
        return TableObject(
            arguments: assessor.arguments,
            note: "\(assessor.name): \(assessor.summary)\nsource: \(assessor.source)")
    }
}

extension TableObject {
    /// The arguments of a tuner or an assessor.
    init(arguments: [ParameterDescription], note: String) {
        self.init(columns: ["argument", "default", "means"], rows: arguments.map(\.row), note: note)
        table.styles["default"] = .count
    }
}

extension ParameterDescription {
    /// As a row of a table of arguments.
    var row: [JSONValue] { [.string(name), defaultValue ?? .null, .string("\(help); \(expectation)")] }
}
