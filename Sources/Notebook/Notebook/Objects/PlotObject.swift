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
            "notes": .array(plot.notes.map(JSONValue.string)),
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
    package func output() async -> Output { .picture(plot) }
}
