/// A picture of numbers, however it is drawn.
package struct Plot: Hashable, Sendable {
    package var title: String
    package var xLabel: String
    package var yLabel: String
    package var series: [Series]

    package init(title: String, xLabel: String, yLabel: String, series: [Series]) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.series = series
    }
}

package struct Series: Hashable, Sendable {
    package enum Style: String, Hashable, Sendable { case line, points, steps, bars }

    package var name: String
    package var points: [Point]
    package var style: Style

    /// Points that are no numbers are left out.
    package init(_ name: String, _ points: [Point], style: Style = .line) {
        self.name = name
        self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
        self.style = style
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
