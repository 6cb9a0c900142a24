import Display
import Foundation
import Values

/// A document as one page of HTML.
struct HTMLDocument {
    private let document: NotebookDocument
    private var anchors: Anchors? = Anchors()
    private var contents: [HTMLPage.Entry] = []
    private var title: String?
    /// The name of each cell's place; a number may come twice.
    private var places: Set<String> = []

    init(_ document: NotebookDocument) { self.document = document }

    var text: String {
        var page = self
        let body = document.entries.indices.map { page.cell(document.entries[$0], document.stale[$0]) }
        let title = page.title ?? document.title
        let date = Date().formatted(
            .iso8601.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false))
        return HTMLPage(
            title: title, contents: page.contents, body: body.filter { !$0.isEmpty }.joined(separator: "\n"),
            footer: "Tunebook \(Release.version), \(date)"
        ).html
    }

    private mutating func cell(_ entry: Journal.Entry, _ stale: String?) -> String {
        var parts = heading(of: entry)
        if let markdown = entry.cell.markdown {
            if markdown.isEmpty, parts.isEmpty { return "" }
            let html = MarkdownHTML(markdown, anchors: &anchors)
            for heading in html.headings {
                if title == nil { title = Self.plain(heading.text) }
                contents.append(HTMLPage.Entry(level: heading.level, title: heading.text, anchor: heading.anchor))
            }
            parts.append(html.html)
            return "<section class=\"text\">\n\(parts.joined(separator: "\n"))\n</section>"
        }
        let place = place(of: entry)
        if !entry.text.isEmpty {
            let number = entry.label.map { "<span class=\"number\" aria-label=\"cell \($0)\">[\($0)]</span>" } ?? ""
            let code = MarkupText.escaped(VisibleText.of(entry.text), keepsLines: true)
            parts.append("\(number)<pre class=\"code\"><code>\(code)</code></pre>")
        }
        if let stale {
            parts.append("<p class=\"stale\">\(MarkupText.escaped(NotebookDocument.remark(stale)))</p>")
        }
        let shown = entry.shown.enumerated().map { Self.html($1, prefix: "\(place)-\($0)-") }
        if !shown.isEmpty { parts.append(shown.joined(separator: "\n")) }
        return parts.isEmpty
            ? "" : "<section class=\"cell\" id=\"\(place)\">\n\(parts.joined(separator: "\n"))\n</section>"
    }

    private mutating func heading(of entry: Journal.Entry) -> [String] {
        guard let name = entry.cell.title, let anchor = anchors?.make(of: name) else { return [] }
        let text = MarkupText.escaped(name)
        contents.append(HTMLPage.Entry(level: 2, title: text, anchor: anchor))
        return ["<h2 id=\"\(MarkupText.escaped(anchor))\">\(text)</h2>"]
    }

    private mutating func place(of entry: Journal.Entry) -> String {
        let name = "cell-\(entry.label ?? "0")"
        var place = name
        var count = 1
        while !places.insert(place).inserted {
            count += 1
            place = "\(name)-\(count)"
        }
        return place
    }

    private static func html(_ shown: Journal.Shown, prefix: String) -> String {
        switch shown {
        case .printed(let text):
            "<div class=\"output\">\(HTMLRenderer.block(text.hasSuffix("\n") ? String(text.dropLast()) : text))</div>"
        case .output(let output): "<div class=\"output\">\(HTMLRenderer(prefix: prefix).render(output))</div>"
        case .note(let text): "<div class=\"hint\">\(MarkupText.escaped(text, keepsLines: true))</div>"
        case .error(let text): "<div class=\"error\" role=\"alert\">\(HTMLRenderer.block(text))</div>"
        }
    }

    /// Text that was escaped, as it was.
    private static func plain(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing(
            "&amp;", with: "&")
    }
}
