package import Display

/// A word that can be asked about, of a learner, a metric, a table or the field, and what `help` says of it. Whoever declares
/// the word gives what its declaration says; nothing is described twice.
package struct Topic: Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case statement
        case object = "kind of object"
        case learner
        case hyperparameter = "hyper-parameter"
        case tuner, assessor
        case argument = "argument of a search"
        case metric
        case spaceType = "type of a search space"
        case term
        case field
        case option = "option"
        case choice = "choice"
    }

    package let name: String
    /// Other spellings, and names that others give it.
    package let aliases: [String]
    package let kind: Kind
    /// One line without a full stop.
    package let summary: String
    /// Lines as they are typed.
    package let example: String?
    /// What there is to say more, each under a word.
    package let facts: [Output.Entry]
    package let seeAlso: [String]

    package init(
        _ name: String, aliases: [String] = [], _ kind: Kind, _ summary: String, example: String? = nil,
        facts: [Output.Entry] = [], seeAlso: [String] = []
    ) {
        self.name = name
        self.aliases = aliases
        self.kind = kind
        self.summary = summary
        self.example = example
        self.facts = facts
        self.seeAlso = seeAlso
    }

    package var output: Output {
        var entries = facts
        if !seeAlso.isEmpty { entries.append(Output.Entry("see also", seeAlso.joined(separator: ", "))) }
        let head = Output.text("\(name): \(kind.rawValue)")
        let text =
            [head, Output.entries([Output.Entry("", summary)], width: 2)] + (example.map { [.text("\n  \($0)")] } ?? [])
        guard !entries.isEmpty else { return .group(text) }
        let width = min(20, (entries.map(\.term.count).max() ?? 0) + 2)
        return .group(text + [.entries(entries, width: width)])
    }

    /// How a word is looked for: case, dashes and underscores don't count, nor does a metric's length.
    static func key(_ word: String) -> String {
        var text = word[...]
        while text.hasPrefix("-") { text = text.dropFirst() }
        // `@10` of a metric; a word may begin with one.
        if let at = text.lastIndex(of: "@"), at != text.startIndex { text = text[..<at] }
        return String(text.lowercased().map { "-_".contains($0) ? " " : $0 })
    }
}

/// All topics, by their words.
package struct Topics: Sendable {
    package let all: [Topic]
    private let places: [String: [Int]]

    package init(_ all: [Topic]) {
        self.all = all
        var places: [String: [Int]] = [:]
        for (place, topic) in all.enumerated() {
            for key in Set(([topic.name] + topic.aliases).map(Topic.key)) { places[key, default: []].append(place) }
        }
        self.places = places
    }

    /// What a word means: those of exactly this spelling, or else of any.
    ///
    /// - Returns: what was meant, and what another spelling of the word means.
    package func about(_ word: String) -> (meant: [Topic], others: [Topic]) {
        let found = (places[Topic.key(word)] ?? []).map { all[$0] }
        let bare = word.prefix { $0 != "@" }
        let exact = found.filter { $0.name.prefix { $0 != "@" } == bare }
        guard !exact.isEmpty else { return (found, []) }
        return (exact, found.filter { topic in !exact.contains { $0.name == topic.name } })
    }

    package func of(_ kinds: Set<Topic.Kind>) -> [Topic] { all.filter { kinds.contains($0.kind) } }

    /// The topic of one of these kinds that a word names.
    package func named(_ word: String, _ kind: Topic.Kind) -> Topic? {
        (places[Topic.key(word)] ?? []).map { all[$0] }.first { $0.kind == kind }
    }

    /// The words as they are typed after `help`: one word each.
    package var words: [String] {
        var seen = Set<String>()
        return all.map { $0.name.replacing(" ", with: "-") }.filter { seen.insert($0).inserted }.sorted()
    }
}
