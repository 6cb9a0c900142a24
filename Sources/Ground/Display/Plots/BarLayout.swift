/// The bars of a plot: names, values as they are shown, and shares of the highest.
struct BarLayout {
    let bars: [(name: String, value: String, share: Double)]

    init(_ plot: Plot) {
        let points = plot.series.flatMap(\.points)
        let most = points.map(\.y).max() ?? 0
        bars = points.map { point in
            (
                point.label ?? "\(point.x)",
                point.y == point.y.rounded() && point.y.magnitude < 1e15 ? "\(Int(point.y))" : "\(point.y)",
                most > 0 ? max(0, point.y) / most : 0
            )
        }
    }
}
