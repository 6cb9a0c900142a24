package import Display
package import Values

/// A picture.
package struct PlotObject: SessionObject {
    package let plot: Plot

    package init(_ plot: Plot) { self.plot = plot }

    package var kind: ObjectKind { .plot }

    package func json() async -> JSONValue {
        [
            "title": .string(plot.title), "x": .string(plot.xLabel), "y": .string(plot.yLabel),
            "series": .array(
                plot.series.map { series in
                    [
                        "name": .string(series.name),
                        "points": .array(series.points.map { [.number($0.x), .number($0.y)] }),
                    ]
                }),
        ]
    }

    package func summary() async -> String { "picture: \(plot.title)" }

    /// As wide as the window; a hundred columns at most, where more would only stretch it.
    package func text(_ style: TextStyle) async -> String {
        TerminalRenderer(
            columns: style.columns > 1000 ? 80 : min(style.columns, 100), rows: min(18, max(8, style.rows - 4)),
            glyphs: style.isUTF8 ? .braille : .ascii,
            color: style.color
        ).render(plot)
    }
}
