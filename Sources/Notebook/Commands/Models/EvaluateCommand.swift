import Metrics
import Notebook
import Values

struct EvaluateCommand: Command {
    let model = Reference<any SessionObject>(
        "MODEL", [.model, .trial, .predictions], isRequired: true, help: "a trained model, a best trial, or predictions"
    )
    let data: Reference<DatasetObject> = .truth
    let judging = JudgingOptions()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "evaluate", "metrics of a model on ratings", arguments: [model, data], options: judging.all,
            examples: ["evaluate svd data.test --metrics rmse mae precision@10 ndcg@10"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let judged = try await session.object(model, call)
        let truth = try await session.object(data, call).table
        let metrics = try await judging.metrics(of: judged, call)
        let values = try await judging.values(of: judged, on: truth, metrics, judges: model, call, in: session)
        return MetricsObject(JSONObject(values.map { ($0.metric.name, .number($0.value)) }))
    }
}
