/// Where the parts of a chart stand, however it is drawn: ranges, ticks with their labels, names of the series.
struct PlotLayout {
    let title: String
    let xRange: ClosedRange<Double>
    let yRange: ClosedRange<Double>
    let xTicks: Ticks
    let yTicks: Ticks
    /// The names of the series, where there are several.
    let legend: [String]

    /// - Parameters:
    ///   - columns: how many labels of an x axis have room beside one another.
    ///   - rows: how many of a y axis have.
    init(_ plot: Plot, columns: (_ yLabels: [String]) -> Int, rows: Int) {
        let points = plot.series.flatMap(\.points)
        xRange = Self.range(points.map(\.x))
        yRange = Self.range(points.map(\.y), margin: 0.04)
        yTicks = Ticks(yRange, most: max(2, rows))
        // There is nothing between the whole numbers of trials and epochs.
        let isWhole = points.allSatisfy { $0.x == $0.x.rounded() }
        xTicks = Ticks(xRange, most: max(2, columns(yTicks.values.map(yTicks.label))), isWhole: isWhole)
        title = plot.title + (plot.yLabel.isEmpty || plot.title.hasSuffix(plot.yLabel) ? "" : "  (\(plot.yLabel))")
        legend = plot.series.count > 1 ? plot.series.map(\.name) : []
    }

    private static func range(_ values: [Double], margin: Double = 0) -> ClosedRange<Double> {
        let low = values.min() ?? 0
        let high = values.max() ?? 1
        guard high > low else {
            let half = low == 0 ? 0.5 : low.magnitude * 0.05
            return (low - half)...(high + half)
        }
        let extra = (high - low) * margin
        guard (low - extra).isFinite, (high + extra).isFinite else { return low...high }
        return (low - extra)...(high + extra)
    }

    /// Where a value lies in a range, from 0 to 1; a range wider than numbers go has no shares.
    static func share(_ value: Double, _ range: ClosedRange<Double>) -> Double {
        let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        return share.isFinite ? min(max(share, 0), 1) : 0.5
    }
}

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
