/// The words that commands begin with, as far as the grammar must know them.
package struct CommandVocabulary: Sendable {
    /// First words: `load`, `experiment`.
    package let words: Set<String>
    /// Second words by first one, where a command has two: `show` after `space`.
    package let subcommands: [String: Set<String>]

    /// First words that are no command by themselves: `experiment`, `engine`. A script may use them as names.
    package let groups: Set<String>

    package init(
        words: Set<String>, subcommands: [String: Set<String>] = [:], groups: Set<String> = []
    ) {
        self.words = words
        self.subcommands = subcommands
        self.groups = groups
    }

    /// Words of the grammar itself.
    package static let keywords: Set<String> = [
        "for", "if", "else", "end", "space", "param", "print", "assert", "time", "and", "or", "not", "in", "true",
        "false",
    ]

    func isReserved(_ name: String) -> Bool {
        Self.keywords.contains(name) || words.contains(name) && !groups.contains(name)
    }
}
