/// What a picture shows, for whoever can't see it: sentences, and the numbers themselves.
enum PlotWords {
    private static let mostNumbers = 60

    static func description(_ plot: Plot) -> String {
        let axes =
            plot.uprights.isEmpty
            ? [
                plot.xLabel.isEmpty ? "" : "Across: \(plot.xLabel)\(plot.x.isLog ? ", logarithmic" : "").",
                plot.yLabel.isEmpty ? "" : "Upward: \(plot.yLabel)\(plot.y.isLog ? ", logarithmic" : "").",
            ]
            : plot.uprights.map { "Axis \($0.name) from \($0.low) to \($0.high)." }
        let series = plot.series.map { series in
            guard let low = series.points.map(\.y).min(), let high = series.points.map(\.y).max() else {
                return "\(series.name): nothing yet."
            }
            let count = Figures.count(series.points.count, "value")
            let range = series.style == .rug ? "." : " from \(Figures.plain(low)) to \(Figures.plain(high))."
            return "\(series.name): \(count)\(range)" + (plot.uprights.isEmpty ? numbers(series, plot) : "")
        }
        return (axes.filter { !$0.isEmpty } + series + plot.notes).joined(separator: " ")
    }

    /// The points one by one; of many so many, evenly.
    private static func numbers(_ series: Series, _ plot: Plot) -> String {
        let stride = (series.points.count - 1) / mostNumbers + 1
        let shown = series.points.enumerated().filter { $0.offset.isMultiple(of: stride) }.map { _, point in
            let place = point.label ?? word(point.x, plot.x)
            return series.style == .rug ? place : "\(place): \(word(point.y, plot.y))"
        }
        return " " + (stride > 1 ? "Every \(stride)th: " : "") + shown.joined(separator: ", ") + "."
    }

    private static func word(_ value: Double, _ axis: PlotAxis) -> String {
        guard !axis.names.isEmpty, let index = Int(exactly: value.rounded()), axis.names.indices.contains(index) else {
            return Figures.plain(value)
        }
        return axis.names[index]
    }
}
