package import Script
import Values

/// Every command there is, in families, and what the language's one block defines.
package struct CommandTable: Sendable {
    package struct Family: Sendable {
        package let name: String
        let entries: [Entry]

        package init(_ name: String, _ commands: [any Command]) {
            self.name = name
            entries = commands.map { Entry(declaration: $0.declaration, command: $0) }
        }
    }

    struct Entry: Sendable {
        let declaration: CommandDeclaration
        let command: any Command
    }

    package let families: [Family]
    let block: any BlockDefinition
    private let entries: [Entry]
    /// Every word that `help` explains beside the commands.
    package let topics: Topics
    /// What people type who come from elsewhere.
    package let habits: [any Habit]
    /// What commands and options are called elsewhere.
    package let synonyms: Synonyms
    /// What the grammar must know of them.
    package let vocabulary: CommandVocabulary

    /// - Parameters:
    ///   - topics: the words that are no commands.
    ///   - habits: answers to habits, beside those that are about the language alone.
    package init(
        _ families: [Family], block: any BlockDefinition, topics: [Topic] = [], habits: [any Habit] = [],
        synonyms: Synonyms = Synonyms()
    ) {
        self.synonyms = synonyms
        self.families = families
        self.habits = habits + LanguageHabits.all
        self.block = block
        entries = families.flatMap(\.entries)
        let all = entries.map(\.declaration)
        var subcommands: [String: Set<String>] = [:]
        for command in all where command.words.count > 1 {
            subcommands[command.words[0], default: []].insert(command.words[1])
        }
        let alone = Set(all.filter { $0.words.count == 1 }.map { $0.words[0] })
        vocabulary = CommandVocabulary(
            words: Set(all.compactMap(\.words.first)).subtracting([Keyword.space.rawValue]), subcommands: subcommands,
            groups: Set(subcommands.keys).subtracting(alone))
        let known = Set(topics.filter { $0.kind == .hyperparameter }.map(\.name))
        self.topics = Topics(Help.topics + topics + CommandDeclaration.topics(of: all, known: known))
    }

    package var all: [CommandDeclaration] { entries.map(\.declaration) }
    /// The words that calls begin with, each once, in order.
    var firstWords: [String] {
        var seen = Set<String>()
        return all.compactMap(\.words.first).filter { seen.insert($0).inserted }
    }

    package func named(_ name: String) -> CommandDeclaration? { all.first { $0.name == name } }
    package func beginning(with words: [String]) -> [CommandDeclaration] { all.filter { $0.words.starts(with: words) } }

    /// The command whose words a call begins with.
    ///
    /// - Throws: `NotebookError.unknownCommand` or `.unknownSubcommand`, with the nearest one.
    func find(_ words: [String]) throws -> Entry {
        let matches = entries.filter { words.starts(with: $0.declaration.words) }
        if let longest = matches.max(by: { $0.declaration.words.count < $1.declaration.words.count }) { return longest }
        let first = words.first ?? ""
        let seconds = all.filter { $0.words.first == first && $0.words.count > 1 }.map { $0.words[1] }
        if !seconds.isEmpty {
            let second = words.count > 1 ? words[1] : ""
            throw NotebookError.unknownSubcommand(
                group: first, word: second, known: seconds, nearest: nearestName(to: second, among: seconds))
        }
        let names = Set(firstWords + Keyword.statements.map(\.rawValue))
        throw NotebookError.unknownCommand(first, nearest: nearestName(to: first, among: names.sorted()))
    }

    /// - Throws: as `find`.
    package func declaration(_ words: [String]) throws -> CommandDeclaration { try find(words).declaration }
}

/// What `space NAME … end` makes of its lines.
package protocol BlockDefinition: Sendable {
    /// - Throws: `PlacedError` at the line that is wrong.
    func define(_ lines: [(words: [CallWord], range: SourceRange)]) throws -> any SessionObject
    /// Each line that is wrong, with what is wrong with it.
    func wrong(in lines: [(words: [CallWord], range: SourceRange)]) -> [PlacedError]
    /// What may stand at a place of a line, counted from 0.
    func candidates(at position: Int) -> [String]
}

extension BlockDefinition {
    package func wrong(in lines: [(words: [CallWord], range: SourceRange)]) -> [PlacedError] { [] }
}
