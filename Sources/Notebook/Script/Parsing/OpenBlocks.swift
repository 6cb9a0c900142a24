/// Which lines of a statement that comes line by line can be its last: parsing it anew after each line would take time that
/// grows with the square of the lines.
package struct OpenBlocks {
    /// Texts so short are parsed after every line.
    private static let shortText = 4096
    private let commands: CommandVocabulary
    /// How many blocks are open, as far as words tell.
    package private(set) var depth = 0
    private var isInSpace = false
    private var length = 0
    private var parsedLength = 0

    package init(commands: CommandVocabulary) { self.commands = commands }

    /// Whether the text may be complete with this line, so that it is worth parsing.
    ///
    /// Words are only counted here; where they mean something else than they seem to, the text is parsed once it has
    /// doubled.
    package mutating func mayBeComplete(with line: String) -> Bool {
        length += line.utf8.count + 1
        for part in line.split(separator: ";") {
            let words = part.split(maxSplits: 3) { $0 == " " || $0 == "\t" }
            guard let first = words.first else { continue }
            if first == Keyword.end.rawValue {
                depth -= 1
                isInSpace = false
            } else if !isInSpace, let keyword = Keyword(rawValue: String(first)), keyword.opensBlock {
                if keyword == .space {
                    guard words.count == 2, commands.subcommands["space"]?.contains(String(words[1])) != true else {
                        continue
                    }
                    isInSpace = true
                }
                depth += 1
            }
        }
        guard depth <= 0 || length < Self.shortText || length >= 2 * parsedLength else { return false }
        parsedLength = length
        return true
    }
}
