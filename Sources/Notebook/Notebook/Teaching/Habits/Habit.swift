import Values

/// A way of writing that people bring from another language, and the line that does the same here.
package protocol Habit: Sendable {
    /// - Returns: what to do instead, in words that hold the line; `nil` where the line is no such habit.
    func answer(_ line: TypedLine) -> String?
}

/// A line that was no statement, with all that an answer can be made of. It is looked at after it has failed, never before.
package struct TypedLine: Sendable {
    /// What is known of a name.
    package struct Named: Sendable {
        /// The kind of what it holds, by its name.
        package let kind: String?
        /// The statement that makes it.
        package let statement: String
        package let fields: [String]

        package init(kind: String?, statement: String, fields: [String] = []) {
            self.kind = kind
            self.statement = statement
            self.fields = fields
        }
    }

    /// Without blanks around it and a comment behind it.
    package let text: String
    /// What stands before a `=` that assigns, with the sign: `x = `.
    package let target: String
    /// The text without `target`.
    package let body: String
    /// The words of the body.
    package let words: [String]
    package let names: [String: Named]
    package let commands: CommandTable

    package init(_ line: String, names: [String: Named], commands: CommandTable) {
        let whole = line.trimmed
        text = whole
        let equals = whole.firstIndex(of: "=")
        let before = equals.map { whole[..<$0].trimmed } ?? ""
        let after = equals.map { String(whole[whole.index(after: $0)...]) } ?? ""
        if Self.isName(before), !after.hasPrefix("=") {
            target = "\(before) = "
            body = after.trimmed
        } else {
            target = ""
            body = whole
        }
        words = Self.split(body)
        self.names = names
        self.commands = commands
    }

    package var first: String { words.first ?? "" }

    /// The name that somebody gave to a thing of this kind, the last one; else a word that stands for it.
    package func name(of kind: String, or placeholder: String) -> String {
        names.filter { $0.value.kind == kind }.keys.min() ?? placeholder
    }

    /// What a search or a training can be given: a split, or else ratings.
    package var data: String {
        let split = name(of: "split", or: "")
        return split.isEmpty ? name(of: "dataset", or: "DATA") : split
    }

    /// The kind of a name, or of a field whose kind its owner tells.
    package func kind(of word: String) -> String? {
        if let kind = names[word]?.kind { return kind }
        guard let dot = word.firstIndex(of: "."), let owner = names[String(word[..<dot])] else { return nil }
        let field = word[word.index(after: dot)...]
        switch owner.kind {
        case "split": return ["train", "validation", "test"].contains(field) ? "dataset" : nil
        case "folds": return field == "folds" ? "table" : "split"
        case "experiment": return field == "best" ? "trial" : field == "best.model" ? "model" : nil
        case "trial": return field == "model" ? "model" : field == "metrics" || field == "params" ? "metrics" : nil
        default: return nil
        }
    }

    // MARK: - Words

    package static func isName(_ word: String) -> Bool {
        guard let first = word.first, first.isLetter || first == "_" else { return false }
        return word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }

    /// A text without the quotes around it.
    package static func bare(_ text: String) -> String {
        let text = text.trimmed
        guard text.count >= 2, let quote = text.first, quote == "'" || quote == "\"", text.last == quote else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }

    /// A value as a word of a call.
    package static func word(_ text: String) -> String { JSONValue(word: bare(text)).typed }

    /// Words that blanks part, but not within quotes.
    private static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            word.append(character)
        }
        return word.isEmpty ? words : words + [word]
    }
}

/// A call as most languages write it: `owner.name(value, label=value)`.
package struct TypedCall: Sendable {
    package struct Argument: Sendable {
        package let label: String?
        package let value: String
    }

    package let owner: String?
    package let name: String
    package let arguments: [Argument]

    /// Of `d.groupby(x).mean()` the last call counts no more than the first: what is called of what.
    package init?(_ text: String) {
        guard let open = text.firstIndex(of: "("), open != text.startIndex else { return nil }
        let head = text[..<open].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !head.isEmpty, head.allSatisfy(TypedLine.isName) else { return nil }
        name = head[head.count - 1]
        owner = head.count > 1 ? head.dropLast().joined(separator: ".") : nil
        var parts: [String] = []
        var part = ""
        var depth = 1
        var quote: Character?
        for character in text[text.index(after: open)...] {
            if let mark = quote {
                if character == mark { quote = nil }
            } else {
                switch character {
                case "'", "\"": quote = character
                case "(", "[", "{": depth += 1
                case ")", "]", "}": depth -= 1
                default: break
                }
                if depth == 0 { break }
                if character == ",", depth == 1 {
                    parts.append(part)
                    part = ""
                    continue
                }
            }
            part.append(character)
        }
        parts.append(part)
        arguments = parts.map(\.trimmed).filter { !$0.isEmpty }.map { text in
            guard let equals = text.firstIndex(of: "="), TypedLine.isName(text[..<equals].trimmed)
            else { return Argument(label: nil, value: TypedLine.bare(text)) }
            return Argument(
                label: text[..<equals].trimmed,
                value: TypedLine.bare(String(text[text.index(after: equals)...])))
        }
    }

    package var values: [String] { arguments.filter { $0.label == nil }.map(\.value) }
    package var labelled: [(label: String, value: String)] {
        arguments.compactMap { one in one.label.map { ($0, one.value) } }
    }
}

/// The answers that are about the language alone, in the order in which they are sought.
enum LanguageHabits {
    static let all: [any Habit] = [
        CommentHabit(), ControlHabit(), AssignmentHabit(), BlockHabit(), LiteralHabit(), FormatHabit(), IndexHabit(),
        QueryHabit(), HelpHabit(), OptionHabit(), OrderHabit(), PrefixHabit(), CallHabit(), FieldHabit(),
        ShellHabit(),
    ]
}
