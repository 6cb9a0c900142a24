import ExperimentReports
import Experiments
import Notebook

struct ExperimentListCommand: Command {
    let experiments: SessionExperiments

    var declaration: CommandDeclaration {
        CommandDeclaration("experiment list", "every experiment, newest first", examples: ["experiment list"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        TableObject(ExperimentTable.table(try await experiments.manager(session).list()))
    }
}
