/// Lines that are too long for the window, broken between words.
package enum WordWrap {
    /// A line goes on under its own beginning; a word that is wider than the window is broken where the window ends.
    ///
    /// - Parameter columns: the width of the window; `nil`: lines stay as long as they are.
    package static func text(_ text: String, columns: Int?) -> String {
        guard let columns, columns > 0 else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            // What is coloured is a picture, which is as wide as it should be.
            line.utf8.count <= columns || DisplayWidth.of(String(line)) <= columns || line.utf8.contains(0x1B)
                ? String(line) : wrapped(line, columns)
        }.joined(separator: "\n")
    }

    private static func wrapped(_ line: Substring, _ columns: Int) -> String {
        let blanks = line.prefix { $0 == " " }
        let indent = blanks.count < columns / 2 ? String(blanks) : ""
        var lines: [String] = []
        var current = String(blanks)
        var width = blanks.count
        // Blanks between words stay as they are within a line, so that columns remain.
        var rest = line.dropFirst(blanks.count)
        while !rest.isEmpty {
            let word = rest.prefix { $0 != " " }
            rest = rest.dropFirst(word.count)
            let gap = rest.prefix { $0 == " " }
            rest = rest.dropFirst(gap.count)
            if width + DisplayWidth.of(String(word)) > columns, width > indent.count {
                lines.append(trimmed(current))
                (current, width) = (indent, indent.count)
            }
            for character in word {
                let next = DisplayWidth.of(character)
                if width + next > columns, width > indent.count {
                    lines.append(current)
                    (current, width) = (indent, indent.count)
                }
                current.append(character)
                width += next
            }
            current += gap
            width += gap.count
        }
        return (lines + [trimmed(current)]).joined(separator: "\n")
    }

    private static func trimmed(_ line: String) -> String { String(line.reversed().drop { $0 == " " }.reversed()) }
}
