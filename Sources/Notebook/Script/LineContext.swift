/// What stands before the cursor, as far as completion needs it. Never fails: half a line is never wrong.
package struct LineContext: Sendable {
    /// The words of the statement before the one that is being typed.
    package private(set) var words: [String] = []
    /// What of the current word stands before the cursor, without its quote.
    package private(set) var partial = ""
    /// Where the word begins in the line, in characters, its quote included.
    package private(set) var partialStart = 0
    /// The quote that is open.
    package private(set) var quote: Character?
    /// Whether a `$` stands before the partial word.
    package private(set) var isInterpolation = false
    /// The current word up to the last `$` and with it, and where it begins: what it is where no name follows.
    private var before: (text: String, start: Int)?
    /// Whether the statement is an assignment; `words` are those after the sign.
    package private(set) var isAssignment = false
    /// Whether the line goes on a `space` block.
    package let isInSpaceBlock: Bool

    /// - Parameters:
    ///   - line: what is being edited; of several lines that were pasted the cursor's counts.
    ///   - cursor: in characters from the line's start.
    ///   - earlier: the lines of the statement before this one.
    package init(line: String, cursor: Int, earlier: [String] = []) {
        let typed = Array(line.prefix(cursor))
        let start = typed.lastIndex(where: \.isNewline).map { $0 + 1 } ?? 0
        let above = typed[..<start].split(whereSeparator: \.isNewline).map { String($0) }
        var blocks: [Keyword] = []
        for text in earlier + above {
            let first = text.split(whereSeparator: \.isWhitespace).first.flatMap { Keyword(rawValue: String($0)) }
            if let first, first.opensBlock { blocks.append(first) }
            if first == .end, !blocks.isEmpty { blocks.removeLast() }
        }
        isInSpaceBlock = blocks.last == .space
        read(Array(typed[start...]))
        partialStart += start
    }

    /// The same with every `$` of the word as a character of it; `nil` where there is none.
    package var withoutInterpolation: LineContext? {
        guard isInterpolation, let before else { return nil }
        var whole = self
        whole.partial = before.text + partial
        whole.partialStart = before.start
        whole.isInterpolation = false
        return whole
    }

    private mutating func read(_ characters: [Character]) {
        var position = 0
        startWord(at: 0)
        var isWord = false
        while position < characters.count {
            let character = characters[position]
            let next = position + 1 < characters.count ? characters[position + 1] : nil
            if quote != nil {
                position += readQuoted(character, next, at: position)
                continue
            }
            switch character {
            case "'", "\"":
                if !isWord { startWord(at: position) }
                quote = character
                isWord = true
            case "$":
                if !isWord { startWord(at: position) }
                isWord = true
                position += startName(at: position, next) - 1
            case ";":
                beginStatement(at: position + 1, isAssignment: false)
                isWord = false
            case "#" where !isWord:
                words = ["#"]
                return
            case "=" where words.count + (isWord ? 1 : 0) == 1 && next != "=":
                beginStatement(at: position + 1, isAssignment: true)
                isWord = false
            case _ where character.isWhitespace:
                if isWord { words.append(partial) }
                isWord = false
                startWord(at: position + 1)
            case "(" where isWord == false:
                startWord(at: position + 1)
            default:
                if !isWord { startWord(at: position) }
                isWord = true
                partial.append(character)
            }
            position += 1
        }
        // Inside a block's line the statement's first word counts, as on a line of its own.
        if words.first == Keyword.time.rawValue { words.removeFirst() }
    }

    /// A name begins behind a dollar sign. - Returns: how many characters were read.
    private mutating func startName(at position: Int, _ next: Character?) -> Int {
        let count = next == "{" ? 2 : 1
        before = ((before?.text ?? "") + partial + (next == "{" ? "${" : "$"), before?.start ?? partialStart)
        isInterpolation = true
        partial = ""
        partialStart = position + count
        return count
    }

    /// - Returns: how many characters were read.
    private mutating func readQuoted(_ character: Character, _ next: Character?, at position: Int) -> Int {
        if character == "$", quote == "\"" { return startName(at: position, next) }
        if character == "\\", quote == "\"", let next {
            partial.append(next)
            return 2
        }
        if character == quote { quote = nil } else { partial.append(character) }
        return 1
    }

    private mutating func beginStatement(at position: Int, isAssignment: Bool) {
        words = []
        self.isAssignment = isAssignment
        startWord(at: position)
    }

    private mutating func startWord(at position: Int) {
        partial = ""
        partialStart = position
        isInterpolation = false
        before = nil
    }
}
