import Values

/// `train(svd, data)`, `m.predict(1, 2)`, `d.head()`: a function or method as the command that does it.
struct CallHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        guard let call = TypedCall(line.body) else { return nil }
        if call.name == "print" {
            return "'print' takes its values without parentheses: print \(call.values.joined(separator: " "))"
        }
        if ["len", "size", "count"].contains(call.name), let what = call.values.first ?? call.owner {
            return Self.count(of: what, line)
        }
        guard let words = line.commands.words(of: call.name) else { return nil }
        let owner = call.owner.flatMap { line.kind(of: $0) == nil ? nil : $0 }
        var parts = words.split(separator: " ").map(String.init)
        if words.hasPrefix("train"), let owner, let learner = Self.learner(of: owner, line) {
            // `m.fit(data.train)` trains what made m.
            parts.append(learner)
        } else if let owner {
            parts.append(owner)
        }
        parts += call.values.map(TypedLine.word)
        let declaration = try? line.commands.declaration(parts)
        for (label, value) in call.labelled {
            parts.append(
                declaration.flatMap { line.commands.option(label, value, of: $0) }
                    ?? "--\(label.replacing("_", with: "-")) \(TypedLine.word(value))")
        }
        if call.values.isEmpty, owner == nil, let declaration,
            let missing = declaration.arguments.first(where: \.isRequired)
        {
            parts.append(missing.name)
        }
        let text = parts.joined(separator: " ")
        return "a command stands without parentheses: \(line.target)\(Self.ordered(text, line))"
    }

    /// The same with its words in the order that the command has.
    private static func ordered(_ text: String, _ line: TypedLine) -> String {
        OrderHabit.ordered(text.split(separator: " ").map(String.init), line)?.joined(separator: " ") ?? text
    }

    /// The word after `train` of the statement that made a model.
    static func learner(of name: String, _ line: TypedLine) -> String? {
        guard let made = line.names[name], made.kind == "model" else { return nil }
        let words = made.statement.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let place = words.firstIndex(of: "train"), words.indices.contains(place + 1) else { return nil }
        return words[place + 1]
    }

    private static func count(of what: String, _ line: TypedLine) -> String {
        switch line.kind(of: what) {
        case "dataset": "'describe \(what)' counts users, items and ratings; \(what).ratings is their number"
        case "split": "'print \(what)' counts its parts"
        case "experiment", "table", "recommendations": "here that is 'print \(what).count'"
        default: "a field tells it, such as \(what).count"
        }
    }
}

/// `d.shape`, `d.info`, `m.params`: a field that is a command here.
struct FieldHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        guard let dot = line.body.lastIndex(of: "."), line.words.count == 1 else { return nil }
        let owner = String(line.body[..<dot])
        let field = String(line.body[line.body.index(after: dot)...])
        guard line.kind(of: owner) != nil, TypedLine.isName(field), let words = line.commands.words(of: field) else {
            return nil
        }
        return "here that is '\(words) \(owner)'"
    }
}

/// `wait e`, `start svd data`, `why e`, `fit svd data`: a command's second word alone, or another name for it.
struct PrefixHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        let first = line.first
        guard TypedLine.isName(first.replacing("-", with: "_")), line.commands.beginning(with: [first]).isEmpty else {
            return nil
        }
        let rest = Array(line.words.dropFirst())
        if let words = line.commands.words(of: first) {
            return "here that is '\(Self.joined([words] + rest, line))'"
        }
        let candidates = line.commands.all.filter { $0.words.count > 1 && $0.words[1] == first }
        guard !candidates.isEmpty else { return nil }
        // What is named after it tells which of them is meant.
        let fitting = candidates.filter { command in
            guard let argument = command.arguments.first, let word = rest.first else { return rest.isEmpty }
            return OrderHabit.fits(word, argument, line)
        }
        let chosen = (fitting.isEmpty ? candidates : fitting).prefix(3)
        let lines = chosen.map { "'\(Self.joined($0.words + rest, line))'" }
        return "here that is " + lines.joined(separator: " or ")
    }

    private static func joined(_ words: [String], _ line: TypedLine) -> String {
        let all = words.flatMap { $0.split(separator: " ").map(String.init) }
        return line.target + (OrderHabit.ordered(all, line) ?? all).joined(separator: " ")
    }
}

/// Words in another order than the command's: `evaluate DATA MODEL`, `train DATA svd`.
struct OrderHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        guard let words = Self.ordered(line.words, line), words != line.words else { return nil }
        return "the other way round: \(line.target)\(words.joined(separator: " "))"
    }

    /// Whether a word can be an argument, as far as can be told without running anything.
    static func fits(_ word: String, _ argument: ParameterDescription, _ line: TypedLine) -> Bool {
        switch argument.kind {
        case .object(let kinds): return kinds.isEmpty || line.kind(of: word).map(kinds.contains) ?? false
        case .choice(let words): return words.contains { $0.lowercased() == word.lowercased() }
        case .word(_, let suggestions): return suggestions.contains { $0.lowercased() == word.lowercased() }
        case .integer, .number: return Double(word) != nil
        case .boolean: return false
        case .text, .file, .assignment, .column: return line.kind(of: word) == nil
        }
    }

    /// The words in the one order in which each fits its place; `nil` where there is none, or they fit as they are.
    static func ordered(_ words: [String], _ line: TypedLine) -> [String]? {
        guard let first = words.first, !line.commands.beginning(with: [first]).isEmpty else { return nil }
        let end = words.firstIndex { $0.hasPrefix("--") } ?? words.count
        let given = Array(words[..<end].dropFirst())
        guard (1...4).contains(given.count) else { return nil }
        for order in permutations(given) {
            let call = [first] + order
            guard let command = try? line.commands.declaration(call) else { continue }
            let arguments = order.dropFirst(command.words.count - 1)
            guard arguments.count >= command.arguments.count(where: \.isRequired),
                arguments.count <= command.arguments.count,
                zip(arguments, command.arguments).allSatisfy({ fits($0, $1, line) })
            else { continue }
            return order == given ? nil : call + words[end...]
        }
        return nil
    }

    private static func permutations(_ words: [String]) -> [[String]] {
        guard words.count > 1 else { return [words] }
        return words.indices.flatMap { place -> [[String]] in
            var rest = words
            let word = rest.remove(at: place)
            return permutations(rest).map { [word] + $0 }
        }
    }
}
