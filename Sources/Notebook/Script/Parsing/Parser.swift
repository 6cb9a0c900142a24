import Values

/// A script: cells of statements and of text.
package struct ParsedScript: Hashable, Sendable {
    package let source: Source
    package let cells: [ScriptCell]
    /// Whether the cells are marked; otherwise each statement is a cell of its own.
    package let isMarked: Bool

    package var statements: [Statement] { cells.flatMap(\.statements) }
}

/// What stands between two `# %%` marks.
package struct ScriptCell: Hashable, Sendable {
    package let title: String?
    /// The text of a `[markdown]` cell.
    package let markdown: String?
    package let statements: [Statement]
    /// The cell as it was written, without its mark.
    package let text: String
}

/// Reads statements by recursive descent, a character at a time: what a word is depends on where it stands.
package struct Parser {
    static let depthLimit = 200
    /// A row of operators is a tree as deep as the row is long, and trees are walked by recursion.
    static let operatorLimit = 1000

    let source: Source
    let commands: CommandVocabulary
    let characters: [Character]
    private let lineStarts: [Int]
    var position: Int
    /// Parsing stops here: the end of the text or of a cell.
    var limit: Int
    var depth = 0
    /// The operators and fields of the statement so far.
    private var operators = 0
    /// Where the last token ended, and where the white space after it did.
    private(set) var tokenEnd = 0
    private var spaceEnd = -1

    private init(_ source: Source, _ commands: CommandVocabulary) {
        self.source = source
        self.commands = commands
        characters = Array(source.text)
        var starts = [0]
        for (index, character) in characters.enumerated() where character.isNewline { starts.append(index + 1) }
        lineStarts = starts
        position = 0
        limit = characters.count
    }

    /// - Throws: a `Diagnostic`; where more lines could complete the text, `isIncomplete` is set.
    package static func parse(_ source: Source, commands: CommandVocabulary) throws(Diagnostic) -> ParsedScript {
        var parser = Parser(source, commands)
        if source.text.hasPrefix("#!") { parser.skipLine() }
        let marks = parser.lineStarts.filter { parser.isMark(at: $0) }
        guard !marks.isEmpty else {
            let statements = try parser.statements(until: [])
            return ParsedScript(
                source: source,
                cells: statements.map { ScriptCell(title: nil, markdown: nil, statements: [$0], text: $0.text) },
                isMarked: false)
        }
        var cells: [ScriptCell] = []
        for (start, end) in zip([parser.position] + marks, marks + [parser.characters.count]) where start < end {
            if let cell = try parser.cell(from: start, to: end) { cells.append(cell) }
        }
        return ParsedScript(source: source, cells: cells, isMarked: true)
    }

    /// Whether more lines are needed before the text can run.
    package static func needsMore(_ text: String, commands: CommandVocabulary) -> Bool {
        do {
            _ = try parse(Source(name: "", text: text), commands: commands)
            return false
        } catch {
            return error.isIncomplete
        }
    }

    // MARK: - Cells

    private func isMark(at start: Int) -> Bool {
        let mark = Array(CellMark.start)
        return start + mark.count <= characters.count && Array(characters[start..<(start + mark.count)]) == mark
    }

    private mutating func cell(from start: Int, to end: Int) throws(Diagnostic) -> ScriptCell? {
        position = start
        limit = end
        var mark: CellMark?
        if isMark(at: start) {
            let lineEnd = characters[start..<end].firstIndex(where: \.isNewline) ?? end
            mark = CellMark(Substring(String(characters[start..<lineEnd])))
            position = min(lineEnd + 1, end)
        }
        let title = mark?.title
        if let mark, mark.kind != .code {
            let text = CellMark.uncommented(String(characters[position..<end]).trimmed).trimmed
            return ScriptCell(
                title: title, markdown: mark.kind == .markdown ? text : "", statements: [],
                text: mark.kind == .markdown ? text : "")
        }
        let written = String(characters[position..<end]).trimmed
        let statements = try statements(until: [])
        return statements.isEmpty && title == nil
            ? nil : ScriptCell(title: title, markdown: nil, statements: statements, text: written)
    }

    // MARK: - Characters and places

    var current: Character? { position < limit ? characters[position] : nil }

    func peek(_ offset: Int) -> Character? {
        position + offset < limit ? characters[position + offset] : nil
    }

    func place(_ index: Int) -> SourcePlace {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= index { low = middle } else { high = middle }
        }
        return SourcePlace(line: low + source.firstLine, column: index - lineStarts[low] + 1)
    }

    func range(_ start: Int, _ end: Int) -> SourceRange { SourceRange(place(start), place(end)) }

    func failure(_ message: String, at start: Int, to end: Int? = nil, hint: String? = nil, isIncomplete: Bool = false)
        -> Diagnostic
    {
        Diagnostic(
            message, hint: hint, source: source, range: range(start, end ?? min(start + 1, characters.count)),
            isIncomplete: isIncomplete)
    }

    /// Skips spaces, continued lines and, where `newlines`, line ends; also a comment.
    mutating func skipSpace(newlines: Bool = false) throws(Diagnostic) {
        if position != spaceEnd { tokenEnd = position }
        defer { spaceEnd = position }
        while let character = current {
            if character == "\\", let next = peek(1), next.isNewline {
                position += 2
            } else if character == "\\", position + 1 == limit {
                throw failure("a line follows '\\'", at: position, isIncomplete: true)
            } else if character == "#" {
                skipLine(keepingEnd: true)
            } else if character.isNewline ? newlines : character.isWhitespace {
                position += 1
            } else {
                return
            }
        }
    }

    mutating func skipLine(keepingEnd: Bool = false) {
        while let character = current, !character.isNewline { position += 1 }
        if !keepingEnd, current != nil { position += 1 }
    }

    var isAtStatementEnd: Bool { current.map { $0.isNewline || $0 == ";" } ?? true }

    mutating func beginStatement() { operators = 0 }

    /// - Throws: where a statement has more operators than the stack can take.
    mutating func countOperator() throws(Diagnostic) {
        operators += 1
        guard operators <= Self.operatorLimit else {
            throw failure("a statement has at most \(Self.operatorLimit) operators and fields", at: position)
        }
    }

    /// Runs `body` one level deeper. - Throws: where a text nests too deep for the stack.
    mutating func nested<Result>(
        _ body: (inout Parser) throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        guard depth < Self.depthLimit else {
            throw failure("this nests deeper than \(Self.depthLimit) levels", at: position)
        }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }
}

extension Character {
    var isNameStart: Bool { isLetter || self == "_" }
    var isNamePart: Bool { isLetter || isNumber || self == "_" || self == "-" }
}
