import Values

extension Parser {
    /// Statements up to one of the closing words, which stays unread, or to the end.
    mutating func statements(until closers: Set<String>) throws(Diagnostic) -> [Statement] {
        var statements: [Statement] = []
        while true {
            try skipSpace(newlines: true)
            if current == ";" {
                position += 1
                continue
            }
            guard current != nil else { return statements }
            if let word = wordAhead(), closers.contains(word) { return statements }
            statements.append(try nested { parser throws(Diagnostic) in try parser.statement() })
            try skipSpace()
            guard isAtStatementEnd else {
                let end = wordEnd(from: position)
                throw failure(
                    "the end of the statement is expected before '\(String(characters[position..<end]))'", at: position,
                    to: end)
            }
        }
    }

    private mutating func statement() throws(Diagnostic) -> Statement {
        let start = position
        beginStatement()
        let kind = try statementKind()
        try skipSpace()
        let end = max(start, tokenEnd)
        return Statement(kind, range: range(start, end), text: String(characters[start..<end]))
    }

    private mutating func statementKind() throws(Diagnostic) -> Statement.Kind {
        let start = position
        if current == "!" { return try shell() }
        switch wordAhead().flatMap(Keyword.init) {
        case .for: return try forLoop()
        case .if: return try conditional()
        case .param: return try parameter()
        case .print: return try printing()
        case .assert: return try assertion()
        case .time: return try timing()
        case .space: if try isSpaceBlock() { return try space() }
        case .some(let word) where word == .end || word == .else:
            throw failure(
                "'\(word.rawValue)' without a block that it could close", at: start, to: start + word.rawValue.count)
        default: break
        }
        if let target = try assignmentTarget() {
            try skipSpace()
            guard !isAtStatementEnd else { throw failure("a value or a command is expected after '='", at: position) }
            if isExpressionAhead() { return .expression(try expression(), target: target) }
            return .command(try commandCall(), target: target)
        }
        if isExpressionAhead(), !isQuestionAhead() { return .expression(try expression(), target: nil) }
        let call = try commandCall()
        if let last = call.words.last, !last.isQuoted, let text = last.literal, text.hasSuffix("?"),
            text.count > 1 || call.words.count > 1
        {
            return .command(helpCall(call), target: nil)
        }
        return .command(call, target: nil)
    }

    /// `COMMAND?` is `help COMMAND`.
    private func helpCall(_ call: CommandCall) -> CommandCall {
        let help = Word(parts: [.literal("help")], isQuoted: false, range: call.range)
        let words = call.words.compactMap { word -> Word? in
            guard let text = word.literal, text.hasSuffix("?") else { return word }
            guard text != "?" else { return nil }
            return Word(parts: [.literal(String(text.dropLast()))], isQuoted: word.isQuoted, range: word.range)
        }
        return CommandCall(words: [help] + words, redirect: call.redirect, range: call.range)
    }

    private mutating func shell() throws(Diagnostic) -> Statement.Kind {
        position += 1
        let start = position
        skipLine(keepingEnd: true)
        let command = String(characters[start..<position]).trimmed
        guard !command.isEmpty else { throw failure("'!' is followed by a shell command", at: start - 1) }
        return .shell(command, range(start, position))
    }

    // MARK: - Telling commands from expressions

    /// The bare word ahead, if it is one.
    func wordAhead() -> String? {
        guard let first = current, first.isNameStart else { return nil }
        var end = position
        while end < limit, characters[end].isNamePart { end += 1 }
        while characters[end - 1] == "-" { end -= 1 }
        return String(characters[position..<end])
    }

    func wordEnd(from start: Int) -> Int {
        characters[start..<limit].firstIndex { $0.isWhitespace || $0 == ";" } ?? limit
    }

    /// `name =`, read past the sign; position unchanged where there is none.
    private mutating func assignmentTarget() throws(Diagnostic) -> Identifier? {
        guard let name = wordAhead() else { return nil }
        let start = position
        var next = start + name.count
        while next < limit, characters[next] == " " || characters[next] == "\t" { next += 1 }
        guard next < limit, characters[next] == "=", next + 1 >= limit || characters[next + 1] != "=" else {
            return nil
        }
        let target = Identifier(name, range: range(start, start + name.count))
        try refuseReserved(target, at: start)
        position = next + 1
        return target
    }

    func refuseReserved(_ name: Identifier, at start: Int) throws(Diagnostic) {
        if commands.isReserved(name.name) || name.name == "_" {
            throw failure(
                "'\(name.name)' is a word of the language and can't be a name", at: start, to: start + name.name.count,
                hint: "choose another name, for example \(name.name == "_" ? "result" : "my_" + name.name)")
        }
    }

    /// A first word that is no command makes an expression where it stands alone or an operator follows; what looks like
    /// a mistyped command is left to the commands, which know the nearest one.
    private func isExpressionAhead() -> Bool {
        guard let first = current else { return false }
        if first.isNumber || first == "\"" || first == "'" || first == "(" || first == "$" { return true }
        if first == "-" || first == "." { return peek(1).map { $0.isNumber || $0 == "." && first == "-" } ?? false }
        guard let word = wordAhead() else { return false }
        if [.true, .false, .not].contains(Keyword(rawValue: word)) { return true }
        if commands.words.contains(word) && !commands.groups.contains(word) || word == "space" { return false }
        var next = position + word.count
        let isSpaced = next < limit && (characters[next] == " " || characters[next] == "\t")
        while next < limit, characters[next] == " " || characters[next] == "\t" { next += 1 }
        guard next < limit, !characters[next].isNewline, characters[next] != ";", characters[next] != "#" else {
            return true
        }
        let after = next + 1 < limit ? characters[next + 1] : " "
        switch characters[next] {
        case ".": return !isSpaced
        case "=", "!": return after == "="
        case "<", ">", "+": return true
        case "*", "/": return after == " " || !isSpaced
        case "-": return after != "-" && (after == " " || after.isNumber || after == "(")
        default:
            let rest = characters[next..<min(next + 4, limit)]
            return isSpaced && (rest.starts(with: Array("and ")) || rest.starts(with: Array("or ")))
        }
    }

    /// `data.train?`: what would be an expression but for the mark at its end.
    private func isQuestionAhead() -> Bool {
        guard current?.isNameStart == true else { return false }
        var end = position
        while end < limit, !characters[end].isNewline, characters[end] != ";", characters[end] != "#" { end += 1 }
        while end > position, characters[end - 1].isWhitespace { end -= 1 }
        return characters[end - 1] == "?"
    }

    // MARK: - Simple statements

    private mutating func parameter() throws(Diagnostic) -> Statement.Kind {
        let start = position
        position += "param".count
        try skipSpace()
        guard let target = try assignmentTarget() else {
            throw failure("'param' is followed by a name and its default: param trials = 10", at: start, to: position)
        }
        try skipSpace()
        return .parameter(target, try expression())
    }

    private mutating func timing() throws(Diagnostic) -> Statement.Kind {
        let start = position
        position += "time".count
        try skipSpace()
        guard !isAtStatementEnd else { throw failure("'time' needs a statement to time", at: start, to: position) }
        return .time(try nested { parser throws(Diagnostic) in try parser.statement() })
    }

    private mutating func printing() throws(Diagnostic) -> Statement.Kind {
        position += "print".count
        var values: [Expression] = []
        while true {
            try skipSpace()
            if isAtStatementEnd { return .print(values, nil) }
            if let redirect = try redirect() { return .print(values, redirect) }
            values.append(try expression(isPrinted: true))
        }
    }

    private mutating func assertion() throws(Diagnostic) -> Statement.Kind {
        let start = position
        position += "assert".count
        try skipSpace()
        guard !isAtStatementEnd else { throw failure("'assert' needs a condition", at: start, to: position) }
        let condition = try expression()
        try skipSpace()
        return .assert(condition, message: isAtStatementEnd ? nil : try expression())
    }
}
