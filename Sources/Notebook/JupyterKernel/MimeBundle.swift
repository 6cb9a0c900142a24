import Display
import Values

/// A result as Jupyter shows it: the same in several formats, of which a client takes the richest that it can show.
enum MimeBundle {
    /// - Parameter text: the output as plain text.
    static func of(_ output: Output, text: String) -> JSONObject {
        var bundle: JSONObject = ["text/plain": .string(text)]
        switch output {
        case .text: break
        case .picture(let plot): bundle["image/svg+xml"] = .string(SVGRenderer().render(plot))
        case .markdown(let text): bundle["text/markdown"] = .string(text)
        case .pairs, .entries, .table, .group: bundle["text/html"] = .string(html(of: output))
        }
        return bundle
    }

    /// Lines as long as they are: whoever shows them can scroll.
    static func text(of output: Output) -> String { TextRenderer(TextStyle()).render(output) }

    /// - Returns: a fragment that stands alone: no script, nothing from outside.
    static func html(of output: Output) -> String {
        switch output {
        case .text(let text), .markdown(let text): return "<pre>\(escaped(text))</pre>"
        case .pairs(let values, let title):
            let rows = values.map { row(["<th style=\"text-align: left\">\(escaped($0.key))</th>", cell($0.value)]) }
            return table(rows, caption: title)
        case .entries(let entries, _):
            let terms = entries.map { "<dt><code>\(escaped($0.term))</code></dt><dd>\(escaped($0.meaning))</dd>" }
            return "<dl>\(terms.joined())</dl>"
        case .table(let table):
            let head = row(table.columns.map { "<th>\(escaped($0))</th>" })
            let body = table.rows.map { row($0.map(cell)) }
            return Self.table(body, head: head) + (table.note.map { "<p>\(escaped($0))</p>" } ?? "")
        case .picture(let plot): return SVGRenderer().render(plot)
        case .group(let parts): return parts.map(html).joined(separator: "\n")
        }
    }

    private static func table(_ rows: [String], head: String? = nil, caption: String? = nil) -> String {
        "<table>" + (caption.map { "<caption>\(escaped($0))</caption>" } ?? "")
            + (head.map { "<thead>\($0)</thead>" } ?? "") + "<tbody>\(rows.joined(separator: "\n"))</tbody></table>"
    }

    private static func row(_ cells: [String]) -> String { "<tr>\(cells.joined())</tr>" }

    private static func cell(_ value: JSONValue) -> String {
        let side = value.number == nil ? "left" : "right"
        return "<td style=\"text-align: \(side)\">\(escaped(Figures.text(value)))</td>"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in VisibleText.of(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
