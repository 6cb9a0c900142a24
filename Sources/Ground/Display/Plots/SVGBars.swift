/// A plot's bars as elements of SVG.
struct SVGBars {
    let width: Int
    let height: Int

    /// More bars than this are one path.
    private static let mostRectangles = 60

    func body(_ plot: Plot) -> String {
        let layout = BarLayout(plot, room: width / 90)
        let bars = layout.bars
        let left = min(width / 2, 24 + 7 * (bars.map(\.name.count).max() ?? 1))
        let room = max(10, width - left - 24 - 8 * (bars.map(\.value.count).max() ?? 1))
        let bottom = height - 44
        let step = Double(bottom - 44) / Double(max(1, bars.count))
        var lines = [SVGText.text(plot.title, x: 16, y: 26, "t")]
        lines += axis(layout, plot.yLabel, left, room, bottom)
        var path = ""
        // Where there is no room for every name, some have one.
        let stride = max(1, Int((14 / step).rounded(.up)))
        for (index, bar) in bars.enumerated() {
            let middle = 44 + (Double(index) + 0.5) * step
            let thickness = min(26, step * 0.7)
            let length = bar.share * Double(room)
            if bars.count > Self.mostRectangles {
                path +=
                    "M\(left) \(SVGText.number(middle - thickness / 2))h\(SVGText.number(length))"
                    + "v\(SVGText.number(thickness))H\(left)z"
            } else {
                lines.append(
                    "<rect class=\"f0\" x=\"\(left)\" y=\"\(SVGText.number(middle - thickness / 2))\" "
                        + "width=\"\(SVGText.number(length))\" height=\"\(SVGText.number(thickness))\">"
                        + "<title>\(MarkupText.escaped(bar.name)): \(MarkupText.escaped(bar.value))</title></rect>")
            }
            guard index.isMultiple(of: stride) else { continue }
            lines.append(SVGText.text(bar.name, x: left - 8, y: Int(middle) + 4, "e"))
            lines.append(SVGText.text(bar.value, x: left + Int(length) + 6, y: Int(middle) + 4, ""))
        }
        if !path.isEmpty { lines.append("<path class=\"f0\" d=\"\(path)\"/>") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Lines through the picture at round numbers, and what they are.
    private func axis(_ layout: BarLayout, _ name: String, _ left: Int, _ room: Int, _ bottom: Int) -> [String] {
        let places = layout.ticks.map { Double(left) + $0.share * Double(room) }
        let grid = places.map { "M\(SVGText.number($0)) 40V\(bottom)" }.joined()
        return ["<path class=\"g\" d=\"\(grid)\"/>"]
            + zip(layout.ticks, places).map { SVGText.text($0.label, x: Int($1), y: bottom + 16, "m") }
            + [SVGText.text(name, x: left + room / 2, y: bottom + 34, "m")]
    }
}
