package import Script
import Values

/// Every command there is.
package enum CommandTable {
    package static let all: [CommandDeclaration] =
        DataCommands.all + ModelCommands.all + SearchCommands.all + ExperimentCommands.all + PlotCommands.all
        + TableCommands.all + SessionCommands.all

    /// What the grammar must know of them.
    package static let vocabulary: CommandVocabulary = {
        var subcommands: [String: Set<String>] = [:]
        for command in all where command.words.count > 1 {
            subcommands[command.words[0], default: []].insert(command.words[1])
        }
        let alone = Set(all.filter { $0.words.count == 1 }.map { $0.words[0] })
        return CommandVocabulary(
            words: Set(all.compactMap(\.words.first)).subtracting(["space"]), subcommands: subcommands,
            groups: Set(subcommands.keys).subtracting(alone))
    }()

    package static func named(_ name: String) -> CommandDeclaration? { all.first { $0.name == name } }

    /// The command whose words a call begins with.
    ///
    /// - Throws: `NotebookError.unknownCommand` or `.unknownSubcommand`, with the nearest one.
    static func find(_ words: [String]) throws -> CommandDeclaration {
        let matches = all.filter { command in words.starts(with: command.words) }
        if let longest = matches.max(by: { $0.words.count < $1.words.count }) { return longest }
        let first = words.first ?? ""
        let seconds = all.filter { $0.words.first == first && $0.words.count > 1 }.map { $0.words[1] }
        if !seconds.isEmpty {
            let second = words.count > 1 ? words[1] : ""
            throw NotebookError.unknownSubcommand(
                group: first, word: second, known: seconds, nearest: nearestName(to: second, among: seconds))
        }
        let names = Set(all.compactMap(\.words.first)).union(["print", "assert", "for", "if", "space", "param", "time"])
        throw NotebookError.unknownCommand(first, nearest: nearestName(to: first, among: names.sorted()))
    }
}
