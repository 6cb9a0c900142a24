/// A picture of numbers, however it is drawn.
package struct Plot: Hashable, Sendable {
    package var title: String
    package var xLabel: String
    package var yLabel: String
    package var series: [Series]
    package var x: PlotAxis
    package var y: PlotAxis
    /// Axes that stand upright at 0, 1, 2, … of the x axis, each from 0 at its foot to 1 at its head, in place of a y axis.
    package var uprights: [Upright] = []
    /// Sentences about what is drawn, or why nothing is.
    package var notes: [String]

    package init(
        title: String, xLabel: String, yLabel: String, series: [Series], x: PlotAxis = PlotAxis(),
        y: PlotAxis = PlotAxis(), notes: [String] = []
    ) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.series = series
        self.x = x
        self.y = y
        self.notes = notes
    }

    package var isEmpty: Bool { series.allSatisfy(\.points.isEmpty) }

    /// Each series with the number of its colour and sign; those of cells are shades of the first.
    var penned: [(series: Series, pen: Int)] {
        let shades = series.count { $0.style == .cells }
        var next = shades > 0 ? 1 : 0
        var shade = 0
        return series.map { series in
            if series.style == .cells {
                shade += 1
                return (series, shade - 1)
            }
            next += 1
            return (series, next - 1)
        }
    }
}

/// How numbers lie along an axis.
package struct PlotAxis: Hashable, Sendable {
    /// By their logarithms; what is not above 0 stands at the lower end.
    package var isLog: Bool
    /// What stands at 0, 1, 2, … in place of numbers.
    package var names: [String]
    /// What lies beyond stands at the edge.
    package var limits: ClosedRange<Double>?

    package init(isLog: Bool = false, names: [String] = [], limits: ClosedRange<Double>? = nil) {
        self.isLog = isLog
        self.names = names
        self.limits = limits
    }
}

/// An axis with a name and words for its ends.
package struct Upright: Hashable, Sendable {
    package let name: String
    package let low: String
    package let high: String

    package init(_ name: String, low: String, high: String) {
        self.name = name
        self.low = low
        self.high = high
    }
}

package struct Series: Hashable, Sendable {
    package enum Style: String, Hashable, Sendable {
        case line, points, steps, bars
        /// Thick lines, as of what lasts from one moment to another.
        case spans
        /// Marks at the foot of the picture, of what has no y.
        case rug
        /// Areas around points of a grid, the darker the later the series.
        case cells
    }

    package var name: String
    package var points: [Point]
    package var style: Style
    /// The numbers of the points that a further line begins with; none: all are one line.
    package var starts: Set<Int> = []

    /// Points that are no numbers are left out.
    package init(_ name: String, _ points: [Point], style: Style = .line) {
        self.name = name
        self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
        self.style = style
    }

    /// Several lines that are one thing.
    package init(_ name: String, lines: [[Point]], style: Style = .line) {
        self.init(name, [], style: style)
        for line in lines {
            let known = line.filter { $0.x.isFinite && $0.y.isFinite }
            if !points.isEmpty, !known.isEmpty { starts.insert(points.count) }
            points += known
        }
    }

    /// The lines apart.
    var lines: [ArraySlice<Point>] {
        guard !starts.isEmpty else { return points.isEmpty ? [] : [points[...]] }
        let ends = starts.filter(points.indices.contains).sorted() + [points.count]
        return zip([0] + ends, ends).compactMap { $0 < $1 ? points[$0..<$1] : nil }
    }
}

package struct Point: Hashable, Sendable {
    package let x: Double
    package let y: Double
    /// What a bar is called.
    package let label: String?

    package init(_ x: Double, _ y: Double, label: String? = nil) {
        self.x = x
        self.y = y
        self.label = label
    }
}
