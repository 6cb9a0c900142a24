import Values

/// A result as a piece of HTML that a page, or a notebook of Jupyter, can hold: no script, nothing from outside, all text
/// escaped. Two renderings of the same are the same.
package struct HTMLRenderer: Sendable {
    /// A page stays one that a browser can open.
    private static let rowLimit = 1000

    private let prefix: String

    /// - Parameter prefix: what the names of places in it begin with, so that each is once in a page.
    package init(prefix: String = "") { self.prefix = prefix }

    package func render(_ output: Output) -> String {
        switch output {
        case .text(let text): return Self.block(text)
        case .markdown(let text): return MarkdownHTML.html(of: text)
        case .pairs(let values, let title): return pairs(values, title)
        case .entries(let entries, _):
            let marked = entries.map {
                "<dt>\(MarkupText.visible($0.term))</dt><dd>\(MarkupText.visible($0.meaning))</dd>"
            }
            return "<dl>\n\(marked.joined(separator: "\n"))\n</dl>"
        case .table(let table): return Self.table(table)
        case .picture(let plot): return "<figure>\(SVGRenderer().render(plot, prefix: prefix))</figure>"
        case .group(let parts):
            return parts.enumerated().map { HTMLRenderer(prefix: "\(prefix)\($0)-").render($1) }.joined(separator: "\n")
        }
    }

    /// Text as it stands.
    package static func block(_ text: String) -> String { "<pre>\(MarkupText.visible(text))</pre>" }

    // MARK: - Tables

    private func pairs(_ values: JSONObject, _ title: String?) -> String {
        let rows = values.map { name, value in
            "<tr><th scope=\"row\" style=\"text-align:left\">\(MarkupText.visible(name))</th>"
                + "<td style=\"text-align:\(value.number == nil ? "left" : "right")\">"
                + "\(MarkupText.visible(Figures.text(value)))</td></tr>"
        }
        let caption = title.map { "<caption>\(MarkupText.visible($0))</caption>" } ?? ""
        return "<table>\(caption)<tbody>\n\(rows.joined(separator: "\n"))\n</tbody></table>"
    }

    private static func table(_ table: Table) -> String {
        let shown = Array(table.rows.prefix(rowLimit))
        var part = table
        part.rows = shown
        let columns = table.columns.indices.map { Column($0, of: part) }
        let head = table.columns.indices.map { column in
            "<th scope=\"col\"\(columns[column].style)>\(MarkupText.visible(table.heading(table.columns[column])))</th>"
        }
        let rows = shown.indices.map { row in "<tr>\(columns.map { $0.cell(row) }.joined())</tr>" }
        var notes = table.note.map { [$0] } ?? []
        if table.rows.count > shown.count {
            notes.append(
                "… \(Figures.count(table.rows.count - shown.count, "more row")): 'save NAME FILE.csv' writes all")
        }
        return "<table class=\"sortable\">\n<thead><tr>\(head.joined())</tr></thead>\n<tbody>\n"
            + rows.joined(separator: "\n") + "\n</tbody></table>"
            + notes.map { "\n<p class=\"note\">\(MarkupText.visible($0))</p>" }.joined()
    }

    /// A column's cells; numbers stand with their points below one another.
    private struct Column {
        let style: String
        private let values: [JSONValue]
        private let texts: [String]

        init(_ column: Int, of table: Table) {
            values = table.rows.map { $0[column] }
            let isNumeric = table.isNumeric(column)
            style = " style=\"text-align:\(isNumeric ? "right" : "left")\""
            let plain = table.texts(of: column)
            guard isNumeric, table.styles[table.columns[column]] != .duration,
                !plain.contains(where: { $0.contains("e") })
            else {
                texts = plain
                return
            }
            let decimals = plain.map { text in
                text.lastIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) } ?? 0
            }
            let most = decimals.max() ?? 0
            texts = zip(plain, decimals).map { text, own in
                // Blanks as wide as a point and as a digit.
                let point = own == 0 && most > 0 ? "\u{2008}" : ""
                return text + point + String(repeating: "\u{2007}", count: max(0, most - max(own, 1)))
            }
        }

        func cell(_ row: Int) -> String {
            let text = MarkupText.visible(texts[row])
            // What is sorted by is the value, not its first digits.
            let value = values[row].number.map { " data-v=\"\($0)\"" } ?? ""
            return "<td\(style)\(value)>\(text)</td>"
        }
    }
}
