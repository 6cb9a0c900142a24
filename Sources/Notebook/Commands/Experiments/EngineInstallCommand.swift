import NNIEngine
import Notebook
import Values

struct EngineInstallCommand: Command {
    let folders: Folders
    let engine = Parameter<String>("ENGINE", required: .choice(["nni"]), help: "nni")
    let python = Parameter<String?>(
        "python", .file, unset: "python3 of the PATH", help: "the Python to use, 3.8 to 3.11")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "engine install", "installs an engine from PyPI into a virtual environment of Tunebook's",
            arguments: [engine], options: [python], examples: ["engine install nni"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let path = try await PlacedError.placeAsync(call.range) {
            try await NNIInstallation.install(
                into: folders.nni, python: call[python], environment: folders.environment
            ) { session.notice($0) }
        }
        return PlainValue(.string(path))
    }
}
