import Script
import Values

/// A statement that failed and what it would have defined.
struct FailedStatement: Sendable {
    let source: String
    let line: Int
    let text: String
}

/// What errors say beyond what is wrong: the line that does what was meant, and the line that failed before.
extension Session {
    /// Parses a text; of what is no statement it tells the one that was meant.
    ///
    /// - Throws: a `Diagnostic`.
    func parse(_ source: Source) throws(Diagnostic) -> ParsedScript {
        do { return try Parser.parse(source, commands: commands.vocabulary) } catch {
            throw error.isIncomplete ? error : taught(error, source)
        }
    }

    private func names(before line: Int, in source: Source) -> [String: TypedLine.Named] {
        var names: [String: TypedLine.Named] = [:]
        for (name, entry) in directory.all {
            names[name] = TypedLine.Named(
                kind: entry.kind.rawValue, statement: origins[name]?.statement ?? "", fields: entry.fields.map(\.name))
        }
        // Nothing of a text that is no script has run: what its lines would have made is read off them.
        let above = max(0, line - source.firstLine)
        guard above > 0 else { return names }
        let lines = source.text.split(maxSplits: above, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for text in lines.prefix(above).suffix(2000) where text.count < 2000 {
            let typed = TypedLine(String(text), names: [:], commands: commands)
            guard !typed.target.isEmpty else { continue }
            let made = try? commands.declaration(typed.words)
            names[String(typed.target.dropLast(3))] = TypedLine.Named(kind: made?.gives, statement: typed.text)
        }
        return names
    }

    private func taught(_ error: Diagnostic, _ source: Source) -> Diagnostic {
        let line = error.range.start.line
        guard let text = source.line(line), text.count < 2000 else { return error }
        let names = names(before: line, in: source)
        // What ends a block that never began belongs to the line that meant to begin it.
        if ["end", "else"].contains(text.trimmed) {
            for earlier in stride(from: line - 1, through: max(source.firstLine, line - 50), by: -1) {
                guard let opener = source.line(earlier) else { break }
                let typed = TypedLine(String(opener), names: names, commands: commands)
                if let answer = BlockHabit().answer(typed) { return error.hinting("line \(earlier): \(answer)") }
            }
        }
        return answer(to: String(text), names).map(error.hinting) ?? error
    }

    private nonisolated func answer(to text: String, _ names: [String: TypedLine.Named]) -> String? {
        let line = TypedLine(Self.withoutComment(text), names: names, commands: commands)
        for habit in commands.habits {
            if let answer = habit.answer(line) { return answer }
        }
        return nil
    }

    private static func withoutComment(_ text: String) -> String {
        guard let mark = text.firstRange(of: " #") else { return text }
        let before = text[..<mark.lowerBound]
        return before.contains("\"") || before.contains("'") ? text : String(before)
    }

    /// A failed statement's error with what can be said of it, and what it would have defined kept in mind.
    func told(_ diagnostic: Diagnostic, of error: any Error, _ statement: Statement, _ source: Source) -> Diagnostic {
        for name in Self.targets(of: statement) where objects[name] == nil {
            failures[name] = FailedStatement(
                source: source.name, line: statement.range.start.line,
                text: String(statement.text.prefix { !$0.isNewline }.prefix(60)))
        }
        guard let error = error as? NotebookError else { return diagnostic }
        if case .unknownObject(let name, _) = error, let failed = failures[name] {
            let file = failed.source == source.name ? "" : "\(failed.source), "
            return diagnostic.hinting("\(file)line \(failed.line) was to make it and failed: \(failed.text)")
        }
        guard error.isOfWords, statement.text.count < 2000, !statement.text.contains(where: \.isNewline) else {
            return diagnostic
        }
        let names = names(before: 0, in: source)
        return answer(to: statement.text, names).map(diagnostic.hinting) ?? diagnostic
    }

    private static func targets(of statement: Statement) -> [String] {
        switch statement.kind {
        case .command(_, let target), .expression(_, let target): target.map { [$0.name] } ?? []
        case .space(let name, _), .parameter(let name, _): [name.name]
        case .time(let inner): targets(of: inner)
        default: []
        }
    }
}

extension Diagnostic {
    /// The same with another hint.
    fileprivate func hinting(_ hint: String) -> Diagnostic {
        Diagnostic(message, hint: hint, code: code, source: source, range: range, isIncomplete: isIncomplete)
    }
}

extension NotebookError {
    /// Whether words are wrong, not what they stand for.
    fileprivate var isOfWords: Bool {
        switch self {
        case .unknownCommand, .unknownSubcommand, .unknownOption, .missingArgument, .tooManyArguments, .badValue,
            .unknownObject, .unknownField, .wrongKind:
            true
        default: false
        }
    }
}
