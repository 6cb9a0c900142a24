import Values

extension Parser {
    mutating func commandCall() throws(Diagnostic) -> CommandCall {
        let start = position
        var words: [Word] = []
        while true {
            try skipSpace()
            if isAtStatementEnd { break }
            if let redirect = try redirect() {
                return CommandCall(words: words, redirect: redirect, range: range(start, position))
            }
            words.append(try word())
        }
        guard let last = words.last else { throw failure("a command is expected here", at: start) }
        return CommandCall(words: words, redirect: nil, range: SourceRange(place(start), last.range.end))
    }

    /// `> FILE`, `>> FILE`, `| SHELL COMMAND`, where one stands here.
    mutating func redirect() throws(Diagnostic) -> Redirect? {
        let start = position
        if current == "|" {
            position += 1
            let commandStart = position
            skipLine(keepingEnd: true)
            let command = String(characters[commandStart..<position]).trimmed
            guard !command.isEmpty else { throw failure("'|' is followed by a shell command", at: start) }
            return .pipe(command, range(commandStart, position))
        }
        guard current == ">" else { return nil }
        position += 1
        let appends = current == ">"
        if appends { position += 1 }
        try skipSpace()
        guard !isAtStatementEnd else {
            throw failure("a file is expected after '\(appends ? ">>" : ">")'", at: start, to: position)
        }
        let file = try word()
        return appends ? .append(file) : .write(file)
    }

    /// One word, up to white space or `;`; quoted pieces and interpolations join what touches them.
    mutating func word() throws(Diagnostic) -> Word {
        let start = position
        var parts: [Word.Part] = []
        var isQuoted = false
        let listEnd = listEnd()
        while let character = current, position < listEnd || !character.isWhitespace && character != ";" {
            switch character {
            // A list keeps its quotes: it is read as JSON.
            case _ where position < listEnd && character != "$": literal(String(character), &parts)
            case "'":
                isQuoted = true
                parts.append(.literal(try singleQuoted()))
            case "\"":
                isQuoted = true
                parts += try doubleQuoted()
            case "$":
                if let piece = try interpolation() { parts.append(piece) } else { literal("$", &parts) }
            case "\\":
                guard let next = peek(1), !next.isNewline else {
                    try skipSpace()
                    return Word(parts: parts, isQuoted: isQuoted, range: range(start, position))
                }
                literal(String(next), &parts)
                position += 1
            default:
                literal(String(character), &parts)
            }
        }
        return Word(parts: Self.joined(parts), isQuoted: isQuoted, range: range(start, position))
    }

    /// Where a list ends that begins here, `[16, 8, 4]`, blanks and all; this place where none does.
    private func listEnd() -> Int {
        guard current == "[" else { return position }
        var depth = 0
        for place in position..<limit {
            if characters[place].isNewline { break }
            if characters[place] == "[" { depth += 1 }
            if characters[place] == "]" { depth -= 1 }
            if depth == 0 { return place + 1 }
        }
        return position
    }

    private mutating func literal(_ text: String, _ parts: inout [Word.Part]) {
        parts.append(.literal(text))
        position += 1
    }

    private static func joined(_ parts: [Word.Part]) -> [Word.Part] {
        var result: [Word.Part] = []
        for part in parts {
            if case .literal(let text) = part, case .literal(let before) = result.last {
                result[result.count - 1] = .literal(before + text)
            } else {
                result.append(part)
            }
        }
        return result
    }

    mutating func singleQuoted() throws(Diagnostic) -> String {
        let start = position
        position += 1
        let first = position
        while let character = current, character != "'" { position += 1 }
        guard current != nil else { throw failure("the quote is never closed", at: start, isIncomplete: true) }
        defer { position += 1 }
        return String(characters[first..<position])
    }

    mutating func doubleQuoted() throws(Diagnostic) -> [Word.Part] {
        let start = position
        position += 1
        var parts: [Word.Part] = [.literal("")]
        while let character = current {
            switch character {
            case "\"":
                position += 1
                return Self.joined(parts)
            case "$":
                if let piece = try interpolation() { parts.append(piece) } else { literal("$", &parts) }
            case "\\":
                guard let next = peek(1) else {
                    throw failure("the quote is never closed", at: start, isIncomplete: true)
                }
                let escapes: [Character: String] = ["n": "\n", "t": "\t", "\"": "\"", "\\": "\\", "$": "$"]
                // Any other backslash stands for itself: regular expressions and paths stay readable.
                parts.append(.literal(escapes[next] ?? "\\" + String(next)))
                position += 2
            default: literal(String(character), &parts)
            }
        }
        throw failure("the quote is never closed", at: start, isIncomplete: true)
    }

    /// `$name` or `${expression}`; `nil` for a dollar sign that is only one.
    mutating func interpolation() throws(Diagnostic) -> Word.Part? {
        let start = position
        if peek(1) == "{" {
            position += 2
            try skipSpace(newlines: true)
            let inner = try nested { parser throws(Diagnostic) in try parser.expression() }
            try skipSpace(newlines: true)
            guard current == "}" else {
                throw failure("'}' is expected", at: current == nil ? start : position, isIncomplete: current == nil)
            }
            position += 1
            return .interpolation(inner)
        }
        guard let next = peek(1), next.isNameStart else { return nil }
        position += 1
        let name = wordAhead() ?? ""
        position += name.count
        return .interpolation(Expression(.name(name), range: range(start, position)))
    }
}
