import Values

/// `-- comment`, `// comment`, `/* comment */`
struct CommentHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        for mark in ["--", "//", "/*", "REM ", "rem "] where line.text.hasPrefix(mark) {
            var words = line.text.dropFirst(mark.count)
            if words.hasSuffix("*/") { words = words.dropLast(2) }
            // An option at the beginning of a line belongs to the line above.
            if mark == "--", let next = words.first, next.isLetter {
                return "a comment begins with '#'; a line goes on in the next one where it ends in '\\'"
            }
            return "a comment begins with '#': # \(words.trimmed)"
        }
        return nil
    }
}

/// `let x = 5`, `x := 5`, `x <- 5`, `set x = 5`, `x += 1`, `x++`
struct AssignmentHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        let words = line.text.split(separator: " ", maxSplits: 1).map(String.init)
        if words.count == 2,
            ["let", "var", "const", "set", "export", "local", "declare", "val", "my"].contains(words[0])
        {
            let rest = TypedLine(words[1], names: line.names, commands: line.commands)
            if !rest.target.isEmpty { return "a name is given with '=' alone: \(rest.target)\(rest.body)" }
        }
        for sign in [":=", "<-"] {
            guard let range = line.text.firstRange(of: sign) else { continue }
            let name = line.text[..<range.lowerBound].trimmed
            guard TypedLine.isName(name) else { continue }
            return "a name is given with '=': \(name) = \(line.text[range.upperBound...].trimmed)"
        }
        for operation in ["+", "-", "*", "/"] {
            if let range = line.text.firstRange(of: operation + "=") {
                let name = line.text[..<range.lowerBound].trimmed
                let value = line.text[range.upperBound...].trimmed
                if TypedLine.isName(name) { return "write it out: \(name) = \(name) \(operation) \(value)" }
            }
            if line.text.hasSuffix(operation + operation) {
                let name = String(line.text.dropLast(2))
                if TypedLine.isName(name) { return "write it out: \(name) = \(name) \(operation) 1" }
            }
        }
        return nil
    }
}

/// `x = [1, 2]`, `x = {"a": 1}`, `x = (1, 2)`
struct LiteralHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        guard let first = line.body.first, let last = line.body.last, !line.target.isEmpty || first != "(" else {
            return nil
        }
        let name = line.target.isEmpty ? "x" : String(line.target.dropLast(3))
        let parts = line.body.dropFirst().dropLast().split(separator: ",").map { $0.trimmed }
        switch (first, last) {
        case ("[", "]"), ("(", ")"):
            let words = parts.map(TypedLine.word).joined(separator: " ")
            return
                "a name holds no list; 'for x in \(words)' goes over values, 'add \(name) LABEL NAME=VALUE' fills a table row by row"
        case ("{", "}"):
            let pairs = parts.compactMap { part -> String? in
                let sides = part.split(separator: ":", maxSplits: 1).map(String.init)
                return sides.count == 2 ? "\(TypedLine.bare(sides[0]))=\(TypedLine.word(sides[1]))" : nil
            }
            return
                "a name holds no dictionary; a row of a table has names and values: add \(name) first \(pairs.joined(separator: " "))"
        default: return nil
        }
    }
}

/// `f"{m.rmse}"`, `"{}".format(x)`, `{x}` in a text
struct FormatHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        for mark in ["f\"", "f'", "F\"", "F'"] {
            guard let range = line.text.firstRange(of: mark) else { continue }
            if let before = line.text[..<range.lowerBound].last, before.isLetter || before.isNumber { continue }
            let quote = line.text[line.text.index(before: range.upperBound)]
            let rest = line.text[range.upperBound...]
            guard let end = rest.lastIndex(of: quote) else { continue }
            let inside = rest[..<end].replacing("{", with: "${")
            return "a text in double quotes takes values as they are: \(line.text[..<range.lowerBound])\"\(inside)\""
        }
        return nil
    }
}

/// `data['train']`, `d[0]`, `d[:5]`, `d[["user", "item"]]`
struct IndexHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        guard let open = line.body.firstIndex(of: "["), line.body.last == "]" || line.body.contains("]") else {
            return nil
        }
        let owner = String(line.body[..<open])
        guard !owner.isEmpty, owner.split(separator: ".").map(String.init).allSatisfy(TypedLine.isName),
            let end = line.body[open...].firstIndex(of: "]")
        else { return nil }
        let index = line.body[line.body.index(after: open)..<end].trimmed
        let key = TypedLine.bare(index)
        if key != index, TypedLine.isName(key.replacing("@", with: "")) {
            return "a field stands behind a dot: \(line.target)\(owner).\(key)"
        }
        let bounds = index.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if bounds.count == 2, let end = Int(bounds[1]), end > 0, bounds[0].isEmpty || bounds[0] == "0" {
            return "the first \(end) rows: head \(owner) --n \(end)"
        }
        if let number = Int(index) {
            return number >= 0
                ? "rows have no numbers; the first \(number + 1): head \(owner) --n \(number + 1)"
                : "rows have no numbers; the first ones: head \(owner)"
        }
        return "'head \(owner)' shows rows, 'filter \(owner)' chooses some, and \(owner).FIELD is a field"
    }
}
