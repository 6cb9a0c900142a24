package import Values

/// Aligned columns under a ruled head; numbers to the right, and never wider than the window.
package struct TextTable {
    private let head: [String]
    private let cells: [[String]]
    private let isNumeric: [Bool]

    package init(_ table: Table) { self.init(columns: table.columns, rows: table.rows) }

    package init(columns: [String], rows: [[JSONValue]]) {
        head = columns.map(Self.line)
        cells = rows.map { $0.map { Self.line(Figures.text($0)) } }
        isNumeric = columns.indices.map { column in
            rows.contains { $0[column].number != nil }
                && rows.allSatisfy { $0[column].number != nil || $0[column].isNull }
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
