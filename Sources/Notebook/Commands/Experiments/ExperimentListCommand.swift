import ExperimentReports
import Experiments
import Notebook
import Tuning
import Values

struct ExperimentListCommand: Command {
    let experiments: SessionExperiments
    let status = Parameter<ExperimentStatus?>("status", of: ExperimentStatus.self, help: "those in this state")
    let top = Parameter<Int?>("top", 1...1_000_000, help: "the newest so many")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment list", "every experiment, newest first", options: [status, top],
            examples: ["experiment list", "experiment list --status RUNNING"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        var list = try await experiments.manager(session).list()
        if let status = call[status] { list = list.filter { $0.record.status == status } }
        if let top = call[top] { list = Array(list.prefix(top)) }
        return TableObject(ExperimentTable.table(list))
    }
}
