/// Where the parts of a chart stand, however it is drawn: ranges, ticks with their labels, names of the series.
struct PlotLayout {
    /// A place from 0 to 1 along an axis, with what is written there.
    struct Tick {
        let share: Double
        let label: String
    }

    let title: String
    let xTicks: [Tick]
    let yTicks: [Tick]
    /// The names of the series, where there are several.
    let legend: [String]
    /// How wide and high the cells of a grid are, as shares.
    let cell: (x: Double, y: Double)
    private let x: AxisScale
    private let y: AxisScale

    /// - Parameters:
    ///   - columns: how many labels of an x axis have room beside one another.
    ///   - rows: how many of a y axis have.
    init(_ plot: Plot, columns: (_ yLabels: [String]) -> Int, rows: Int) {
        let all = plot.series.flatMap(\.points)
        // What has no y says nothing about its range.
        let known = plot.series.filter { $0.style != .rug }.flatMap(\.points)
        if plot.uprights.isEmpty {
            // A mark at the very edge would be half hidden.
            let hasMarks = plot.series.contains { $0.style == .points || $0.style == .rug }
            x = AxisScale(plot.x, all.map(\.x), margin: hasMarks ? 0.02 : 0)
            y = AxisScale(plot.y, known.map(\.y), margin: 0.04)
            yTicks = y.ticks(most: max(2, rows))
            // There is nothing between the whole numbers of trials and epochs.
            let isWhole = all.allSatisfy { $0.x == $0.x.rounded() }
            xTicks = x.ticks(most: max(2, columns(yTicks.map(\.label))), isWhole: isWhole)
        } else {
            let scale = AxisScale(PlotAxis(), [0, max(1, Double(plot.uprights.count - 1))])
            x = scale
            y = AxisScale(PlotAxis(), [0, 1])
            yTicks = []
            xTicks = plot.uprights.enumerated().map { Tick(share: scale.share(Double($0)), label: $1.name) }
        }
        title = plot.title + (plot.yLabel.isEmpty || plot.title.contains(plot.yLabel) ? "" : "  (\(plot.yLabel))")
        legend = plot.series.count > 1 ? plot.series.map(\.name) : []
        let cells = plot.series.filter { $0.style == .cells }.flatMap(\.points)
        cell = (Self.gap(cells.map(\.x), x), Self.gap(cells.map(\.y), y))
    }

    /// How far neighbours of a grid are from one another.
    private static func gap(_ values: [Double], _ scale: AxisScale) -> Double {
        let shares = Set(values).map(scale.share)
        guard shares.count > 1, let low = shares.min(), let high = shares.max() else { return 1 }
        return (high - low) / Double(shares.count - 1)
    }

    /// From 0 to 1, from the left and from below.
    func place(_ point: Point, _ style: Series.Style) -> (x: Double, y: Double) {
        (x.share(point.x), style == .rug ? 0 : y.share(point.y))
    }
}
