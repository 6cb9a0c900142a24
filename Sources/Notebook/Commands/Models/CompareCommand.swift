import Metrics
import Notebook
import Recommenders
import Values

struct CompareCommand: Command {
    let models = Reference<any SessionObject>(
        "MODEL", [.model, .trial, .predictions], isRequired: true, isList: true, help: "trained models")
    let data = Reference<DatasetObject>("on", .dataset, help: "the ratings that are true")
    let judging = JudgingOptions()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "compare", "metrics of several models side by side, the best of each marked", arguments: [models],
            options: [data] + judging.all, examples: ["compare svd other --on data.test --metrics rmse ndcg@10"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let truth = try await session.object(data, call).table
        let judged = try await session.objects(models, call)
        guard let first = judged.first else { return nil }
        let metrics = try await judging.metrics(of: first, call)
        var rows: [[MetricValue]] = []
        for one in judged {
            rows.append(try await judging.values(of: one, on: truth, metrics, judges: models, call, in: session))
        }
        let best = metrics.indices.map { column in
            metrics[column].direction.best(of: rows.map { $0[column].value })
        }
        let cells = zip(call.words(models).map(\.text), rows).map { name, values -> [JSONValue] in
            let marks = metrics.indices.filter { values[$0].value == best[$0] }.map { metrics[$0].name }
            return [.string(name)] + values.map { .number($0.value) } + [.string(marks.joined(separator: " "))]
        }
        return TableObject(columns: ["model"] + metrics.map(\.name) + ["best in"], rows: cells)
    }
}
