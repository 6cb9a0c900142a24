/// Markdown as HTML: headings, paragraphs, lists, quotes, code, tables and rules; within them emphasis, code and links.
/// Everything else is text, HTML too, and no link does more than lead somewhere.
///
/// A subset of CommonMark (<https://spec.commonmark.org/0.31.2/>) with GitHub's tables.
package struct MarkdownHTML: Sendable {
    package struct Heading: Sendable {
        /// From 1 to 6.
        package let level: Int
        /// Its text, escaped, without marks.
        package let text: String
        package let anchor: String
    }

    package let html: String
    /// The headings outside of quotes and lists, in order.
    package let headings: [Heading]

    /// - Parameter anchors: the page's, so that each heading can be led to; `nil` where nothing leads there.
    package init(_ text: String, anchors: inout Anchors?) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Self.withoutTabs)
        var blocks = MarkdownBlocks(lines, anchors: anchors, depth: 0)
        html = blocks.html()
        headings = blocks.headings
        anchors = blocks.anchors
    }

    package static func html(of text: String) -> String {
        var none: Anchors?
        return MarkdownHTML(text, anchors: &none).html
    }

    /// Indents are counted in blanks.
    private static func withoutTabs(_ line: Substring) -> Substring {
        guard line.prefix(while: \.isWhitespace).contains("\t") else { return line }
        var indent = ""
        for character in line.prefix(while: \.isWhitespace) {
            indent += character == "\t" ? String(repeating: " ", count: 4 - indent.count % 4) : " "
        }
        return Substring(indent + line.drop(while: \.isWhitespace))
    }
}
