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

    func isReserved(_ name: String) -> Bool {
        Keyword(rawValue: name) != nil || words.contains(name) && !groups.contains(name)
    }
}
