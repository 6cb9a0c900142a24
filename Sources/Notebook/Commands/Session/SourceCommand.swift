import Foundation
import Notebook
import Script
import Values

struct SourceCommand: Command {
    let file = Parameter<String>("FILE", required: .file, help: "a script")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "source", "runs a script in this session", arguments: [file], examples: ["source setup.tb"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let path = session.sought(call[file])
        try await session.run(
            file: path, identity: URL(fileURLWithPath: path).resolvingSymlinksInPath().path, calledAt: call.range,
            named: call.place(of: file))
        return nil
    }
}
