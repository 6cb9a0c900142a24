import Script

/// The lines of the statement that is being typed; completion looks at them too.
final class StatementLines {
    enum State {
        case complete
        /// A quote or a continued line is open.
        case incomplete
        /// A block is open; this is what it would be if it ended here.
        case open(ParsedScript)
        case wrong(Diagnostic)
    }

    /// A longer text is looked at only once it is whole.
    private static let sizeLimit = 1 << 14

    private(set) var earlier: [String] = []
    private let commands: CommandVocabulary
    private var blocks: OpenBlocks
    /// What has been told of lines of an open block.
    private(set) var wrong: [Diagnostic] = []
    /// The lines without those that are wrong, each at its place.
    private var sound: [String] = []

    init(_ commands: CommandVocabulary) {
        self.commands = commands
        blocks = OpenBlocks(commands: commands)
    }

    var text: String { earlier.joined(separator: "\n") }
    /// Whether a block is open, as far as words tell.
    var isInBlock: Bool { blocks.depth > 0 }

    /// - Returns: whether the statement may be complete.
    func append(_ text: String) -> Bool {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        earlier += lines
        sound += lines
        return lines.reduce(false) { mayBeComplete, line in blocks.mayBeComplete(with: line) || mayBeComplete }
    }

    /// What the lines are so far.
    ///
    /// - Parameters:
    ///   - source: all of them, as messages name it.
    ///   - mayBeComplete: what `append` said.
    func state(of source: Source, mayBeComplete: Bool) -> State {
        guard mayBeComplete || source.text.utf8.count <= Self.sizeLimit else { return .incomplete }
        do {
            _ = try Parser.parse(source, commands: commands)
            return .complete
        } catch {
            guard isInBlock else { return error.isIncomplete ? .incomplete : .wrong(error) }
        }
        let ends = [String](repeating: Keyword.end.rawValue, count: blocks.depth)
        let closed = Source(name: source.name, text: (sound + ends).joined(separator: "\n"))
        do { return .open(try Parser.parse(closed, commands: commands)) } catch {
            // At the very end it is what the added words would break into.
            return error.isIncomplete || error.range.start.line > sound.count ? .incomplete : .wrong(error)
        }
    }

    /// The last lines are wrong: what comes is looked at without them.
    func note(_ diagnostic: Diagnostic) {
        wrong.append(diagnostic)
        for line in sound.indices where line + 1 >= diagnostic.range.start.line { sound[line] = "" }
    }

    func clear() {
        earlier = []
        sound = []
        wrong = []
        blocks = OpenBlocks(commands: commands)
    }
}
