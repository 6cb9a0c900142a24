import Display
import ExperimentReports
import Experiments
import Metrics
import Platform
import Ratings
import Recommenders
import Tuning
import Values

enum PlotCommands {
    private static let file = OptionDeclaration("save", .file, "write it to a .svg file instead")

    static let all: [CommandDeclaration] = [
        CommandDeclaration(
            "plot history", .pictures, "an experiment's objective, trial by trial, and the best so far",
            arguments: [ArgumentDeclaration("EXPERIMENT", .experiment, "an experiment, by its name")],
            options: [file], examples: ["plot history tpe", "plot history tpe --save history.svg"], run: history),
        CommandDeclaration(
            "plot curve", .pictures, "a model's learning curve",
            arguments: [
                ArgumentDeclaration("MODEL", .object([.model, .trial]), "a model that was trained in this session")
            ],
            options: [file], examples: ["plot curve svd"], run: curve),
        CommandDeclaration(
            "plot ratings", .pictures, "how often each rating was given", arguments: [DataCommands.data],
            options: [file], examples: ["plot ratings data.train"], run: ratings),
    ]

    @Sendable private static func history(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        guard let object = try await ExperimentCommands.named(session, call) as? ExperimentObject else { return nil }
        return try shown(HistoryPlot.plot(try await object.snapshot()), call)
    }

    @Sendable private static func curve(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let model = try await session.model(call, "MODEL")
        guard !model.trained.curve.isEmpty else {
            throw call.failure(
                NotebookError.unavailable(
                    "'\(call.text("MODEL") ?? "")' has no learning curve",
                    remedy: "curves are not kept in files; train the model again"), at: "MODEL")
        }
        let curve = model.trained.curve
        let loss = try Algorithms.named(model.model.algorithm).trainingLoss
        var series = [Series(loss.shownName, curve.map { Point(Double($0.epoch), loss.shown($0.loss)) })]
        let judged = curve.compactMap { record in record.validation.map { Point(Double(record.epoch), $0) } }
        if !judged.isEmpty {
            series.append(Series("validation \(model.trained.metric?.name ?? "")", judged))
        }
        return try shown(
            Plot(
                title: "\(call.text("MODEL") ?? "model"): learning curve", xLabel: "epoch", yLabel: loss.unit,
                series: series), call)
    }

    @Sendable private static func ratings(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let dataset = try await session.dataset(call, "DATA")
        let info = try await session.compute("plot") { _, _ in dataset.info }
        let bars = info.histogram.map { Point($0.rating, Double($0.count), label: Figures.plain($0.rating)) }
        return try shown(
            Plot(
                title: dataset.origin, xLabel: "rating", yLabel: "ratings",
                series: [Series("ratings", bars, style: .bars)]), call)
    }

    /// The picture, or nothing where it was written to a file.
    private static func shown(_ plot: Plot, _ call: Invocation) throws -> (any SessionObject)? {
        guard let path = call.text("save") else { return PlotObject(plot) }
        guard path.lowercased().hasSuffix(".svg") else {
            throw call.failure(NotebookError.unknownFormat(path: path, expected: [".svg"]), at: "save")
        }
        try PlacedError.place(call.place(of: "save")) { try FileBytes.write(SVGRenderer().render(plot), to: path) }
        return nil
    }
}

extension TrainingLoss {
    /// A root puts the squared error on the scale of the ratings, beside an RMSE.
    fileprivate func shown(_ loss: Double) -> Double { self == .squaredError ? loss.squareRoot() : loss }
    fileprivate var shownName: String { self == .squaredError ? "training RMSE" : "training loss" }
    fileprivate var unit: String { self == .squaredError ? "RMSE" : "log loss" }
}
