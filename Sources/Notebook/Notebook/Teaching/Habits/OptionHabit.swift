import Values

/// Options as others write them: `n_factors=10`, `-n 5`, `--test_size 0.2`, and a value without its option: `evaluate m d rmse`.
struct OptionHabit: Habit {
    func answer(_ line: TypedLine) -> String? {
        guard let command = try? line.commands.declaration(line.words) else { return nil }
        var rewriting = Rewriting(command, line)
        while rewriting.step() {}
        if let near = rewriting.near {
            return near.isEmpty
                ? "options are spelled out; 'help \(command.name)' lists them"
                : "options are spelled out: " + near.prefix(4).joined(separator: " or ")
        }
        return rewriting.hasChanged ? "here that is '\(line.target)\(rewriting.words.joined(separator: " "))'" : nil
    }

    /// A call whose words are read one after another and written as they have to be.
    private struct Rewriting {
        private let command: CommandDeclaration
        private let commands: CommandTable
        private var rest: ArraySlice<String>
        private var positional = 0
        private(set) var words: [String]
        private(set) var hasChanged = false
        /// The options that one letter may stand for.
        private(set) var near: [String]?

        init(_ command: CommandDeclaration, _ line: TypedLine) {
            self.command = command
            commands = line.commands
            words = Array(line.words.prefix(command.words.count))
            rest = line.words.dropFirst(command.words.count)
        }

        /// - Returns: whether there is more to read.
        mutating func step() -> Bool {
            guard near == nil, let word = rest.popFirst() else { return false }
            if word.hasPrefix("--") {
                readOption(word)
            } else if word.hasPrefix("-"), word.count > 1, Double(word) == nil {
                readShort(word)
            } else {
                readArgument(word)
            }
            return true
        }

        private mutating func readOption(_ word: String) {
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
            let name = parts.first ?? ""
            let flag = name.replacing("_", with: "-")
            let isKnown = command.options.contains { $0.shownFlags.contains(flag) || $0.oppositeFlag == flag }
            let value = parts.count > 1 ? parts[1] : rest.first.flatMap { $0.hasPrefix("--") ? nil : $0 }
            if !isKnown, let other = commands.option(name, value, of: command) {
                take(other, value: parts.count == 1)
            } else {
                words.append(word)
            }
            while let next = rest.first, !next.hasPrefix("-") || Double(next) != nil {
                words.append(rest.removeFirst())
            }
        }

        private mutating func readShort(_ word: String) {
            let name = String(word.dropFirst())
            if let exact = commands.option(name, rest.first, of: command) { return take(exact, value: true) }
            let value = rest.first.map { $0.hasPrefix("-") ? "" : " \($0)" } ?? ""
            near = command.options.map(\.flag).filter { $0.hasPrefix(name.lowercased()) }.map { "--\($0)\(value)" }
        }

        /// Takes the right words for an option, and what followed the wrong ones where it is among them.
        private mutating func take(_ option: String, value isTaken: Bool) {
            words.append(option)
            if isTaken, option.contains(" ") { rest = rest.dropFirst() }
            hasChanged = true
        }

        private mutating func readArgument(_ word: String) {
            let takesAny = command.arguments.last?.isList ?? false
            if !takesAny, let equals = word.firstIndex(of: "="), equals != word.startIndex,
                let option = commands.option(
                    String(word[..<equals]), String(word[word.index(after: equals)...]), of: command)
            {
                return take(option, value: false)
            }
            positional += 1
            guard positional > command.arguments.count, !takesAny, let option = option(for: word) else {
                return words.append(word)
            }
            take("--\(option.flag) \(word)", value: false)
        }

        /// The option whose values a word is one of: a metric's, a choice's.
        private func option(for word: String) -> ParameterDescription? {
            command.options.first { option in
                switch option.kind {
                case .choice(let words): words.contains(word)
                case .word(_, let suggestions): suggestions.contains { Topic.key($0) == Topic.key(word) }
                default: false
                }
            }
        }
    }
}
