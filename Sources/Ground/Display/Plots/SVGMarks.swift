/// The marks of one series as one path.
struct SVGMarks {
    typealias Place = (x: Double, y: Double)

    let name: String
    let pen: Int

    /// More points than this are drawn in a grid of pixels, each place once.
    private static let mostDots = 3000
    private static let mostTold = 200
    /// The places of lines in all; of more those that look the same are left out.
    private static let mostPlaces = 10_000

    func path(_ style: Series.Style, _ lines: [[Place]], _ frame: SVGFrame, _ cell: (x: Double, y: Double)) -> String {
        guard lines.contains(where: { !$0.isEmpty }) else { return "" }
        let color = pen % SVGText.colors.count
        let dash = pen.isMultiple(of: 2) ? "" : " stroke-dasharray=\"7 4\""
        switch style {
        case .points, .bars:
            let points = lines.flatMap(\.self)
            if points.count > Self.mostDots { return element("q s\(color)", Self.binned(points)) }
            return element("p s\(color)", points.map { "M\(Self.at($0))h0" }.joined())
        case .rug:
            return element("l s\(color)", lines.flatMap(\.self).map { "M\(Self.at($0))v-8" }.joined())
        case .spans:
            return element("w s\(color)", lines.map { Self.line($0, isSteps: false) }.joined())
        case .cells:
            return element("f0", cells(lines.flatMap(\.self), frame, cell), opacity)
        case .line, .steps:
            let width = Self.columnWidth(lines, frame)
            let path = lines.map { Self.line(Self.thinned($0, width), isSteps: style == .steps) }.joined()
            return element((lines.count > 12 ? "h" : "l") + " s\(color)", path, dash)
        }
    }

    /// Spans with their own words where they are few, so that a pointer tells which is which.
    func spans(_ series: Series, _ lines: [[Place]]) -> String? {
        let labels = series.lines.compactMap(\.first?.label)
        guard series.style == .spans, labels.count == lines.count, lines.count <= Self.mostTold else { return nil }
        return zip(labels, lines).map { label, line in
            SVGMarks(name: label, pen: pen).element("w s\(pen % SVGText.colors.count)", Self.line(line, isSteps: false))
        }.joined(separator: "\n")
    }

    private func element(_ style: String, _ path: String, _ more: String = "") -> String {
        "<path class=\"\(style)\"\(more) d=\"\(path)\"><title>\(MarkupText.escaped(name))</title></path>"
    }

    /// The later the series, the darker its cells.
    private var opacity: String { " fill-opacity=\"\(SVGText.number(0.1 + 0.2 * Double(min(pen, 4))))\"" }

    private static func at(_ place: Place) -> String { "\(SVGText.number(place.x)) \(SVGText.number(place.y))" }

    private static func line(_ places: [Place], isSteps: Bool) -> String {
        guard let first = places.first else { return "" }
        let rest = places.dropFirst().map { place in
            isSteps ? "H\(SVGText.number(place.x))V\(SVGText.number(place.y))" : "L\(at(place))"
        }
        // One value alone is no line.
        return "M\(at(first))" + (places.count == 1 ? "h0" : rest.joined())
    }

    /// How many pixels of a line are drawn as one, so that all lines together stay within a few thousand places.
    private static func columnWidth(_ lines: [[Place]], _ frame: SVGFrame) -> Double {
        guard lines.reduce(0, { $0 + $1.count }) > mostPlaces else { return 0 }
        let columns = Double(mostPlaces) / Double(4 * lines.count)
        return max(1, Double(frame.right - frame.left) / max(1, columns))
    }

    /// Of the places within one column the first, the lowest, the highest and the last, which look the same.
    private static func thinned(_ places: [Place], _ width: Double) -> [Place] {
        guard width > 0 else { return places }
        var kept: [Place] = []
        var start = 0
        while start < places.count {
            let column = (places[start].x / width).rounded()
            var (end, low, high) = (start, start, start)
            while end < places.count, (places[end].x / width).rounded() == column {
                if places[end].y < places[low].y { low = end }
                if places[end].y > places[high].y { high = end }
                end += 1
            }
            var last = -1
            for index in [start, low, high, end - 1].sorted() where index != last {
                kept.append(places[index])
                last = index
            }
            start = end
        }
        return kept
    }

    /// Squares of three pixels that hold a point, neighbours in one stroke.
    private static func binned(_ places: [Place]) -> String {
        let bins = Set(places.map { SIMD2(Int32(($0.y / 3).rounded()), Int32(($0.x / 3).rounded())) })
        let sorted = bins.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        var path = ""
        var index = 0
        while index < sorted.count {
            var end = index
            while end + 1 < sorted.count, sorted[end + 1].x == sorted[index].x,
                sorted[end + 1].y == sorted[end].y + 1
            { end += 1 }
            path += "M\(sorted[index].y * 3) \(sorted[index].x * 3)h\((end - index) * 3)"
            index = end + 1
        }
        return path
    }

    private func cells(_ places: [Place], _ frame: SVGFrame, _ cell: (x: Double, y: Double)) -> String {
        // Neighbours overlap a little, so that no seam is seen between them.
        let (width, height) = (cell.x + 0.3, cell.y + 0.3)
        return places.map { place in
            let left = max(Double(frame.left), place.x - width / 2)
            let right = min(Double(frame.right), place.x + width / 2)
            let top = max(Double(frame.top), place.y - height / 2)
            let bottom = min(Double(frame.bottom), place.y + height / 2)
            return
                "M\(SVGText.number(left)) \(SVGText.number(top))H\(SVGText.number(right))V\(SVGText.number(bottom))"
                + "H\(SVGText.number(left))z"
        }.joined()
    }
}
