import Display
import Values

extension CommandDeclaration {
    /// The topics that the options, arguments and choices of commands are, gathered by their names.
    ///
    /// - Parameter known: the names that have a topic of their own and need no other.
    static func topics(of commands: [CommandDeclaration], known: Set<String>) -> [Topic] {
        var options = Gathered()
        var choices = Gathered()
        for command in commands {
            for (parameters, isOption) in [(command.arguments, false), (command.options, true)] {
                for one in parameters {
                    if !known.contains(one.name) {
                        let range = one.isNumber ? "; \(one.expectation)" : ""
                        let fallback = one.fallback.map { " (\($0))" } ?? ""
                        options.add(one.name, command.name, one.help + range + fallback)
                    }
                    guard case .choice(let words) = one.kind else { continue }
                    for word in words where Double(word) == nil {
                        let place = isOption ? "\(command.name) --\(one.flag)" : "\(command.name) \(one.name)"
                        choices.add(word, place, one.help)
                    }
                }
            }
        }
        return options.topics(.option) { "of \($0)" } + choices.topics(.choice) { "a word of \($0)" }
    }

    /// What is said of a name, by who says it; those who say the same stand together.
    private struct Gathered {
        private var names: [String] = []
        private var said: [String: [(text: String, by: [String])]] = [:]

        mutating func add(_ name: String, _ who: String, _ text: String) {
            if said[name] == nil { names.append(name) }
            var entries = said[name] ?? []
            if let place = entries.firstIndex(where: { $0.text == text }) {
                entries[place].by.append(who)
            } else {
                entries.append((text, [who]))
            }
            said[name] = entries
        }

        func topics(_ kind: Topic.Kind, _ summary: (String) -> String) -> [Topic] {
            names.map { name in
                let entries = said[name] ?? []
                let users = entries.flatMap(\.by)
                let shown = users.prefix(4).joined(separator: ", ") + (users.count > 4 ? " and others" : "")
                return Topic(
                    name, kind, summary(shown),
                    facts: entries.map { Output.Entry(Self.brief($0.by), $0.text) })
            }
        }

        private static func brief(_ names: [String]) -> String {
            names.count > 2 ? "\(names[0]) and \(names.count - 1) more" : names.joined(separator: ", ")
        }
    }
}
