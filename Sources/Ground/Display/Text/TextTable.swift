import Values

/// Aligned columns under a ruled head; numbers to the right, and never wider than the window.
package struct TextTable {
    private let head: [String]
    private let cells: [[String]]
    private let isNumeric: [Bool]

    package init(_ table: Table) {
        head = table.columns.map { Self.line(table.heading($0)) }
        isNumeric = table.columns.indices.map(table.isNumeric)
        let columns = table.columns.indices.map { column in
            let texts = table.texts(of: column).map(Self.line)
            return table.isNumeric(column) && table.styles[table.columns[column]] != .duration
                ? Self.aligned(texts) : texts
        }
        cells = table.rows.indices.map { row in columns.map { $0[row] } }
    }

    /// Numbers with their points below one another.
    private static func aligned(_ texts: [String]) -> [String] {
        // A power of ten belongs to what stands behind the point.
        let tails = texts.map { text in text.firstIndex { ".e".contains($0) }.map { text[$0...].count } ?? 0 }
        let longest = zip(texts, tails).filter { $0.0 != "–" }.map(\.1).max() ?? 0
        return zip(texts, tails).map { text, tail in
            text == "–" ? text : text + String(repeating: " ", count: longest - tail)
        }
    }

    /// A text on one line.
    private static func line(_ text: String) -> String {
        let visible =
            text.contains { $0.isNewline || $0 == "\t" }
            ? text.split { $0.isNewline || $0 == "\t" }.joined(separator: " ") : text
        return VisibleText.of(visible, keepsLines: false)
    }

    /// The width of each column that shows all of its cells.
    package var wholeWidths: [Int] {
        head.indices.map { column in
            max(DisplayWidth.of(head[column]), cells.map { DisplayWidth.of($0[column]) }.max() ?? 0)
        }
    }

    /// - Parameter columns: the width of the window; columns that do not fit are left out, and a line says so. `nil`: any.
    package func text(columns: Int?) -> String {
        let width = columns ?? .max
        var widths = wholeWidths
        // A long text gives way first: it is cut, and its beginning stays.
        while widths.reduce(2 * (widths.count - 1), +) > width,
            let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 16
        {
            widths[widest] -= 1
        }
        var shown = 0
        var used = 0
        while shown < head.count, shown == 0 || used + widths[shown] + 2 <= width {
            used += widths[shown] + (shown == 0 ? 0 : 2)
            shown += 1
        }
        func line(_ row: [String]) -> String {
            let text = (0..<shown).map { DisplayWidth.pad(row[$0], to: widths[$0], right: isNumeric[$0]) }
                .joined(separator: "  ")
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
        var lines = [line(head), (0..<shown).map { String(repeating: "-", count: widths[$0]) }.joined(separator: "  ")]
        lines += cells.map(line)
        if shown < head.count {
            let names = head[shown...].joined(separator: ", ")
            lines.append(
                WordWrap.text(
                    "… \(Figures.count(head.count - shown, "more column")): \(names) (a wider window or > FILE shows them; experiment trials takes --columns)",
                    columns: columns))
        }
        return lines.joined(separator: "\n")
    }
}
