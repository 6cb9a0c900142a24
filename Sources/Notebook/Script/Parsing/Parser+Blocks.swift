extension Parser {
    mutating func forLoop() throws(Diagnostic) -> Statement.Kind {
        let start = position
        position += "for".count
        try skipSpace()
        guard let name = wordAhead() else {
            throw failure("'for' is followed by a name: for x in 1 2 3", at: start, to: position)
        }
        let variable = Identifier(name, range: range(position, position + name.count))
        try refuseReserved(variable, at: position)
        position += name.count
        try skipSpace()
        guard wordAhead() == "in" else { throw failure("'in' is expected here: for \(name) in 1 2 3", at: position) }
        position += 2
        var words: [Word] = []
        while true {
            try skipSpace()
            if isAtStatementEnd { break }
            let start = position
            let word = try word()
            words.append(word)
            if !word.isQuoted, let text = word.literal, text.contains("(") || text.hasSuffix(":") {
                throw failure(
                    "'for' goes over words, found '\(text)'", at: start, to: position,
                    hint: "for example: for \(name) in 0 1 2; a word in quotes may be anything")
            }
        }
        let body = try statements(until: ["end"])
        try close("for", openedAt: start)
        return .forLoop(variable: variable, words: words, body: body)
    }

    mutating func conditional() throws(Diagnostic) -> Statement.Kind {
        let start = position
        position += "if".count
        var branches: [Branch] = []
        var otherwise: [Statement] = []
        while true {
            try skipSpace()
            guard !isAtStatementEnd else { throw failure("'if' needs a condition", at: start, to: start + 2) }
            let condition = try expression()
            try skipSpace()
            guard isAtStatementEnd else { throw failure("the condition's line ends here", at: position) }
            branches.append(Branch(condition: condition, body: try statements(until: ["end", "else"])))
            guard wordAhead() == "else" else { break }
            position += "else".count
            try skipSpace()
            if wordAhead() == "if" {
                position += "if".count
                continue
            }
            otherwise = try statements(until: ["end"])
            break
        }
        try close("if", openedAt: start)
        return .conditional(branches, otherwise: otherwise)
    }

    /// Reads the `end` of a block.
    private mutating func close(_ opener: String, openedAt start: Int) throws(Diagnostic) {
        guard wordAhead() == "end" else {
            throw failure(
                "missing 'end' for the '\(opener)' of line \(place(start).line)", at: start, to: start + opener.count,
                isIncomplete: true)
        }
        position += "end".count
    }

    /// `space NAME` opens a block; `space show NAME` is a command.
    func isSpaceBlock() throws(Diagnostic) -> Bool {
        var ahead = self
        ahead.position += "space".count
        try ahead.skipSpace()
        guard let name = ahead.wordAhead() else { return false }
        return !(commands.subcommands["space"]?.contains(name) ?? false)
    }

    mutating func space() throws(Diagnostic) -> Statement.Kind {
        let start = position
        position += "space".count
        try skipSpace()
        let name = wordAhead() ?? ""
        let identifier = Identifier(name, range: range(position, position + name.count))
        try refuseReserved(identifier, at: position)
        position += name.count
        try skipSpace()
        guard isAtStatementEnd else {
            throw failure(
                "the line ends after the name; each parameter has a line of its own, then 'end'", at: position)
        }
        var lines: [SpaceLine] = []
        while true {
            try skipSpace(newlines: true)
            if current == ";" {
                position += 1
                continue
            }
            if current == nil || wordAhead() == "end" { break }
            let lineStart = position
            var words: [Word] = []
            while true {
                try skipSpace()
                if isAtStatementEnd { break }
                words.append(try word())
            }
            lines.append(SpaceLine(words: words, range: range(lineStart, position)))
        }
        try close("space", openedAt: start)
        return .space(identifier, lines: lines)
    }
}
