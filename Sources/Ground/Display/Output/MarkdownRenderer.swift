import Values

/// A result as Markdown (CommonMark with GitHub's tables): readable on a forge, and as it stands.
package struct MarkdownRenderer: Sendable {
    package init() {}

    /// - Returns: a block, without a newline at the end.
    package func render(_ output: Output) -> String {
        switch output {
        case .text, .entries, .picture: return block(TextRenderer(TextStyle(columns: 100)).render(output))
        case .markdown(let text): return text
        case .pairs(let values, let title):
            let table = Table(columns: ["", ""], rows: values.map { [.string($0.key), $0.value] })
            return (title.map { "**\(Self.escaped($0))**\n\n" } ?? "") + self.table(table)
        case .table(let table):
            return self.table(table) + (table.note.map { "\n\n" + Self.escaped($0) } ?? "")
        case .group(let parts): return parts.map(render).joined(separator: "\n\n")
        }
    }

    /// Text as it stands, between fences that are longer than any in it.
    package func block(_ text: String, language: String = "text") -> String {
        let longest = text.split(separator: #/[^`]/#).map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return "\(fence)\(language)\n\(text)\n\(fence)"
    }

    private func table(_ table: Table) -> String {
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        let rule = table.columns.indices.map { table.isNumeric($0) ? "---:" : "---" }
        let columns = table.columns.indices.map { table.texts(of: $0).map(Self.escaped) }
        return
            ([line(table.columns.map { Self.escaped(table.heading($0)) }), line(rule)]
            + table.rows.indices.map { row in line(columns.map { $0[row] }) }).joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if "|*`<\\".contains(character) { result.append("\\") }
            result.append(character.isNewline ? " " : character)
        }
        return result
    }
}
