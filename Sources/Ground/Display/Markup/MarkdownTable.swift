/// GitHub's tables: a line of names, a line of dashes, lines of cells.
struct MarkdownTable {
    let html: String
    let lineCount: Int

    init?(_ lines: ArraySlice<Substring>) {
        guard lines.count >= 2, let head = lines.first, head.contains("|") else { return nil }
        let rule = Self.cells(lines[lines.startIndex + 1])
        let names = Self.cells(head)
        guard rule.count == names.count, rule.allSatisfy({ $0.wholeMatch(of: #/:?-+:?/#) != nil }) else { return nil }
        let sides = rule.map { cell in
            cell.hasSuffix(":") ? (cell.hasPrefix(":") ? "center" : "right") : cell.hasPrefix(":") ? "left" : ""
        }
        func row(_ cells: [String], _ name: String) -> String {
            let marked = names.indices.map { column in
                let side = sides[column].isEmpty ? "" : " style=\"text-align:\(sides[column])\""
                let text = column < cells.count ? MarkdownSpans.html(cells[column]) : ""
                return "<\(name)\(side)>\(text)</\(name)>"
            }
            return "<tr>\(marked.joined())</tr>"
        }
        let body = lines.dropFirst(2).prefix { $0.contains("|") }
        html =
            "<table>\n<thead>\(row(names, "th"))</thead>\n<tbody>\n"
            + body.map { row(Self.cells($0), "td") }.joined(separator: "\n") + "\n</tbody>\n</table>"
        lineCount = 2 + body.count
    }

    private static func cells(_ line: Substring) -> [String] {
        var cells: [String] = [""]
        var isEscaped = false
        for character in line.drop(while: \.isWhitespace) {
            if character == "|", !isEscaped {
                cells.append("")
            } else {
                // The mark before a line within a cell is the table's, every other one the text's.
                if isEscaped, character == "|" { cells[cells.count - 1].removeLast() }
                cells[cells.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        if cells.first?.isEmpty == true { cells.removeFirst() }
        if cells.last?.allSatisfy(\.isWhitespace) == true { cells.removeLast() }
        return cells.map { cell in
            String(cell.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }
}
