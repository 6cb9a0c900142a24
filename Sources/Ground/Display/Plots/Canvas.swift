/// A grid of characters with finer dots inside: two by four of them in braille, one in ASCII.
struct Canvas {
    static let marks: [Character] = ["*", "o", "+", "x", "#", "@"]
    /// Single points are seen where a braille dot would not be.
    static let signs: [Character] = ["•", "○", "+", "×", "◆", "△"]
    private static let shades: [TerminalRenderer.Glyphs: [Character]] = [
        .braille: [" ", "░", "▒", "▓", "█"], .ascii: [" ", ".", ":", "=", "%"],
    ]

    let columns: Int
    let rows: Int
    private let glyphs: TerminalRenderer.Glyphs
    /// The set dots of each character, and the pen that set the last one.
    private var cells: [UInt8]
    private var pens: [Int]
    /// What stands in place of dots.
    private var signs: [Character?]
    /// What stands behind them.
    private var back: [Character]

    init(columns: Int, rows: Int, glyphs: TerminalRenderer.Glyphs) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
        self.glyphs = glyphs
        let count = self.columns * self.rows
        cells = [UInt8](repeating: 0, count: count)
        pens = [Int](repeating: 0, count: count)
        signs = [Character?](repeating: nil, count: count)
        back = [Character](repeating: " ", count: count)
    }

    private var across: Int { glyphs == .braille ? 2 : 1 }
    private var down: Int { glyphs == .braille ? 4 : 1 }
    private var width: Int { columns * across }
    private var height: Int { rows * down }

    /// The dot of a place, counted from the left and from the top.
    func dot(_ place: (x: Double, y: Double)) -> (x: Int, y: Int) {
        let across = Int((place.x * Double(width - 1)).rounded())
        let up = Int((place.y * Double(height - 1)).rounded())
        return (min(max(across, 0), width - 1), height - 1 - min(max(up, 0), height - 1))
    }

    func row(of share: Double) -> Int { dot((0, share)).y / down }
    func column(of share: Double) -> Int { dot((share, 0)).x / across }

    /// Whether a series' points are so few that each is a sign of its own.
    func showsSigns(_ count: Int) -> Bool { count <= columns * rows / 4 }

    mutating func draw(_ lines: [[(x: Double, y: Double)]], style: Series.Style, pen: Int) {
        let count = lines.reduce(0) { $0 + $1.count }
        for line in lines {
            let dots = line.map(dot)
            var last: (x: Int, y: Int)?
            for dot in dots {
                if let last, style == .line { self.line(last, dot, pen) }
                if let last, style == .spans { span(last, dot, pen) }
                if let last, style == .steps {
                    self.line(last, (dot.x, last.y), pen)
                    self.line((dot.x, last.y), dot, pen)
                }
                if style == .rug {
                    sign("!", dot, pen)
                } else if style == .points, glyphs == .braille, showsSigns(count) {
                    sign(Self.signs[pen % Self.signs.count], dot, pen)
                } else if style != .spans || dots.count == 1 {
                    set(dot, pen)
                }
                last = dot
            }
        }
    }

    /// Fills the background around each place of a grid.
    mutating func shade(_ places: [(x: Double, y: Double)], size: (x: Double, y: Double), level: Int) {
        for place in places {
            let left = Int(((place.x - size.x / 2) * Double(columns)).rounded())
            let right = Int(((place.x + size.x / 2) * Double(columns)).rounded())
            let top = Int(((1 - place.y - size.y / 2) * Double(rows)).rounded())
            let bottom = Int(((1 - place.y + size.y / 2) * Double(rows)).rounded())
            for row in max(0, top)..<max(max(0, top), min(rows, bottom)) {
                for column in max(0, left)..<max(max(0, left), min(columns, right)) {
                    back[row * columns + column] = Self.shade(level, glyphs)
                }
            }
        }
    }

    static func shade(_ level: Int, _ glyphs: TerminalRenderer.Glyphs) -> Character {
        let shades = Self.shades[glyphs] ?? [" "]
        return shades[min(max(level, 0), shades.count - 1)]
    }

    /// An axis inside the picture.
    mutating func upright(at share: Double) {
        let column = column(of: share)
        for row in 0..<rows { back[row * columns + column] = glyphs == .braille ? "│" : "|" }
    }

    private mutating func sign(_ sign: Character, _ dot: (x: Int, y: Int), _ pen: Int) {
        let cell = dot.y / down * columns + dot.x / across
        signs[cell] = glyphs == .ascii && sign != "!" ? Self.marks[pen % Self.marks.count] : sign
        pens[cell] = pen
    }

    /// A bar of the height of a character; its last column is free, so that the next one is told from it.
    private mutating func span(_ from: (x: Int, y: Int), _ to: (x: Int, y: Int), _ pen: Int) {
        let row = from.y / down
        let (start, end) = (min(from.x, to.x) / across, max(from.x, to.x) / across)
        for column in start..<max(start + 1, end) {
            signs[row * columns + column] =
                glyphs == .ascii ? Self.marks[pen % Self.marks.count] : Self.spanSigns[pen % Self.spanSigns.count]
            pens[row * columns + column] = pen
        }
    }

    static let spanSigns: [Character] = ["━", "╌", "┅", "═", "┈", "─"]

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
        if signs[cell] == nil { pens[cell] = pen }
    }

    /// The bits of Unicode's braille patterns, U+2800 and on.
    private static let dots: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

    func line(_ row: Int, color: Bool) -> String {
        (row * columns..<(row + 1) * columns).map { cell in
            let mark: String
            if let sign = signs[cell] {
                mark = String(sign)
            } else if cells[cell] == 0 {
                return String(back[cell])
            } else if glyphs == .braille {
                mark = String(Unicode.Scalar(0x2800 + UInt32(cells[cell])).map(Character.init) ?? "*")
            } else {
                mark = String(Self.marks[pens[cell] % Self.marks.count])
            }
            return color ? Self.colored(mark, pens[cell]) : mark
        }.joined()
    }

    static func colored(_ text: String, _ pen: Int) -> String {
        "\u{1B}[\([36, 33, 35, 32, 34, 31][pen % 6])m\(text)\u{1B}[0m"
    }
}
