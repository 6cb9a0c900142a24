import Display

/// An error with its place in a source, and the way to it through `source` statements.
package struct Diagnostic: Error, Hashable, Sendable {
    package struct Step: Hashable, Sendable {
        package let source: Source
        package let range: SourceRange
    }

    private static let messageLimit = 2000

    package let message: String
    package let hint: String?
    /// What kind of error it is, in a word for programs.
    package let code: String
    package let source: Source
    package let range: SourceRange
    /// Whether more lines could complete the text: an open block, quote or continuation.
    package let isIncomplete: Bool
    /// Where the source was run from, innermost first.
    package private(set) var trace: [Step] = []

    package init(
        _ message: String, hint: String? = nil, code: String = "syntax", source: Source, range: SourceRange,
        isIncomplete: Bool = false
    ) {
        self.message = message
        self.hint = hint
        self.code = code
        self.source = source
        self.range = range
        self.isIncomplete = isIncomplete
    }

    package func called(from source: Source, at range: SourceRange) -> Diagnostic {
        var outer = self
        outer.trace.append(Step(source: source, range: range))
        return outer
    }

    /// `FILE:LINE:COLUMN: error: MESSAGE`, the line with a caret under the place, the hint, and where it was called from.
    ///
    /// - Parameter columns: the width of the window; of a longer line only what is around the place is shown.
    package func rendered(columns: Int = 100) -> String {
        let place = range.start
        // A word of a megabyte is wrong in its first letters already.
        let shown = message.count > Self.messageLimit ? message.prefix(Self.messageLimit) + "…" : message[...]
        var lines = ["\(source.name):\(place.line):\(place.column): error: \(shown)"]
        if let excerpt = Excerpt(source, range, columns: min(100, columns - 4)) { lines += excerpt.lines }
        if let hint { lines.append("hint: \(hint)") }
        for step in trace {
            lines.append("\(step.source.name):\(step.range.start.line):\(step.range.start.column): from here")
        }
        return VisibleText.of(lines.joined(separator: "\n"))
    }
}

/// A source line around a place.
private struct Excerpt {
    let lines: [String]

    init?(_ source: Source, _ range: SourceRange, columns: Int) {
        guard let text = source.line(range.start.line) else { return nil }
        let line = Array(text).map { $0 == "\t" || $0 == "\r" ? " " : $0 }
        guard !line.isEmpty else { return nil }
        let start = min(range.start.column - 1, line.count)
        let end = range.end.line == range.start.line ? max(range.end.column - 1, start + 1) : line.count
        let width = max(16, columns)
        let first = start > width * 7 / 10 ? start - width * 4 / 10 : 0
        let last = min(line.count, first + width)
        let shown = (first > 0 ? "…" : "") + String(line[first..<last]) + (last < line.count ? "…" : "")
        let before = (first > 0 ? 1 : 0) + line[first..<max(first, start)].reduce(0) { $0 + DisplayWidth.of($1) }
        let under = line[min(start, last)..<min(max(end, start), last)].reduce(0) { $0 + DisplayWidth.of($1) }
        lines = [
            "  " + shown,
            "  " + String(repeating: " ", count: before) + "^" + String(repeating: "~", count: max(0, under - 1)),
        ]
    }
}
