import Metrics
import Notebook
import Statistics
import Values

struct EvaluateCommand: Command {
    let model = Reference<any SessionObject>(
        "MODEL", [.model, .trial, .predictions], isRequired: true, help: "a trained model, a best trial, or predictions"
    )
    let data: Reference<DatasetObject> = .truth
    let judging = JudgingOptions()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "evaluate", "metrics of a model on ratings, each with its 95 % interval over users",
            arguments: [model, data], options: judging.all,
            gives: .metrics, examples: ["evaluate svd data.test --metrics rmse mae precision@10 ndcg@10"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await session.object(model, call)
        let truth = try await session.object(data, call).table
        let how = try judging.judging(try await judging.metrics(of: object, call), call)
        let judged = try await judging.judged(object, named: call.text(model), judges: model, call)
        try await JudgingNotes.tell(of: [judged], on: truth, how, in: session)
        let measured = try await judging.measured(judged, on: truth, how, call, in: session)
        let intervals = try await session.compute("evaluate") { _, _ in measured.intervals }
        return MetricsObject(
            JSONObject(measured.map { ($0.metric.name, .number($0.value)) }),
            intervals: Dictionary(
                zip(measured, intervals).compactMap { one, interval in
                    interval.map { (one.metric.name, $0.low...$0.high) }
                }
            ) { first, _ in first })
    }
}
