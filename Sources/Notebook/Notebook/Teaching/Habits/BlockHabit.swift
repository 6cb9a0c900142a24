import Values

/// Blocks and conditions of other languages: `if a = 5`, `if a == 5:`, `elif`, `for i in range(3):`, `while`, `def`.
struct BlockHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        var text = line.text
        let hadColon = text.hasSuffix(":")
        if hadColon { text = text.dropLast().trimmed }
        if text.hasSuffix("{") { text = text.dropLast().trimmed }
        let word = String(text.prefix { $0.isLetter })
        let rest = text.dropFirst(word.count).trimmed
        switch word {
        case "if", "assert", "elif", "elsif", "elseif":
            return condition(word, rest, hadColon: hadColon, changed: text != line.text)
        case "else" where line.text != "else": return "'else' stands alone on its line, without ':'"
        case "for", "foreach": return loop(rest, hadColon: hadColon)
        case "while", "until", "do", "loop", "repeat":
            return
                "nothing repeats until a condition holds: for i in 1 2 3 … end goes over words, and 'if' inside it chooses"
        case "def", "function", "fn", "func", "lambda", "class", "sub", "procedure":
            let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            let file = name.isEmpty ? "steps.tb" : "\(name).tb"
            return
                "there are no functions: statements in a file run with 'source \(file)', and 'for x in … end' repeats them"
        case "return", "yield", "break", "continue", "pass", "try", "except", "finally", "with", "raise", "async",
            "await", "global":
            guard line.words.count > 1 || line.text == word || hadColon else { return nil }
            return "there is no '\(word)': 'if … end' chooses and 'for … end' repeats; 'help for' says more"
        case "endif", "fi", "done", "endfor", "endwhile", "esac": return "a block ends with 'end'"
        case "then": return "'if CONDITION' ends its line; what follows stands on lines of its own, up to 'end'"
        default:
            if line.text == "}" { return "a block ends with 'end'" }
            return nil
        }
    }

    private func condition(_ word: String, _ rest: String, hadColon: Bool, changed: Bool) -> String? {
        let isElse = !["if", "assert"].contains(word)
        var text = rest
        for (theirs, ours) in [("&&", "and"), ("||", "or"), (" is not ", " != "), (" is ", " == ")] {
            text = text.replacing(theirs, with: ours)
        }
        let compared = Self.comparing(text)
        guard isElse || hadColon || compared != rest || changed else { return nil }
        let line = "\(isElse ? "else if" : word) \(compared)"
        var why: [String] = []
        if Self.comparing(text) != text { why.append("'==' compares, '=' gives a name") }
        if isElse { why.append("'\(word)' is written 'else if'") }
        if hadColon { why.append("no ':' stands at a line's end") }
        return (why.isEmpty ? "here that is" : why.joined(separator: ", ")) + ": \(line)"
    }

    /// A lone `=` as the comparison that was meant.
    private static func comparing(_ text: String) -> String {
        let characters = Array(text)
        var result = ""
        for (place, character) in characters.enumerated() {
            let before = place > 0 ? characters[place - 1] : " "
            let after = place + 1 < characters.count ? characters[place + 1] : " "
            let isAlone = character == "=" && !"=!<>".contains(before) && after != "="
            result += isAlone ? "==" : String(character)
        }
        return result
    }

    private func loop(_ rest: String, hadColon: Bool) -> String? {
        guard let middle = rest.firstRange(of: " in ") else { return nil }
        let name = rest[..<middle.lowerBound].trimmed
        let over = rest[middle.upperBound...].trimmed
        guard TypedLine.isName(name) else { return nil }
        if let call = TypedCall(over), call.name == "range" {
            let numbers = call.values.compactMap(Int.init)
            guard numbers.count == call.values.count, let words = Self.range(numbers) else {
                return "'for' goes over words that stand there: for \(name) in 0 1 2"
            }
            return "'for' goes over words: for \(name) in \(words)"
        }
        if let first = over.first, let last = over.last, "[(".contains(first), "])".contains(last) {
            let words = over.dropFirst().dropLast().split(separator: ",").map { TypedLine.word(String($0)) }
            return "'for' goes over words: for \(name) in \(words.joined(separator: " "))"
        }
        // A name alone is a word here, not the list that it holds elsewhere.
        let isSeveral = over.contains(where: \.isWhitespace)
        return hadColon && isSeveral ? "no ':' stands at a line's end: for \(name) in \(over)" : nil
    }

    /// The numbers of Python's `range`, as far as one would type them.
    private static func range(_ numbers: [Int]) -> String? {
        let (from, to, step) =
            switch numbers.count {
            case 1: (0, numbers[0], 1)
            case 2: (numbers[0], numbers[1], 1)
            case 3: (numbers[0], numbers[1], numbers[2])
            default: (0, 0, 0)
            }
        guard step != 0, abs(from) < 1 << 40, abs(to) < 1 << 40, abs(step) < 1 << 40 else { return nil }
        let all = stride(from: from, to: to, by: step)
        let first = Array(all.prefix(12))
        guard !first.isEmpty else { return nil }
        let shown = first.map(String.init).joined(separator: " ")
        return all.dropFirst(12).first(where: { _ in true }) == nil ? shown : shown + " …"
    }
}
