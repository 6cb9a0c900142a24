/// A plot of lines and points as elements of SVG.
struct SVGChart {
    let width: Int
    let height: Int

    func body(_ plot: Plot) -> String {
        let layout = PlotLayout(plot, columns: { _ in width / 80 }, rows: height / 50)
        let legend = legend(plot)
        let labels = layout.yTicks.map(\.label)
        let first = plot.uprights.first.map { max($0.name.count, $0.low.count, $0.high.count) * 7 / 2 - 16 } ?? 0
        let last = plot.uprights.last.map { max($0.name.count, $0.low.count, $0.high.count) * 7 / 2 - 8 } ?? 0
        let left = min(width / 3, 30 + max(first, 7 * (labels.map(\.count).max() ?? 1)))
        let frame = SVGFrame(
            left: left, right: width - 20 - min(width / 4, max(0, last)),
            top: 44 + 20 * legend.rows + (plot.uprights.isEmpty ? 0 : 14),
            bottom: height - 46 - (plot.uprights.isEmpty ? 0 : 14))
        var lines = [SVGText.text(layout.title, x: 16, y: 26, "t")]
        lines += plot.uprights.isEmpty ? axes(layout, frame) : uprights(plot.uprights, layout, frame)
        if plot.uprights.isEmpty {
            lines.append(SVGText.text(plot.xLabel, x: (frame.left + frame.right) / 2, y: height - 10, "m"))
        }
        let cell = (
            x: layout.cell.x * Double(frame.right - frame.left), y: layout.cell.y * Double(frame.bottom - frame.top)
        )
        for (series, pen) in plot.penned {
            let places = series.lines.map { line in line.map { frame.at(layout.place($0, series.style)) } }
            let marks = SVGMarks(name: series.name, pen: pen)
            lines.append(marks.spans(series, places) ?? marks.path(series.style, places, frame, cell))
        }
        return (lines + legend.elements).joined(separator: "\n") + "\n"
    }

    private func axes(_ layout: PlotLayout, _ frame: SVGFrame) -> [String] {
        let across = layout.yTicks.map { "M\(frame.left) \(SVGText.number(frame.at((0, $0.share)).y))H\(frame.right)" }
        var lines = ["<path class=\"g\" d=\"\(across.joined())\"/>"]
        for tick in layout.yTicks {
            lines.append(SVGText.text(tick.label, x: frame.left - 8, y: Int(frame.at((0, tick.share)).y) + 4, "e"))
        }
        let marks = layout.xTicks.map { "M\(SVGText.number(frame.at(($0.share, 0)).x)) \(frame.bottom)v5" }
        lines.append(
            "<path class=\"a\" d=\"M\(frame.left) \(frame.top)V\(frame.bottom)H\(frame.right)\(marks.joined())\"/>")
        for tick in layout.xTicks {
            lines.append(SVGText.text(tick.label, x: Int(frame.at((tick.share, 0)).x), y: frame.bottom + 20, "m"))
        }
        return lines
    }

    private func uprights(_ uprights: [Upright], _ layout: PlotLayout, _ frame: SVGFrame) -> [String] {
        let places = layout.xTicks.map { frame.at(($0.share, 0)).x }
        let path = places.map { "M\(SVGText.number($0)) \(frame.top)V\(frame.bottom)" }.joined()
        return ["<path class=\"a\" d=\"\(path)\"/>"]
            + zip(uprights, places).flatMap { upright, x in
                [
                    SVGText.text(upright.high, x: Int(x), y: frame.top - 6, "m"),
                    SVGText.text(upright.low, x: Int(x), y: frame.bottom + 16, "m"),
                    SVGText.text(upright.name, x: Int(x), y: frame.bottom + 34, "m"),
                ]
            }
    }

    /// The names of the series with their marks, in as many rows as they need.
    private func legend(_ plot: Plot) -> (elements: [String], rows: Int) {
        guard plot.series.count > 1 else { return ([], 0) }
        var (x, row) = (16, 0)
        var elements: [String] = []
        for (series, pen) in plot.penned {
            let room = 46 + 7 * series.name.count
            if x > 16, x + room > width { (x, row) = (16, row + 1) }
            let y = 44 + 20 * row
            let ends = [(x: Double(x + 2), y: Double(y)), (x: Double(x + 22), y: Double(y))]
            let frame = SVGFrame(left: x, right: x + 24, top: y - 6, bottom: y + 6)
            let isPoint = series.style == .points || series.style == .rug || series.style == .cells
            let shown = isPoint ? [[(x: Double(x + 12), y: Double(y))]] : [ends]
            elements.append(
                SVGMarks(name: series.name, pen: pen).path(series.style, shown, frame, (x: 24, y: 12)))
            elements.append(SVGText.text(series.name, x: x + 30, y: y + 4, ""))
            x += room
        }
        return (elements, row + 1)
    }
}

/// The field that marks stand in, in pixels.
struct SVGFrame {
    let left: Int
    let right: Int
    let top: Int
    let bottom: Int

    func at(_ share: (x: Double, y: Double)) -> (x: Double, y: Double) {
        (Double(left) + share.x * Double(right - left), Double(bottom) - share.y * Double(bottom - top))
    }
}
