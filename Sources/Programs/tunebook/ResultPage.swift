import Display
import LineEditing
import Notebook

/// A result for the pager.
enum ResultPage {
    /// Whether the window shows less than all of it.
    static func isTooLarge(_ output: Output, _ result: CellResult, _ style: TextStyle) -> Bool {
        let lines = whole(output, result, style)
        return lines.count >= style.rows || lines.contains { DisplayWidth.of($0) > style.columns ?? .max }
    }

    static func page(_ output: Output, _ result: CellResult, _ style: TextStyle) -> Page {
        let lines = whole(output, result, style)
        guard case .table(let table) = output, !table.columns.isEmpty else { return Page(lines: lines) }
        var stops = [0]
        for width in TextTable(table).wholeWidths.dropLast() { stops.append(stops[stops.count - 1] + width + 2) }
        return Page(lines: lines, head: 2, stops: stops, names: table.columns) { row in
            guard table.rows.indices.contains(row) else { return [] }
            let width = table.columns.map(DisplayWidth.of).max() ?? 0
            return zip(table.columns, table.rows[row]).map { name, value in
                let text = VisibleText.of(DisplayWidth.pad(name, to: width, right: false) + "  ", keepsLines: false)
                return text + VisibleText.of(Figures.text(value), keepsLines: false)
            }
        }
    }

    /// What stays on the ordinary screen: all of it where the window has room for its lines, else what was looked at last.
    ///
    /// - Parameter lines: those.
    static func rest(_ output: Output, _ result: CellResult, _ style: TextStyle, shown lines: [String]) -> String {
        let text = result.text(output, style)
        let count = text.split(separator: "\n", omittingEmptySubsequences: false).count
        if count < style.rows { return text + "\n" }
        let note = "… \(Figures.count(count, "line")) in all; _\(result.cell) shows them again"
        return lines.joined(separator: "\n") + "\n" + WordWrap.text(note, columns: style.columns) + "\n"
    }

    private static func whole(_ output: Output, _ result: CellResult, _ style: TextStyle) -> [String] {
        var style = style
        style.cutsTables = false
        // Colours have no width, and pages none of them.
        style.color = false
        return result.text(output, style).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
