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
    let sort = Parameter<String?>(
        "sort", .column(["trial", "seconds"]), unset: "the objective",
        help: "by this column, best first; trial: as they began")
    let top = Parameter<Int?>("top", 1...1_000_000, help: "the first so many")
    let columns = Parameter<[String]>(
        "columns", each: .column(["trial", "status", "seconds"]), help: "these columns alone"
    ) { $0 }
    let status = Parameter<TrialStatus?>("status", of: TrialStatus.self, help: "those in this state")

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment trials", "an experiment's trials as a table, best first", arguments: [experiment],
            options: [sort, top, status, columns], examples: ["experiment trials tpe --sort precision@10 --top 5"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let snapshot = try await experiments.named(experiment, call, session).snapshot()
        let configuration = snapshot.record.configuration
        let status = call[status]
        var table = TrialTable.table(snapshot.trials.filter { status == nil || $0.status == status })
        let goals = configuration.goals
        let column = call[sort] ?? configuration.objective
        // A metric's own direction; what is no metric counts up.
        let own = (try? Metric(parsing: column))?.direction ?? .minimize
        if call[sort] == nil, !goals.isSingle || !goals.constraints.isEmpty {
            table = TrialTable.table(
                (snapshot.ranked + snapshot.trials).filter { status == nil || $0.status == status }.withoutRepeats)
        } else if let sorted = TrialTable.sorted(
            table, by: column, column == configuration.objective ? configuration.mode : own)
        {
            table = sorted
        } else if call[sort] != nil {
            throw unknown(column, table, call, at: sort)
        }
        if let top = call[top] { table.rows = Array(table.rows.prefix(top)) }
        if call.has(columns) {
            for name in call[columns] where !table.columns.contains(name) {
                throw unknown(name, table, call, at: columns)
            }
            table = table.selecting(call[columns])
        }
        return TableObject(table.marked(goals))
    }

    private func unknown(_ column: String, _ table: Table, _ call: Invocation, at option: any Declared) -> any Error {
        call.failure(
            NotebookError.unknownField(
                column, of: "the table", known: table.columns, nearest: nearestName(to: column, among: table.columns)),
            at: option)
    }
}
