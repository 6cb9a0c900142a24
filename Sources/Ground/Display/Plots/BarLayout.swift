/// The bars of a plot: names, values as they are shown, shares of the highest, and the axis that they are measured by.
struct BarLayout {
    let bars: [(name: String, value: String, share: Double)]
    let ticks: [PlotLayout.Tick]

    /// - Parameter room: how many labels of the axis have room beside one another.
    init(_ plot: Plot, room: Int) {
        let points = plot.series.flatMap(\.points)
        let most = points.map(\.y).max() ?? 0
        let isWhole = points.allSatisfy { $0.y == $0.y.rounded() }
        ticks = most > 0 ? AxisScale(PlotAxis(), [0, most]).ticks(most: max(2, room), isWhole: isWhole) : []
        bars = points.map { point in
            (
                point.label ?? "\(point.x)",
                point.y == point.y.rounded() && point.y.magnitude < 1e15 ? "\(Int(point.y))" : "\(point.y)",
                most > 0 ? max(0, point.y) / most : 0
            )
        }
    }
}
