import Display
import ExperimentReports
import Experiments
import Metrics
import Notebook
import Tuning
import Values

struct ExperimentTrialsCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let sort = Parameter<String?>("sort", unset: "trial", help: "by this column, best first")
    let top = Parameter<Int?>("top", 1...1_000_000, help: "the first so many")
    let status = Parameter<TrialStatus?>("status", of: TrialStatus.self, help: "those in this state")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment trials", "an experiment's trials as a table", arguments: [experiment],
            options: [sort, top, status], examples: ["experiment trials tpe --sort precision@10 --top 5"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let snapshot = try await experiments.named(experiment, call, session).snapshot()
        let configuration = snapshot.record.configuration
        let status = call[status]
        var table = TrialTable.table(snapshot.trials.filter { status == nil || $0.status == status })
        if let column = call[sort] {
            // A metric's own direction; what is no metric counts up.
            let own = (try? Metric(parsing: column))?.direction ?? .minimize
            let direction = column == configuration.objective ? configuration.mode : own
            guard let sorted = TrialTable.sorted(table, by: column, direction) else {
                throw call.failure(
                    NotebookError.unknownField(
                        column, of: "the table", known: table.columns,
                        nearest: nearestName(to: column, among: table.columns)), at: sort)
            }
            table = sorted
        }
        if let top = call[top] { table.rows = Array(table.rows.prefix(top)) }
        return TableObject(table)
    }
}
