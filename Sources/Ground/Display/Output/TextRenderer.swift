import Values

/// A result as lines of text: aligned columns, pictures of characters, nothing wider than the window.
package struct TextRenderer: Sendable {
    private let style: TextStyle

    package init(_ style: TextStyle) { self.style = style }

    /// - Returns: the lines, without a newline at the end.
    package func render(_ output: Output) -> String {
        switch output {
        case .text(let text), .markdown(let text): return WordWrap.text(text, columns: style.columns)
        case .pairs(let values, let title):
            let width = values.keys.map(\.count).max() ?? 0
            let lines = values.map { name, value in
                VisibleText.of(
                    name + String(repeating: " ", count: width - name.count + 2) + Figures.text(value),
                    keepsLines: false)
            }
            let text = (title.map { [$0] + lines.map { "  " + $0 } } ?? lines).joined(separator: "\n")
            return WordWrap.text(text, columns: style.columns)
        case .entries(let entries, let width): return entries.map { entry($0, width) }.joined(separator: "\n")
        case .table(let table):
            let body = TextTable(table).text(columns: style.cutsTables ? style.columns : nil)
            return table.note.map { body + "\n" + WordWrap.text($0, columns: style.columns) } ?? body
        case .picture(let plot): return picture(plot)
        case .group(let parts): return parts.map(render).joined(separator: "\n")
        }
    }

    /// As wide as the window; two hundred columns at most, where more would only stretch it, and higher where it is wide.
    private func picture(_ plot: Plot) -> String {
        let columns = min(style.columns ?? 80, 200)
        return TerminalRenderer(
            columns: columns, rows: min(columns > 120 ? 28 : 18, max(8, style.rows - 4)),
            glyphs: style.isUTF8 ? .braille : .ascii, color: style.color
        ).render(plot)
    }

    /// A meaning goes on below its own beginning where the window is narrow.
    private func entry(_ entry: Output.Entry, _ width: Int) -> String {
        let head = "  " + entry.term + String(repeating: " ", count: max(2, width - entry.term.count))
        guard let columns = style.columns else { return head + entry.meaning }
        let indent = min(head.count, max(4, columns / 3))
        var lines = [head]
        var isEmpty = true
        for word in entry.meaning.split(separator: " ") {
            let last = lines[lines.count - 1]
            if !isEmpty || last.count + word.count > columns, last.count + 1 + word.count > columns {
                lines.append(String(repeating: " ", count: indent) + word)
            } else {
                lines[lines.count - 1] = isEmpty ? last + word : last + " " + word
            }
            isEmpty = false
        }
        return lines.joined(separator: "\n")
    }
}
