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
        return chart(plot, points)
    }

    private func cut(_ text: String) -> String { text.count > columns ? String(text.prefix(columns - 1)) + "~" : text }

    // MARK: - Lines and points

    private func chart(_ plot: Plot, _ points: [Point]) -> String {
        let xRange = Self.range(points.map(\.x))
        let yRange = Self.range(points.map(\.y), margin: 0.04)
        let height = rows - 3 - (plot.series.count > 1 ? 1 : 0)
        let yTicks = Ticks(yRange, most: max(2, height / 3))
        let labels = yTicks.values.map(yTicks.label)
        let gutter = min(columns / 2, (labels.map(\.count).max() ?? 0) + 1)
        var canvas = Canvas(columns: columns - gutter - 1, rows: height, glyphs: glyphs)
        for (index, series) in plot.series.enumerated() {
            let places = series.points.map { canvas.place($0, xRange, yRange) }
            canvas.draw(places, style: series.style, pen: index)
        }
        var lines = [
            cut(plot.title + (plot.yLabel.isEmpty || plot.title.hasSuffix(plot.yLabel) ? "" : "  (\(plot.yLabel))"))
        ]
        for row in 0..<height {
            let tick = yTicks.values.firstIndex { canvas.row(of: $0, yRange) == row }
            let label = tick.map { labels[$0] } ?? ""
            let edge = glyphs == .braille ? (tick == nil ? "│" : "┤") : (tick == nil ? "|" : "+")
            let padding = String(repeating: " ", count: max(0, gutter - 1 - label.count))
            lines.append(padding + label.prefix(gutter - 1) + " " + edge + canvas.line(row, color: color))
        }
        let isWhole = points.allSatisfy { $0.x == $0.x.rounded() }
        lines.append(axis(xRange, canvas, gutter, isWhole))
        lines.append(axisLabels(plot, xRange, canvas, gutter, isWhole))
        if plot.series.count > 1 {
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

    private func axis(_ range: ClosedRange<Double>, _ canvas: Canvas, _ gutter: Int, _ isWhole: Bool) -> String {
        var line = [Character](repeating: glyphs == .braille ? "─" : "-", count: canvas.columns)
        for tick in xTicks(range, canvas, isWhole).values {
            line[canvas.column(of: tick, range)] = glyphs == .braille ? "┬" : "+"
        }
        return String(repeating: " ", count: gutter) + (glyphs == .braille ? "└" : "+") + String(line)
    }

    private func xTicks(_ range: ClosedRange<Double>, _ canvas: Canvas, _ isWhole: Bool) -> Ticks {
        Ticks(range, most: max(2, canvas.columns / 9), isWhole: isWhole)
    }

    private func axisLabels(
        _ plot: Plot, _ range: ClosedRange<Double>, _ canvas: Canvas, _ gutter: Int, _ isWhole: Bool
    ) -> String {
        var line = [Character](repeating: " ", count: columns)
        var free = 0
        func put(_ text: String, at start: Int) {
            guard start >= free, start + text.count <= columns else { return }
            for (offset, character) in text.enumerated() { line[start + offset] = character }
            free = start + text.count + 1
        }
        let ticks = xTicks(range, canvas, isWhole)
        let name = plot.xLabel
        for tick in ticks.values {
            let label = ticks.label(tick)
            put(
                label,
                at: min(max(gutter + 1 + canvas.column(of: tick, range) - label.count / 2, 0), columns - label.count))
        }
        if free + name.count + 1 <= columns { put(name, at: columns - name.count) }
        return String(line)
    }

    // MARK: - Bars

    private func bars(_ plot: Plot) -> String {
        let points = plot.series.flatMap(\.points)
        let names = points.map { $0.label ?? "\($0.x)" }
        let values = points.map { $0.y == $0.y.rounded() && $0.y.magnitude < 1e15 ? "\(Int($0.y))" : "\($0.y)" }
        let nameWidth = min(columns / 3, names.map(\.count).max() ?? 0)
        let valueWidth = min(columns / 3, values.map(\.count).max() ?? 0)
        let room = max(1, columns - nameWidth - valueWidth - 3)
        let most = points.map(\.y).max() ?? 0
        var lines = [cut(plot.title)]
        for index in points.indices {
            let share = most > 0 ? max(0, points[index].y) / most : 0
            let eighths = Int((share * Double(room) * 8).rounded())
            let parts = Array("▏▎▍▌▋▊▉")
            let bar =
                glyphs == .ascii
                ? String(repeating: "#", count: (eighths + 4) / 8)
                : String(repeating: "█", count: eighths / 8) + (eighths % 8 > 0 ? String(parts[eighths % 8 - 1]) : "")
            let name =
                String(repeating: " ", count: max(0, nameWidth - names[index].count)) + names[index].prefix(nameWidth)
            let padding = String(repeating: " ", count: max(0, room - bar.count))
            let value =
                String(repeating: " ", count: max(0, valueWidth - values[index].count))
                + values[index].prefix(valueWidth)
            lines.append("\(name) \(color ? Canvas.colored(bar, 0) : bar)\(padding) \(value)")
        }
        return lines.map { Self.trimEnd($0) }.joined(separator: "\n")
    }

    private static func trimEnd(_ line: String) -> String { String(line.reversed().drop { $0 == " " }.reversed()) }
}
