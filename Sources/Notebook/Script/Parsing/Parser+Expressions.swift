extension Parser {
    /// - Parameter isPrinted: `>` then sends the output to a file, outside of parentheses.
    mutating func expression(isPrinted: Bool = false) throws(Diagnostic) -> Expression {
        try nested { parser throws(Diagnostic) in try parser.disjunction(isPrinted) }
    }

    private mutating func disjunction(_ isPrinted: Bool) throws(Diagnostic) -> Expression {
        var left = try conjunction(isPrinted)
        while try takeWord("or") { left = try binary(.or, left, try conjunction(isPrinted)) }
        return left
    }

    private mutating func conjunction(_ isPrinted: Bool) throws(Diagnostic) -> Expression {
        var left = try negation(isPrinted)
        while try takeWord("and") { left = try binary(.and, left, try negation(isPrinted)) }
        return left
    }

    private mutating func negation(_ isPrinted: Bool) throws(Diagnostic) -> Expression {
        try skipSpace()
        let start = position
        guard try takeWord("not") else { return try comparison(isPrinted) }
        let operand = try nested { parser throws(Diagnostic) in try parser.negation(isPrinted) }
        return Expression(.unary(.not, operand), range: SourceRange(place(start), operand.range.end))
    }

    private mutating func comparison(_ isPrinted: Bool) throws(Diagnostic) -> Expression {
        let left = try sum()
        try skipSpace()
        let symbols: [(String, BinaryOperator)] = [
            ("==", .equal), ("!=", .notEqual), ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("<", .less),
            (">", .greater),
        ]
        for (symbol, operation) in symbols where isAhead(symbol) {
            if isPrinted, operation == .greater { break }
            position += symbol.count
            return try binary(operation, left, try sum())
        }
        if try takeWord("in") { return try binary(.contained, left, try sum()) }
        return left
    }

    private mutating func sum() throws(Diagnostic) -> Expression {
        var left = try product()
        while true {
            try skipSpace()
            guard current == "+" || current == "-" else { return left }
            let operation: BinaryOperator = current == "+" ? .add : .subtract
            position += 1
            left = try binary(operation, left, try product())
        }
    }

    private mutating func product() throws(Diagnostic) -> Expression {
        var left = try unary()
        while true {
            try skipSpace()
            guard current == "*" || current == "/" else { return left }
            let operation: BinaryOperator = current == "*" ? .multiply : .divide
            position += 1
            left = try binary(operation, left, try unary())
        }
    }

    private mutating func unary() throws(Diagnostic) -> Expression {
        try skipSpace()
        let start = position
        guard current == "-" else { return try fields() }
        position += 1
        let operand = try nested { parser throws(Diagnostic) in try parser.unary() }
        return Expression(.unary(.minus, operand), range: SourceRange(place(start), operand.range.end))
    }

    private mutating func fields() throws(Diagnostic) -> Expression {
        let start = position
        var value = try primary()
        while current == ".", let next = peek(1), next.isNamePart, next != "-" {
            try countOperator()
            position += 1
            let nameStart = position
            while let character = current, character.isNamePart || character == "@" { position += 1 }
            while characters[position - 1] == "-" { position -= 1 }
            let name = Identifier(String(characters[nameStart..<position]), range: range(nameStart, position))
            value = Expression(.field(value, name), range: range(start, position))
        }
        return value
    }

    private mutating func primary() throws(Diagnostic) -> Expression {
        let start = position
        guard let first = current, !isAtStatementEnd else {
            throw failure("a value is expected here", at: min(start, max(characters.count - 1, 0)))
        }
        if first == "(" {
            position += 1
            try skipSpace(newlines: true)
            let inner = try expression()
            try skipSpace(newlines: true)
            guard current == ")" else {
                throw failure(
                    "')' is expected for this '('", at: start, isIncomplete: current == nil)
            }
            position += 1
            return inner
        }
        if first == "\"" || first == "'" {
            let parts = first == "'" ? [.literal(try singleQuoted())] : try doubleQuoted()
            let range = range(start, position)
            return Expression(.text(Word(parts: parts, isQuoted: true, range: range)), range: range)
        }
        if first.isNumber || first == "." { return try number() }
        if first == "$", peek(1) == "{", case .interpolation(let inner)? = try interpolation() { return inner }
        if first == "$" { position += 1 }
        guard let name = wordAhead() else {
            let end = wordEnd(from: start)
            throw failure("a value is expected, found '\(String(characters[start..<end]))'", at: start, to: end)
        }
        position += name.count
        switch name {
        case "true": return Expression(.boolean(true), range: range(start, position))
        case "false": return Expression(.boolean(false), range: range(start, position))
        case "and", "or", "not", "in", "else", "end":
            throw failure("a value is expected, found '\(name)'", at: start, to: position)
        default: return Expression(.name(name), range: range(start, position))
        }
    }

    private mutating func number() throws(Diagnostic) -> Expression {
        let start = position
        func digits(_ parser: inout Parser) {
            while let character = parser.current, character.isASCII, character.isNumber { parser.position += 1 }
        }
        digits(&self)
        if current == ".", peek(1).map({ $0.isASCII && $0.isNumber }) ?? false {
            position += 1
            digits(&self)
        }
        if current == "e" || current == "E" {
            let sign = peek(1) == "+" || peek(1) == "-" ? 2 : 1
            if let digit = peek(sign), digit.isASCII, digit.isNumber {
                position += sign
                digits(&self)
            }
        }
        let text = String(characters[start..<position])
        let isFollowed = current.map { $0.isLetter || $0 == "_" } ?? false
        if !isFollowed, let whole = Int(text) { return Expression(.integer(whole), range: range(start, position)) }
        guard !isFollowed, let number = Double(text), number.isFinite else {
            let end = max(wordEnd(from: start), position)
            throw failure("'\(String(characters[start..<end]))' is neither a number nor a name", at: start, to: end)
        }
        return Expression(.number(number), range: range(start, position))
    }

    private func isAhead(_ symbol: String) -> Bool {
        position + symbol.count <= limit && characters[position..<(position + symbol.count)].elementsEqual(symbol)
    }

    private mutating func takeWord(_ word: String) throws(Diagnostic) -> Bool {
        try skipSpace()
        guard wordAhead() == word else { return false }
        position += word.count
        return true
    }

    private mutating func binary(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression
    ) throws(Diagnostic) -> Expression {
        try countOperator()
        return Expression(.binary(operation, left, right), range: SourceRange(left.range.start, right.range.end))
    }
}
