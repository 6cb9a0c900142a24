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
        let body: [String]
        if plot.isEmpty {
            body = [cut(plot.title)] + (plot.notes.isEmpty ? ["(nothing to draw yet)"] : [])
        } else if plot.series.contains(where: { $0.style == .bars }) {
            body = TerminalBars(columns: columns, glyphs: glyphs, color: color).lines(plot, title: cut(plot.title))
        } else {
            body = chart(plot)
        }
        return (body.map { Self.trimEnd($0) } + notes(plot)).joined(separator: "\n")
    }

    private func cut(_ text: String) -> String { text.count > columns ? String(text.prefix(columns - 1)) + "~" : text }

    private func notes(_ plot: Plot) -> [String] { plot.notes.map { WordWrap.text($0, columns: columns) } }

    // MARK: - Lines and points

    private func chart(_ plot: Plot) -> [String] {
        let height = max(4, rows - 3 - (plot.series.count > 1 ? 1 : 0) - (plot.uprights.isEmpty ? 0 : 2))
        func gutter(_ labels: [String]) -> Int { min(columns / 3, (labels.map(\.count).max() ?? 0) + 1) }
        let layout = PlotLayout(plot, columns: { (columns - gutter($0) - 1) / 9 }, rows: height / 3)
        let gutterWidth = gutter(layout.yTicks.map(\.label))
        var canvas = Canvas(columns: columns - gutterWidth - 1, rows: height, glyphs: glyphs)
        draw(plot, layout, on: &canvas)
        var lines = [cut(layout.title)]
        if !plot.uprights.isEmpty { lines.append(along(plot.uprights.map(\.high), layout, canvas, gutterWidth)) }
        for row in 0..<height {
            let tick = layout.yTicks.first { canvas.row(of: $0.share) == row }
            let label = tick?.label ?? ""
            let edge = glyphs == .braille ? (tick == nil ? "│" : "┤") : (tick == nil ? "|" : "+")
            let padding = String(repeating: " ", count: max(0, gutterWidth - 1 - label.count))
            let head = padding + label.prefix(max(0, gutterWidth - 1)) + (gutterWidth > 0 ? " " : "")
            lines.append(head + edge + canvas.line(row, color: color))
        }
        if plot.uprights.isEmpty {
            lines.append(axis(layout, canvas, gutterWidth))
        } else {
            lines.append(along(plot.uprights.map(\.low), layout, canvas, gutterWidth))
        }
        lines.append(along(layout.xTicks.map(\.label), layout, canvas, gutterWidth, end: plot.xLabel))
        return lines + legend(plot, canvas)
    }

    private func draw(_ plot: Plot, _ layout: PlotLayout, on canvas: inout Canvas) {
        if !plot.uprights.isEmpty { for tick in layout.xTicks { canvas.upright(at: tick.share) } }
        for (series, pen) in plot.penned {
            let places = series.lines.map { line in line.map { layout.place($0, series.style) } }
            if series.style == .cells {
                canvas.shade(places.flatMap(\.self), size: layout.cell, level: pen)
            } else {
                canvas.draw(places, style: series.style, pen: pen)
            }
        }
    }

    private func legend(_ plot: Plot, _ canvas: Canvas) -> [String] {
        guard plot.series.count > 1 else { return [] }
        var lines = [""]
        var used = 0
        for (series, pen) in plot.penned {
            let mark = mark(pen, series, canvas)
            let name = series.name.count > columns - 4 ? String(series.name.prefix(columns - 5)) + "~" : series.name
            let width = mark.count + 1 + name.count
            let gap = used == 0 ? 0 : 3
            let shown = (color && series.style != .cells ? Canvas.colored(mark, pen) : mark) + " " + name
            if used + gap + width > columns {
                lines.append(shown)
                used = width
            } else {
                lines[lines.count - 1] += String(repeating: " ", count: gap) + shown
                used += gap + width
            }
        }
        return lines
    }

    private func mark(_ pen: Int, _ series: Series, _ canvas: Canvas) -> String {
        switch series.style {
        case .cells: return "[" + String(Canvas.shade(pen, glyphs)) + "]"
        case .rug: return "!"
        case _ where glyphs == .ascii: return String(Canvas.marks[pen % Canvas.marks.count])
        case .spans: return String(repeating: Canvas.spanSigns[pen % Canvas.spanSigns.count], count: 2)
        case .points:
            return canvas.showsSigns(series.points.count) ? String(Canvas.signs[pen % Canvas.signs.count]) : "⠂"
        case .line, .steps, .bars: return pen.isMultiple(of: 2) ? "⠒⠒" : "⠒⠂"
        }
    }

    private func axis(_ layout: PlotLayout, _ canvas: Canvas, _ gutter: Int) -> String {
        var line = [Character](repeating: glyphs == .braille ? "─" : "-", count: canvas.columns)
        for tick in layout.xTicks {
            line[canvas.column(of: tick.share)] = glyphs == .braille ? "┬" : "+"
        }
        return String(repeating: " ", count: gutter) + (glyphs == .braille ? "└" : "+") + String(line)
    }

    /// Words below or above the ticks of the x axis, those without room left out, and its name at the end.
    private func along(
        _ labels: [String], _ layout: PlotLayout, _ canvas: Canvas, _ gutter: Int, end name: String = ""
    ) -> String {
        var line = [Character](repeating: " ", count: columns)
        var free = 0
        func put(_ text: String, at start: Int) {
            guard start >= free, start >= 0, start + text.count <= columns else { return }
            for (offset, character) in text.enumerated() { line[start + offset] = character }
            free = start + text.count + 1
        }
        let room = max(3, columns / max(1, labels.count) - 1)
        for (tick, label) in zip(layout.xTicks, labels) {
            let shown = label.count > room ? String(label.prefix(room - 1)) + "~" : label
            let middle = gutter + 1 + canvas.column(of: tick.share)
            put(shown, at: max(free, min(max(middle - shown.count / 2, 0), columns - shown.count)))
        }
        if !name.isEmpty, free + name.count + 1 <= columns { put(name, at: columns - name.count) }
        return String(line)
    }

    private static func trimEnd(_ line: String) -> String { String(line.reversed().drop { $0 == " " }.reversed()) }
}
