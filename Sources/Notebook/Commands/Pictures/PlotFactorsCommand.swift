import Display
import Notebook
import Ratings
import Recommenders
import Statistics
import Values

struct PlotFactorsCommand: Command {
    let model: Reference<ModelObject> = .model
    let picture = PictureOptions()

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "plot factors", "a model's items by their factors, in the two directions in which they differ most",
            arguments: [model], options: picture.all, examples: ["plot factors svd"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let recommender = try await session.object(model, call).trained.recommender
        let title = "\(call.text(model)): items by their factors"
        let plot = try await session.compute("plot") { _, _ in try Self.plot(recommender, title) }
        return try picture.shown(plot, call)
    }

    private static func plot(_ recommender: any Recommender, _ title: String) throws -> Plot {
        func words(_ note: String) -> Plot {
            Plot(title: title, xLabel: "", yLabel: "", series: [], notes: [note])
        }
        guard let rows = try recommender.encode().itemFactors else {
            return words("\(recommender.algorithm) has no factors: svd, svdpp, als, bpr and ncf learn them")
        }
        guard let first = rows.first, rows.count > 1 else { return words("one item is no picture") }
        guard first.count > 1 else {
            let points = rows.enumerated().map { Point(Double($0.offset), $0.element.first ?? 0) }
            return Plot(
                title: title, xLabel: "item", yLabel: "factor", series: [Series("items", points, style: .points)],
                notes: ["the model has one factor, so items stand in their order"])
        }
        let components = PrincipalComponents.first(2, of: rows)
        guard components.count == 2 else {
            return words("the factors of all items are the same, or on one line: training has not told them apart")
        }
        var counts = [Int](repeating: 0, count: rows.count)
        for user in 0..<recommender.users.count {
            for item in recommender.seen.items(of: user) where counts.indices.contains(Int(item)) {
                counts[Int(item)] += 1
            }
        }
        // Ties by the order of items, so that the same model is the same picture.
        let known = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix((rows.count + 9) / 10)
        let often = Set(known)
        func points(_ isShown: (Int) -> Bool) -> [Point] {
            rows.indices.filter(isShown).map { Point(components[0].scores[$0], components[1].scores[$0]) }
        }
        func percent(_ share: Double) -> String { Figures.fixed(100 * share, decimals: 0) + " %" }
        return Plot(
            title: title, xLabel: "first component, \(percent(components[0].share))",
            yLabel: "second component, \(percent(components[1].share))",
            series: [
                Series("items", points { !often.contains($0) }, style: .points),
                Series("the tenth rated most", points(often.contains), style: .points),
            ],
            notes: [
                "principal components of \(Figures.count(first.count, "factor")) of \(Figures.count(rows.count, "item"))"
            ])
    }
}
