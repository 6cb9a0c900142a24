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
        if let trained, let plot = try Self.plot(trained, title: title) { return try picture.shown(plot, call) }
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

    /// Loss and validation over the epochs; `nil` where neither was measured.
    private static func plot(_ trained: TrainedModel, title: String) throws -> Plot? {
        let algorithm = try Algorithms.named(trained.recommender.algorithm)
        func series(_ name: String, _ value: (EpochRecord) -> Double?) -> [Series] {
            let points = trained.curve.compactMap { record in value(record).map { Point(Double(record.epoch), $0) } }
            return points.isEmpty ? [] : [Series(name, points)]
        }
        let all =
            series(algorithm.trainingLoss?.name ?? "", algorithm.shownLoss)
            + series("validation \(trained.metric?.name ?? "")", \.validation)
        guard !all.isEmpty else { return nil }
        return Plot(title: title, xLabel: "epoch", yLabel: algorithm.trainingLoss?.unit ?? "", series: all)
    }
}
