import NNIEngine
import Notebook
import Values

struct EngineListCommand: Command {
    let folders: Folders

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "engine list", "the engines that run experiments, and whether they are ready", examples: ["engine list"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        var state = "not installed; 'engine install nni' installs it"
        do {
            let found = try NNIInstallation(environment: folders.environment, installFolder: folders.nni)
            state = "ready: \(found.nnictl)"
        } catch {
            if case .wrongVersion = error { state = "\(error)" }
        }
        return TableObject(
            columns: ["engine", "runs trials in", "state"],
            rows: [
                ["embedded", "threads of this process", "ready"],
                ["nni", "processes, here or on other machines", .string(state)],
            ])
    }
}
