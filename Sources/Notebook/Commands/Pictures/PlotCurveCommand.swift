import Display
import Metrics
import Notebook
import Recommenders
import Values

struct PlotCurveCommand: Command {
    let model = Reference<ModelObject>.model(
        "MODEL", isRequired: true, help: "a model that was trained in this session")
    let picture = PictureOptions()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot curve", "a model's learning curve", arguments: [model], options: picture.all,
            examples: ["plot curve svd"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let trained = try await session.object(model, call).trained
        let curve = trained.curve
        guard !curve.isEmpty else {
            throw call.failure(
                NotebookError.unavailable(
                    "'\(call.text(model))' has no learning curve",
                    remedy: "curves are not kept in files; train the model again"), at: model)
        }
        let loss = try Algorithms.named(trained.recommender.algorithm).trainingLoss
        var series = [Series(loss.shownName, curve.map { Point(Double($0.epoch), loss.shown($0.loss)) })]
        let judged = curve.compactMap { record in record.validation.map { Point(Double(record.epoch), $0) } }
        if !judged.isEmpty { series.append(Series("validation \(trained.metric?.name ?? "")", judged)) }
        return try picture.shown(
            Plot(title: "\(call.text(model)): learning curve", xLabel: "epoch", yLabel: loss.unit, series: series), call
        )
    }
}

extension TrainingLoss {
    /// A root puts the squared error on the scale of the ratings, beside an RMSE.
    fileprivate func shown(_ loss: Double) -> Double { self == .squaredError ? loss.squareRoot() : loss }
    fileprivate var shownName: String { self == .squaredError ? "training RMSE" : "training loss" }
    fileprivate var unit: String { self == .squaredError ? "RMSE" : "log loss" }
}
