import Display
import Notebook
import Script
import Values

struct HelpCommand: Command {
    let words: Parameter<[String]>

    /// - Parameters:
    ///   - commands: whose words are offered.
    ///   - topics: the words that are no commands.
    init(about commands: [any Command], _ topics: [Topic]) {
        let names = Set(commands.compactMap(\.declaration.words.first)).union(Topics(topics).words).sorted()
        words = Parameter(
            "WORD", each: .word("WORD", suggestions: names),
            help: "a command, a name, a learner, a hyper-parameter, a metric, a tuner, a column, a term",
            parsing: \.self)
    }

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "help", "the commands, or what a word means or a name holds", arguments: [words],
            examples: ["help", "help experiment start", "help lr_all", "help overfitting"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let words = call[words]
        guard !words.isEmpty else { return TextObject(Help.overview(session.commands)) }
        let asked = words.joined(separator: " ")
        if let command = session.commands.named(asked) {
            return TextObject(Help.text(of: command, in: session.commands))
        }
        var parts: [Output] = []
        if words.count == 1,
            let thing = try await PlacedError.placeAsync(
                call.place(of: self.words),
                { [words] in
                    try await session.described(words[0])
                })
        {
            parts.append(thing)
        }
        if let topic = Help.text(of: asked, in: session.commands, isNamed: !parts.isEmpty) { parts.append(topic) }
        let group = session.commands.beginning(with: words)
        if !group.isEmpty { parts.append(Help.list(group)) }
        guard parts.isEmpty else {
            return TextObject(.group(Array(parts.flatMap { [$0, .text("")] }.dropLast())))
        }
        throw PlacedError(unknown(words, in: session), at: call.place(of: self.words))
    }

    private func unknown(_ words: [String], in session: isolated Session) -> NotebookError {
        let commands = session.commands
        if commands.beginning(with: [words[0]]).count > 0, words.count > 1 {
            do { _ = try commands.declaration(words) } catch let error as NotebookError { return error } catch {}
        }
        let word = words.joined(separator: " ")
        // What is a command, or was named, is meant sooner than what is only explained.
        let names = [
            commands.all.flatMap { [$0.name, $0.words[0]] }, session.order,
            commands.topics.all.flatMap { [$0.name] + $0.aliases },
        ]
        let nearest = names.lazy.compactMap { nearestName(to: word, among: Set($0).sorted()) }.first
        return .unknownTopic(word, nearest: nearest)
    }
}
