/// A script's text cut into its cells; joined again, the pieces are the text to the byte.
package struct ScriptPieces: Sendable {
    package struct Piece: Sendable {
        package let kind: CellMark.Kind
        /// The line that opens it, without its end; `nil` where none does.
        package let mark: String?
        /// As it stands, mark and blank lines included.
        package let text: String

        package init(kind: CellMark.Kind, mark: String?, text: String) {
            self.kind = kind
            self.mark = mark
            self.text = text
        }

        /// What a person sees of it: statements, or text that is no comment any more; no blank lines around it.
        package var source: String {
            var lines = Self.lines(text)
            if mark != nil { lines.removeFirst() }
            while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
            while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
            let shown = lines.joined(separator: "\n")
            guard kind != .code else { return shown }
            // Comment lines without a text are blank lines of the text.
            var texts = CellMark.uncommented(shown).split(separator: "\n", omittingEmptySubsequences: false)
            while texts.first?.allSatisfy(\.isWhitespace) == true { texts.removeFirst() }
            while texts.last?.allSatisfy(\.isWhitespace) == true { texts.removeLast() }
            return texts.joined(separator: "\n")
        }

        private static func lines(_ text: String) -> [Substring] {
            text.split(omittingEmptySubsequences: false, whereSeparator: ScriptPieces.endsLine)
        }

        /// The piece that says this where nothing else is known of it.
        ///
        /// - Parameter isLast: a blank line stands between marked cells.
        package init(_ kind: CellMark.Kind, mark: String?, source: String, isLast: Bool) {
            let body = source.isEmpty ? "" : (kind == .code ? source : CellMark.commented(source)) + "\n"
            self.init(
                kind: kind, mark: mark,
                text: (mark.map { $0 + "\n" } ?? "") + body + (mark == nil || isLast ? "" : "\n"))
        }
    }

    /// What stands before the first cell and is none: a byte order mark, `#!`, blank lines.
    package let head: String
    package let pieces: [Piece]
    /// Whether the cells are marked; otherwise each statement is one.
    package let isMarked: Bool

    /// What ends a line: of two signs one alone would be two in Swift.
    static func endsLine(_ character: Character) -> Bool { character == "\n" || character == "\r\n" }

    /// - Parameter text: a script, valid or not.
    package init(_ text: String, commands: CommandVocabulary) {
        var starts = [text.startIndex]
        for index in text.indices where text[index].isNewline { starts.append(text.index(after: index)) }
        let hasMark = text.hasPrefix("\u{FEFF}")
        let begin = hasMark ? text.unicodeScalars.index(after: text.startIndex) : text.startIndex
        starts[0] = begin
        let rest = starts.dropFirst(text[begin...].hasPrefix("#!") ? 1 : 0)
        let firstIndex = rest.first ?? text.endIndex
        let marks = rest.filter { text[$0...].hasPrefix(CellMark.start) }
        isMarked = !marks.isEmpty
        let opening = text[firstIndex..<(marks.first ?? text.endIndex)]
        if opening.allSatisfy(\.isWhitespace) {
            head = String(text[..<(marks.first ?? text.endIndex)])
            pieces = Self.marked(marks, in: text)
        } else if isMarked {
            head = String(text[..<firstIndex])
            pieces = [Piece(kind: .code, mark: nil, text: String(opening))] + Self.marked(marks, in: text)
        } else {
            head = String(text[..<firstIndex])
            let ends = Self.ends(of: String(text[begin...]), commands).map { line in
                line < starts.count ? starts[line] : text.endIndex
            }
            pieces = Self.unmarked(ends, from: firstIndex, in: text)
        }
    }

    private static func marked(_ marks: [String.Index], in text: String) -> [Piece] {
        zip(marks, marks.dropFirst() + [text.endIndex]).map { start, end in
            let piece = text[start..<end]
            let line = piece.prefix { !$0.isNewline }
            return Piece(kind: CellMark(line).kind, mark: String(line), text: String(piece))
        }
    }

    /// The number of lines up to each statement's end; statements that share a line are one.
    private static func ends(of text: String, _ commands: CommandVocabulary) -> [Int] {
        guard let source = try? Source(name: "", utf8: Array(text.utf8)),
            let script = try? Parser.parse(source, commands: commands)
        else { return [] }
        var ends: [Int] = []
        for statement in script.statements {
            if let last = ends.last, statement.range.start.line <= last { ends.removeLast() }
            ends.append(statement.range.end.line)
        }
        return ends
    }

    private static func unmarked(_ ends: [String.Index], from start: String.Index, in text: String) -> [Piece] {
        // What follows the last statement belongs to it.
        let ends = ends.dropLast() + [text.endIndex]
        return zip([start] + ends.dropLast(), ends).map { start, end in
            Piece(kind: .code, mark: nil, text: String(text[start..<end]))
        }
    }

    package init(head: String, pieces: [Piece], isMarked: Bool) {
        self.head = head
        self.pieces = pieces
        self.isMarked = isMarked
    }

    package var text: String { head + pieces.map(\.text).joined() }
}
