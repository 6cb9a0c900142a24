import Display
import Experiments
import Metrics
import Notebook
import Recommenders
import Values

struct PlotCurveCommand: Command {
    let model = Reference<any SessionObject>(
        "MODEL", [.model, .trial], isRequired: true, help: "a model that was trained in this session, or a trial")
    let picture = PictureOptions()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot curve", "a model's learning curve", arguments: [model], options: picture.all,
            examples: ["plot curve svd", "plot curve best"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await session.object(model, call)
        let trained = (object as? ModelObject)?.trained ?? (object as? TrialObject)?.trained
        let title = "\(call.text(model)): learning curve"
        if let trained, !trained.curve.isEmpty {
            let loss = try Algorithms.named(trained.recommender.algorithm).trainingLoss
            var series = [Series(loss.name, trained.curve.map { Point(Double($0.epoch), loss.shown($0.loss)) })]
            let judged = trained.curve.compactMap { record in record.validation.map { Point(Double(record.epoch), $0) }
            }
            if !judged.isEmpty { series.append(Series("validation \(trained.metric?.name ?? "")", judged)) }
            return try picture.shown(Plot(title: title, xLabel: "epoch", yLabel: loss.unit, series: series), call)
        }
        let reported = (object as? TrialObject)?.trial.intermediate ?? (object as? ModelObject)?.reported ?? []
        guard !reported.isEmpty else {
            throw call.failure(
                NotebookError.unavailable(
                    "'\(call.text(model))' has no learning curve",
                    remedy: "curves are not kept in files of models; train the model again"), at: model)
        }
        let points = reported.enumerated().map { Point(Double($0.offset + 1), $0.element) }
        return try picture.shown(
            Plot(title: title, xLabel: "epoch", yLabel: "objective", series: [Series("reported", points)]), call)
    }
}
