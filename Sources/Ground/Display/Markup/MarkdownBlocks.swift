/// The blocks of some lines.
struct MarkdownBlocks {
    private static let depthLimit = 12

    private let lines: [Substring]
    private let depth: Int
    private var next = 0
    private var paragraph: [Substring] = []
    private var output: [String] = []
    /// Whether its paragraphs stand without marks: the items of a list without blank lines.
    var isTight = false
    private(set) var headings: [MarkdownHTML.Heading] = []
    private(set) var anchors: Anchors?

    init(_ lines: [Substring], anchors: Anchors?, depth: Int) {
        self.lines = lines
        self.anchors = anchors
        self.depth = depth
    }

    mutating func html() -> String {
        while next < lines.count { block() }
        endParagraph()
        return output.joined(separator: "\n")
    }

    private mutating func block() {
        let line = lines[next]
        let indent = line.prefix { $0 == " " }.count
        let content = line.drop { $0 == " " }
        if content.isEmpty {
            endParagraph()
            next += 1
        } else if indent >= 4 {
            if paragraph.isEmpty { indented() } else { takeLine(content) }
        } else if isFence(content) {
            fenced(content, indent: indent)
        } else if let heading = content.wholeMatch(of: #/(#{1,6})(?:[ ]+(.*?))??(?:[ ]+#*)?[ ]*/#) {
            add(heading: heading.1.count, String(heading.2 ?? ""))
            next += 1
        } else if !paragraph.isEmpty, content.wholeMatch(of: #/(=+|-+) */#) != nil {
            let text = paragraph.joined(separator: "\n")
            paragraph = []
            add(heading: content.hasPrefix("=") ? 1 : 2, text)
            next += 1
        } else if content.wholeMatch(of: #/(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})/#) != nil {
            endParagraph()
            output.append("<hr>")
            next += 1
        } else if depth < Self.depthLimit, content.hasPrefix(">") {
            quote()
        } else if depth < Self.depthLimit, let marker = ListMarker(line), paragraph.isEmpty || marker.interrupts {
            list(marker)
        } else if paragraph.isEmpty, let table = MarkdownTable(lines[next...]) {
            output.append(table.html)
            next += table.lineCount
        } else {
            takeLine(content)
        }
    }

    private mutating func takeLine(_ content: Substring) {
        paragraph.append(content)
        next += 1
    }

    private mutating func endParagraph() {
        guard !paragraph.isEmpty else { return }
        var text = paragraph.joined(separator: "\n")
        while text.last?.isWhitespace == true { text.removeLast() }
        let html = MarkdownSpans.html(text)
        output.append(isTight ? html : "<p>\(html)</p>")
        paragraph = []
    }

    private mutating func add(heading level: Int, _ text: String) {
        endParagraph()
        let html = MarkdownSpans.html(text)
        let plain = MarkupText.withoutMarks(html)
        var id = ""
        if depth == 0, let anchor = anchors?.make(of: plain) {
            headings.append(MarkdownHTML.Heading(level: level, text: plain, anchor: anchor))
            id = " id=\"\(MarkupText.escaped(anchor))\""
        }
        output.append("<h\(level)\(id)>\(html)</h\(level)>")
    }

    // MARK: - Code

    private func isFence(_ content: Substring) -> Bool {
        let mark = content.first
        guard mark == "`" || mark == "~" else { return false }
        let count = content.prefix { $0 == mark }.count
        return count >= 3 && (mark == "~" || !content.dropFirst(count).contains("`"))
    }

    private mutating func fenced(_ content: Substring, indent: Int) {
        endParagraph()
        let mark = content.first ?? "`"
        let count = content.prefix { $0 == mark }.count
        let language = content.dropFirst(count).split(separator: " ").first.map(String.init)
        next += 1
        var code: [Substring] = []
        while next < lines.count {
            let line = lines[next].drop { $0 == " " }
            next += 1
            if line.prefix(while: { $0 == mark }).count >= count, line.allSatisfy({ $0 == mark || $0.isWhitespace }) {
                break
            }
            let spaces = min(indent, lines[next - 1].prefix { $0 == " " }.count)
            code.append(lines[next - 1].dropFirst(spaces))
        }
        add(code: code, language)
    }

    private mutating func indented() {
        var code: [Substring] = []
        while next < lines.count, lines[next].hasPrefix("    ") || lines[next].allSatisfy(\.isWhitespace) {
            code.append(lines[next].dropFirst(min(4, lines[next].count)))
            next += 1
        }
        while code.last?.allSatisfy(\.isWhitespace) == true { code.removeLast() }
        add(code: code, nil)
    }

    private mutating func add(code lines: [Substring], _ language: String?) {
        let text = MarkupText.visible(lines.joined(separator: "\n"))
        let name = language.map { " class=\"language-\(MarkupText.escaped($0))\"" } ?? ""
        output.append("<pre><code\(name)>\(text)\n</code></pre>")
    }

    // MARK: - Quotes and lists

    private mutating func quote() {
        endParagraph()
        var inner: [Substring] = []
        while next < lines.count {
            let content = lines[next].drop { $0 == " " }
            if content.hasPrefix(">") {
                let rest = content.dropFirst()
                inner.append(rest.hasPrefix(" ") ? rest.dropFirst() : rest)
            } else if content.isEmpty || inner.last?.allSatisfy(\.isWhitespace) != false {
                break
            } else {
                // A paragraph goes on without its mark.
                inner.append(content)
            }
            next += 1
        }
        output.append("<blockquote>\n\(nested(inner, isTight: false))\n</blockquote>")
    }

    private func nested(_ lines: [Substring], isTight: Bool) -> String {
        var blocks = MarkdownBlocks(lines, anchors: nil, depth: depth + 1)
        blocks.isTight = isTight
        return blocks.html()
    }

    private mutating func list(_ first: ListMarker) {
        endParagraph()
        var items: [[Substring]] = []
        var isLoose = false
        while next < lines.count, let marker = ListMarker(lines[next]), marker.mark == first.mark {
            let (item, endsBlank) = item(marker)
            let goesOn = next < lines.count && ListMarker(lines[next])?.mark == first.mark
            isLoose = isLoose || endsBlank && goesOn || hasBlankBetweenBlocks(item)
            items.append(item)
        }
        let start = first.number.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
        let name = first.number == nil ? "ul" : "ol"
        let html = items.map { "<li>\(nested($0, isTight: !isLoose))</li>" }.joined(separator: "\n")
        output.append("<\(name)\(start)>\n\(html)\n</\(name)>")
    }

    /// The lines of an item without its indent, and whether blank lines follow it.
    private mutating func item(_ marker: ListMarker) -> (lines: [Substring], endsBlank: Bool) {
        var item = [lines[next].dropFirst(marker.width)]
        next += 1
        while next < lines.count {
            let line = lines[next]
            let indent = line.prefix { $0 == " " }.count
            let isBlank = line.allSatisfy(\.isWhitespace)
            if !isBlank, indent < marker.width {
                let isLazy = item.last?.allSatisfy(\.isWhitespace) == false && ListMarker(line) == nil
                let content = line.drop { $0 == " " }
                guard isLazy, !content.hasPrefix("#"), !content.hasPrefix(">"), !isFence(content) else { break }
            }
            item.append(isBlank ? "" : line.dropFirst(min(indent, marker.width)))
            next += 1
        }
        var endsBlank = false
        while item.count > 1, item.last?.isEmpty == true {
            item.removeLast()
            endsBlank = true
        }
        return (item, endsBlank)
    }

    /// Blank lines in code say nothing of the list.
    private func hasBlankBetweenBlocks(_ item: [Substring]) -> Bool {
        var isCode = false
        for line in item {
            if isFence(line.drop { $0 == " " }) { isCode.toggle() }
            if line.isEmpty, !isCode { return true }
        }
        return false
    }
}

/// What an item of a list begins with.
private struct ListMarker {
    let mark: Character
    /// `nil` for a bullet.
    let number: Int?
    /// Up to where the item's own text begins.
    let width: Int
    private let isEmpty: Bool

    init?(_ line: Substring) {
        guard let match = line.prefixMatch(of: #/( {0,3})([-+*]|(\d{1,9})[.)])( {1,4}|$)/#), let last = match.2.last
        else { return nil }
        mark = last
        number = match.3.flatMap { Int($0) }
        isEmpty = match.0.count == line.count
        // Code within an item stands four blanks further in.
        width =
            match.1.count + match.2.count
            + (line.dropFirst(match.0.count).hasPrefix(" ") || isEmpty ? 1 : match.4.count)
    }

    /// Whether it ends a paragraph: a number within a sentence is none.
    var interrupts: Bool { !isEmpty && (number == nil || number == 1) }
}
