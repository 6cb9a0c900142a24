/// A grid of characters with finer dots inside: two by four of them in braille, one in ASCII.
struct Canvas {
    static let marks: [Character] = ["*", "o", "+", "x"]

    let columns: Int
    let rows: Int
    private let glyphs: TerminalRenderer.Glyphs
    /// The set dots of each character, and the pen that set the last one.
    private var cells: [UInt8]
    private var pens: [Int]

    init(columns: Int, rows: Int, glyphs: TerminalRenderer.Glyphs) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
        self.glyphs = glyphs
        cells = [UInt8](repeating: 0, count: self.columns * self.rows)
        pens = [Int](repeating: 0, count: self.columns * self.rows)
    }

    private var width: Int { glyphs == .braille ? columns * 2 : columns }
    private var height: Int { glyphs == .braille ? rows * 4 : rows }

    /// The dot of a point, counted from the left and from the top.
    func place(_ point: Point, _ x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> (x: Int, y: Int) {
        let across = Int((PlotLayout.share(point.x, x) * Double(width - 1)).rounded())
        let up = Int((PlotLayout.share(point.y, y) * Double(height - 1)).rounded())
        return (min(max(across, 0), width - 1), height - 1 - min(max(up, 0), height - 1))
    }

    func row(of value: Double, _ range: ClosedRange<Double>) -> Int {
        place(Point(0, value), 0...1, range).y / (glyphs == .braille ? 4 : 1)
    }

    func column(of value: Double, _ range: ClosedRange<Double>) -> Int {
        place(Point(value, 0), range, 0...1).x / (glyphs == .braille ? 2 : 1)
    }

    mutating func draw(_ places: [(x: Int, y: Int)], style: Series.Style, pen: Int) {
        var last: (x: Int, y: Int)?
        for place in places {
            if let last, style == .line { line(last, place, pen) }
            if let last, style == .steps {
                line(last, (place.x, last.y), pen)
                line((place.x, last.y), place, pen)
            }
            set(place, pen)
            last = place
        }
    }

    private mutating func line(_ from: (x: Int, y: Int), _ to: (x: Int, y: Int), _ pen: Int) {
        let steps = max(abs(to.x - from.x), abs(to.y - from.y), 1)
        for step in 0..<(steps + 1) {
            let share = Double(step) / Double(steps)
            let dot = (
                x: from.x + Int((Double(to.x - from.x) * share).rounded()),
                y: from.y + Int((Double(to.y - from.y) * share).rounded())
            )
            // Every second line is dashed, so that it is told from the first without colours.
            if glyphs == .ascii || pen.isMultiple(of: 2) || (dot.x / 3).isMultiple(of: 2) { set(dot, pen) }
        }
    }

    private mutating func set(_ place: (x: Int, y: Int), _ pen: Int) {
        let (cell, bit): (Int, UInt8) =
            glyphs == .braille
            ? (place.y / 4 * columns + place.x / 2, Self.dots[place.y % 4][place.x % 2])
            : (place.y * columns + place.x, 1)
        cells[cell] |= bit
        pens[cell] = pen
    }

    /// The bits of Unicode's braille patterns, U+2800 and on.
    private static let dots: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

    func line(_ row: Int, color: Bool) -> String {
        (row * columns..<(row + 1) * columns).map { cell in
            guard cells[cell] != 0 else { return " " }
            let mark =
                glyphs == .braille
                ? String(Unicode.Scalar(0x2800 + UInt32(cells[cell])).map(Character.init) ?? "*")
                : String(Self.marks[pens[cell] % Self.marks.count])
            return color ? Self.colored(mark, pens[cell]) : mark
        }.joined()
    }

    static func colored(_ text: String, _ pen: Int) -> String { "\u{1B}[\([36, 33, 35, 32][pen % 4])m\(text)\u{1B}[0m" }
}
