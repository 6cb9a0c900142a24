import Display
import Notebook
import Ratings
import Values

struct PlotRatingsCommand: Command {
    let data: Reference<DatasetObject> = .data
    let picture = PictureOptions()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot ratings", "how often each rating was given", arguments: [data], options: picture.all,
            examples: ["plot ratings data.train"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let dataset = try await session.object(data, call)
        let info = try await session.compute("plot") { _, _ in dataset.info }
        let bars = info.histogram.map { Point($0.rating, Double($0.count), label: Figures.plain($0.rating)) }
        return try picture.shown(
            Plot(
                title: dataset.origin, xLabel: "rating", yLabel: "ratings",
                series: [Series("ratings", bars, style: .bars)]), call)
    }
}
