/// Draws a plot with characters: braille dots, two by four a character, or plain ASCII.
package struct TerminalRenderer: Sendable {
    package enum Glyphs: Sendable { case braille, ascii }

    private let columns: Int
    private let rows: Int
    private let glyphs: Glyphs
    private let color: Bool

    /// - Parameters:
    ///   - columns: lines are never longer; at least 20.
    ///   - rows: of the whole picture; at least 6.
    package init(columns: Int, rows: Int, glyphs: Glyphs, color: Bool = false) {
        self.columns = max(20, columns)
        self.rows = max(6, rows)
        self.glyphs = glyphs
        self.color = color
    }

    package func render(_ plot: Plot) -> String {
        let points = plot.series.flatMap(\.points)
        guard !points.isEmpty else { return cut(plot.title) + "\n(nothing to draw yet)" }
        if plot.series.contains(where: { $0.style == .bars }) { return bars(plot) }
        return chart(plot)
    }

    private func cut(_ text: String) -> String { text.count > columns ? String(text.prefix(columns - 1)) + "~" : text }

    // MARK: - Lines and points

    private func chart(_ plot: Plot) -> String {
        let height = rows - 3 - (plot.series.count > 1 ? 1 : 0)
        func gutter(_ labels: [String]) -> Int { min(columns / 2, (labels.map(\.count).max() ?? 0) + 1) }
        let layout = PlotLayout(plot, columns: { (columns - gutter($0) - 1) / 9 }, rows: height / 3)
        let labels = layout.yTicks.values.map(layout.yTicks.label)
        let gutterWidth = gutter(labels)
        var canvas = Canvas(columns: columns - gutterWidth - 1, rows: height, glyphs: glyphs)
        for (index, series) in plot.series.enumerated() {
            let places = series.points.map { canvas.place($0, layout.xRange, layout.yRange) }
            canvas.draw(places, style: series.style, pen: index)
        }
        var lines = [cut(layout.title)]
        for row in 0..<height {
            let tick = layout.yTicks.values.firstIndex { canvas.row(of: $0, layout.yRange) == row }
            let label = tick.map { labels[$0] } ?? ""
            let edge = glyphs == .braille ? (tick == nil ? "│" : "┤") : (tick == nil ? "|" : "+")
            let padding = String(repeating: " ", count: max(0, gutterWidth - 1 - label.count))
            lines.append(padding + label.prefix(gutterWidth - 1) + " " + edge + canvas.line(row, color: color))
        }
        lines.append(axis(layout, canvas, gutterWidth))
        lines.append(axisLabels(plot.xLabel, layout, canvas, gutterWidth))
        if !layout.legend.isEmpty {
            lines.append(
                cut(plot.series.enumerated().map { "\(legendMark($0, $1.style)) \($1.name)" }.joined(separator: "   ")))
        }
        return lines.map { Self.trimEnd($0) }.joined(separator: "\n")
    }

    private func legendMark(_ pen: Int, _ style: Series.Style) -> String {
        let lines = pen.isMultiple(of: 2) ? "⠒⠒" : "⠒⠂"
        let mark = glyphs == .ascii ? String(Canvas.marks[pen % Canvas.marks.count]) : style == .points ? "⠂" : lines
        return color ? Canvas.colored(mark, pen) : mark
    }

    private func axis(_ layout: PlotLayout, _ canvas: Canvas, _ gutter: Int) -> String {
        var line = [Character](repeating: glyphs == .braille ? "─" : "-", count: canvas.columns)
        for tick in layout.xTicks.values {
            line[canvas.column(of: tick, layout.xRange)] = glyphs == .braille ? "┬" : "+"
        }
        return String(repeating: " ", count: gutter) + (glyphs == .braille ? "└" : "+") + String(line)
    }

    private func axisLabels(_ name: String, _ layout: PlotLayout, _ canvas: Canvas, _ gutter: Int) -> String {
        var line = [Character](repeating: " ", count: columns)
        var free = 0
        func put(_ text: String, at start: Int) {
            guard start >= free, start + text.count <= columns else { return }
            for (offset, character) in text.enumerated() { line[start + offset] = character }
            free = start + text.count + 1
        }
        for tick in layout.xTicks.values {
            let label = layout.xTicks.label(tick)
            let middle = gutter + 1 + canvas.column(of: tick, layout.xRange)
            put(label, at: min(max(middle - label.count / 2, 0), columns - label.count))
        }
        if free + name.count + 1 <= columns { put(name, at: columns - name.count) }
        return String(line)
    }

    // MARK: - Bars

    private func bars(_ plot: Plot) -> String {
        let bars = BarLayout(plot).bars
        let nameWidth = min(columns / 3, bars.map(\.name.count).max() ?? 0)
        let valueWidth = min(columns / 3, bars.map(\.value.count).max() ?? 0)
        let room = max(1, columns - nameWidth - valueWidth - 3)
        var lines = [cut(plot.title)]
        for (name, value, share) in bars {
            let eighths = Int((share * Double(room) * 8).rounded())
            let parts = Array("▏▎▍▌▋▊▉")
            let bar =
                glyphs == .ascii
                ? String(repeating: "#", count: (eighths + 4) / 8)
                : String(repeating: "█", count: eighths / 8) + (eighths % 8 > 0 ? String(parts[eighths % 8 - 1]) : "")
            let left = String(repeating: " ", count: max(0, nameWidth - name.count)) + name.prefix(nameWidth)
            let padding = String(repeating: " ", count: max(0, room - bar.count))
            let right = String(repeating: " ", count: max(0, valueWidth - value.count)) + value.prefix(valueWidth)
            lines.append("\(left) \(color ? Canvas.colored(bar, 0) : bar)\(padding) \(right)")
        }
        return lines.map { Self.trimEnd($0) }.joined(separator: "\n")
    }

    private static func trimEnd(_ line: String) -> String { String(line.reversed().drop { $0 == " " }.reversed()) }
}
