/// Draws a plot as an SVG picture that stands alone: no script, nothing from outside, readable on light and dark pages.
///
/// All marks of a series are one path, so that thousands of points stay a small file. The title and a sentence about the
/// picture are there for whoever can't see it.
package struct SVGRenderer: Sendable {
    private let width: Int
    private let height: Int

    package init(width: Int = 640, height: Int = 400) {
        self.width = max(200, width)
        self.height = max(120, height)
    }

    /// Colours that people with colour blindness tell apart (Okabe and Ito, 2008), light and dark.
    private static let colors = [
        ("#0072b2", "#56b4e9"), ("#d55e00", "#e69f00"), ("#009e73", "#4fd1a5"), ("#a3487f", "#e5a3cb"),
    ]

    /// - Parameter prefix: what the names of its parts begin with, so that each is once in a page of several pictures.
    package func render(_ plot: Plot, prefix: String = "") -> String {
        let points = plot.series.flatMap(\.points)
        let body: String
        if points.isEmpty {
            body = text(plot.title, x: 16, y: 26, "t") + text("nothing to draw yet", x: width / 2, y: height / 2, "m")
        } else if plot.series.contains(where: { $0.style == .bars }) {
            body = bars(plot)
        } else {
            body = chart(plot)
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
            role="img" aria-labelledby="\(prefix)title \(prefix)desc" font-family="system-ui, sans-serif" font-size="12">
            <title id="\(prefix)title">\(MarkupText.escaped(plot.title))</title>
            <desc id="\(prefix)desc">\(MarkupText.escaped(description(plot)))</desc>
            <style>\(Self.style)</style>
            <rect class="b" width="\(width)" height="\(height)"/>
            \(body)</svg>

            """
    }

    /// What the picture shows, in a sentence.
    private func description(_ plot: Plot) -> String {
        plot.series.map { series in
            guard let low = series.points.map(\.y).min(), let high = series.points.map(\.y).max() else {
                return "\(series.name): nothing yet."
            }
            let count = Figures.count(series.points.count, "value")
            return "\(series.name): \(count) from \(Figures.plain(low)) to \(Figures.plain(high))."
        }.joined(separator: " ")
    }

    /// The same for every picture, so that those of one page do not change one another.
    private static let style: String = {
        func rules(_ back: String, _ ink: String, _ faint: String, _ color: (Int) -> String) -> String {
            let pens = colors.indices.map { pen in
                ".s\(pen){stroke:\(color(pen))}.f\(pen){fill:\(color(pen))}"
            }
            return ".b{fill:\(back)}text{fill:\(ink)}.g{stroke:\(faint)}.a{stroke:\(ink)}" + pens.joined()
        }
        return ".t{font-size:15px;font-weight:600}.m{text-anchor:middle}.e{text-anchor:end}"
            + ".g,.a,.l{fill:none;stroke-width:1}.l{stroke-width:2;stroke-linejoin:round;stroke-linecap:round}"
            + rules("#fff", "#222", "#e3e3e3") { colors[$0].0 } + "@media (prefers-color-scheme:dark){"
            + rules("#1b1d21", "#dcdcdc", "#3a3d42") { colors[$0].1 } + "}"
    }()

    // MARK: - Lines and points

    private func chart(_ plot: Plot) -> String {
        let layout = PlotLayout(plot, columns: { _ in width / 80 }, rows: height / 50)
        let labels = layout.yTicks.values.map(layout.yTicks.label)
        let left = 30 + 7 * (labels.map(\.count).max() ?? 1)
        let (right, top, bottom) = (width - 20, layout.legend.isEmpty ? 44 : 64, height - 46)
        func x(_ value: Double) -> Double {
            Double(left) + PlotLayout.share(value, layout.xRange) * Double(right - left)
        }
        func y(_ value: Double) -> Double {
            Double(bottom) - PlotLayout.share(value, layout.yRange) * Double(bottom - top)
        }
        var lines = [text(layout.title, x: 16, y: 26, "t")]
        let across = layout.yTicks.values.map { "M\(left) \(Self.number(y($0)))H\(right)" }.joined()
        lines.append("<path class=\"g\" d=\"\(across)\"/>")
        for (tick, label) in zip(layout.yTicks.values, labels) {
            lines.append(text(label, x: left - 8, y: Int(y(tick)) + 4, "e"))
        }
        let marks = layout.xTicks.values.map { "M\(Self.number(x($0))) \(bottom)v5" }.joined()
        lines.append("<path class=\"a\" d=\"M\(left) \(top)V\(bottom)H\(right)\(marks)\"/>")
        for tick in layout.xTicks.values {
            lines.append(text(layout.xTicks.label(tick), x: Int(x(tick)), y: bottom + 20, "m"))
        }
        lines.append(text(plot.xLabel, x: (left + right) / 2, y: height - 10, "m"))
        for (pen, series) in plot.series.enumerated() {
            lines.append(path(series, pen, series.points.map { (x($0.x), y($0.y)) }))
        }
        if !layout.legend.isEmpty { lines += legend(plot.series) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func path(_ series: Series, _ pen: Int, _ places: [(x: Double, y: Double)]) -> String {
        let color = pen % Self.colors.count
        guard let first = places.first else { return "" }
        func at(_ place: (x: Double, y: Double)) -> String { "\(Self.number(place.x)) \(Self.number(place.y))" }
        switch series.style {
        case .points, .bars:
            let dots = places.map { "M\(Self.number($0.x - 3)) \(Self.number($0.y))a3 3 0 1 0 6 0a3 3 0 1 0-6 0" }
            return
                "<path class=\"f\(color)\" d=\"\(dots.joined())\"><title>\(MarkupText.escaped(series.name))</title></path>"
        case .line, .steps:
            let rest = places.dropFirst().map { place in
                series.style == .line ? "L\(at(place))" : "H\(Self.number(place.x))V\(Self.number(place.y))"
            }
            // One value alone is no line.
            let end = places.count == 1 ? "h0" : ""
            let dash = pen.isMultiple(of: 2) ? "" : " stroke-dasharray=\"7 4\""
            return "<path class=\"l s\(color)\"\(dash) d=\"M\(at(first))\(rest.joined())\(end)\">"
                + "<title>\(MarkupText.escaped(series.name))</title></path>"
        }
    }

    private func legend(_ series: [Series]) -> [String] {
        var start = 16
        return series.enumerated().flatMap { pen, series -> [String] in
            defer { start += 46 + 7 * series.name.count }
            let ends = series.style == .points ? [start + 12] : [start, start + 24]
            let mark = Series(series.name, ends.map { Point(Double($0), 0) }, style: series.style)
            return [path(mark, pen, ends.map { (Double($0), 44) }), text(series.name, x: start + 30, y: 48, "")]
        }
    }

    // MARK: - Bars

    private func bars(_ plot: Plot) -> String {
        let bars = BarLayout(plot).bars
        let left = 24 + 7 * (bars.map(\.name.count).max() ?? 1)
        let room = width - left - 24 - 8 * (bars.map(\.value.count).max() ?? 1)
        let step = Double(height - 60) / Double(max(1, bars.count))
        var lines = [text(plot.title, x: 16, y: 26, "t")]
        var path = ""
        for (index, bar) in bars.enumerated() {
            let middle = 44 + (Double(index) + 0.5) * step
            let thickness = min(26, step * 0.7)
            let length = bar.share * Double(room)
            path +=
                "M\(left) \(Self.number(middle - thickness / 2))h\(Self.number(length))v\(Self.number(thickness))H\(left)z"
            lines.append(text(bar.name, x: left - 8, y: Int(middle) + 4, "e"))
            lines.append(text(bar.value, x: left + Int(length) + 6, y: Int(middle) + 4, ""))
        }
        lines.append("<path class=\"f0\" d=\"\(path)\"/>")
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: - Text

    private func text(_ words: String, x: Int, y: Int, _ style: String) -> String {
        "<text x=\"\(x)\" y=\"\(y)\"\(style.isEmpty ? "" : " class=\"\(style)\"")>\(MarkupText.escaped(words))</text>"
    }

    /// A tenth of a pixel is enough.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }
}
