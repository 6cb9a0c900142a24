/// A plot's bars as elements of SVG.
struct SVGBars {
    let width: Int
    let height: Int

    func body(_ plot: Plot) -> String {
        let bars = BarLayout(plot).bars
        let left = min(width / 2, 24 + 7 * (bars.map(\.name.count).max() ?? 1))
        let room = max(10, width - left - 24 - 8 * (bars.map(\.value.count).max() ?? 1))
        let step = Double(height - 60) / Double(max(1, bars.count))
        var lines = [SVGText.text(plot.title, x: 16, y: 26, "t")]
        var path = ""
        // Where there is no room for every name, some have one.
        let stride = max(1, Int((14 / step).rounded(.up)))
        for (index, bar) in bars.enumerated() {
            let middle = 44 + (Double(index) + 0.5) * step
            let thickness = min(26, step * 0.7)
            let length = bar.share * Double(room)
            path +=
                "M\(left) \(SVGText.number(middle - thickness / 2))h\(SVGText.number(length))"
                + "v\(SVGText.number(thickness))H\(left)z"
            guard index.isMultiple(of: stride) else { continue }
            lines.append(SVGText.text(bar.name, x: left - 8, y: Int(middle) + 4, "e"))
            lines.append(SVGText.text(bar.value, x: left + Int(length) + 6, y: Int(middle) + 4, ""))
        }
        lines.append("<path class=\"f0\" d=\"\(path)\"/>")
        return lines.joined(separator: "\n") + "\n"
    }
}
