import Foundation
import Metrics
import Recommenders
package import Script
import Tuning
import Values

/// What may stand at the cursor, by meaning. Looks at names only, so that it answers while the session works.
package struct Completer: Sendable {
    package struct Candidate: Hashable, Sendable {
        package let text: String
        /// Whether the word is complete with it.
        package let endsWord: Bool

        init(_ text: String, endsWord: Bool = true) {
            self.text = text
            self.endsWord = endsWord
        }
    }

    private let directory: ObjectDirectory

    package init(directory: ObjectDirectory) { self.directory = directory }

    package func candidates(_ context: LineContext) -> [Candidate] {
        if context.words.first == "#" { return [] }
        if context.isInterpolation { return names(context.partial, kinds: []) }
        if context.isInSpaceBlock { return spaceLine(context) }
        guard !context.words.isEmpty else { return firstWord(context) }
        if ["print", "assert", "if"].contains(context.words[0]) { return names(context.partial, kinds: []) }
        return commandWord(context)
    }

    private static func matching(_ names: some Sequence<String>, _ partial: String) -> [Candidate] {
        let exact = names.filter { $0.hasPrefix(partial) }
        let found = exact.isEmpty ? names.filter { $0.lowercased().hasPrefix(partial.lowercased()) } : exact
        return found.map { Candidate($0) }
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen = Set<String>()
        return names.filter { seen.insert($0).inserted }
    }

    private func firstWord(_ context: LineContext) -> [Candidate] {
        let commands = Self.unique(CommandTable.all.compactMap(\.words.first)).sorted()
        let statements = context.isAssignment ? [] : ["assert", "end", "for", "if", "param", "print", "space", "time"]
        return Self.matching(Self.unique((commands + statements).sorted()), context.partial)
            + names(context.partial, kinds: [])
    }

    private func spaceLine(_ context: LineContext) -> [Candidate] {
        switch context.words.count {
        case 0: Self.matching(Algorithms.all.flatMap { $0.parameters.map(\.name) } + ["end"], context.partial)
        case 1: Self.matching(Distribution.typeNames, context.partial)
        default: []
        }
    }

    // MARK: - Commands

    private func commandWord(_ context: LineContext) -> [Candidate] {
        let words = context.words
        let longer = CommandTable.all.filter { $0.words.count > words.count && $0.words.starts(with: words) }
        if !longer.isEmpty { return Self.matching(longer.map { $0.words[words.count] }, context.partial) }
        guard
            let command = CommandTable.all.filter({ words.starts(with: $0.words) }).max(by: {
                $0.words.count < $1.words.count
            })
        else { return [] }
        let given = Array(words.dropFirst(command.words.count))
        if context.quote == nil, context.partial.hasPrefix("-") {
            let used = Set(given)
            return Self.matching(
                (command.options.map { "--" + $0.name } + ["--help"]).filter { !used.contains($0) }, context.partial)
        }
        if let last = given.lastIndex(where: { $0.hasPrefix("--") }),
            let option = command.options.first(where: { "--" + $0.name == given[last] }), let kind = option.kind,
            option.isList || last == given.count - 1
        {
            return values(kind, context)
        }
        let position = Self.positional(given, command)
        let argument =
            position < command.arguments.count
            ? command.arguments[position] : command.arguments.last.flatMap { $0.isList ? $0 : nil }
        guard let argument else {
            return context.partial.isEmpty ? command.options.map { Candidate("--" + $0.name) } : []
        }
        return values(argument.kind, context)
    }

    /// How many of the words are arguments.
    private static func positional(_ words: [String], _ command: CommandDeclaration) -> Int {
        var count = 0
        var open: OptionDeclaration?
        for word in words {
            if word.hasPrefix("--") {
                open = command.options.first { "--" + $0.name == word && $0.kind != nil }
            } else if let option = open {
                if !option.isList { open = nil }
            } else {
                count += 1
            }
        }
        return count
    }

    private func values(_ kind: ValueKind, _ context: LineContext) -> [Candidate] {
        switch kind {
        case .choice(let names): return Self.matching(names, context.partial)
        case .metric, .patience: return Self.matching(Metric.templates, context.partial)
        case .object(let kinds): return names(context.partial, kinds: kinds)
        case .experiment: return names(context.partial, kinds: [.experiment])
        case .file: return files(context)
        case .command: return Self.matching(Self.unique(CommandTable.all.compactMap(\.words.first)), context.partial)
        case .assignment(let names):
            return context.partial.contains("=")
                ? []
                : Self.unique(names).filter { $0.hasPrefix(context.partial) }.map {
                    Candidate($0 + "=", endsWord: false)
                }
        case .parameter(let description):
            if case .choice(let names) = description.kind { return Self.matching(names, context.partial) }
            return []
        case .integer, .number, .text: return []
        }
    }

    /// Names of these kinds, and fields of these kinds; after a dot, fields.
    private func names(_ partial: String, kinds: [ObjectKind]) -> [Candidate] {
        let all = directory.all.sorted { $0.key < $1.key }
        if let dot = partial.lastIndex(of: ".") {
            let owner = String(partial[..<dot])
            let fields =
                directory[owner]?.fields.map(\.name)
                ?? (owner.hasSuffix(".best") ? ["model", "params", "metrics"] : [])
            return Self.matching(fields.map { "\(owner).\($0)" }, partial)
        }
        var found: [String] = []
        for (name, entry) in all where name.hasPrefix(partial) {
            if kinds.isEmpty || kinds.contains(entry.kind) { found.append(name) }
            if !kinds.isEmpty { found += entry.fields.filter { kinds.contains($0.kind) }.map { "\(name).\($0.name)" } }
        }
        return found.map { Candidate($0) }
    }

    private func files(_ context: LineContext) -> [Candidate] {
        let typed = context.partial
        let cut = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
        let (folder, beginning) = (String(typed[..<cut]), String(typed[cut...]))
        let path = folder.isEmpty ? "." : folder
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return entries.filter { $0.hasPrefix(beginning) && (!$0.hasPrefix(".") || beginning.hasPrefix(".")) }.sorted()
            .map { name in
                let isFolder =
                    (try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.type] as? FileAttributeType)
                    == .typeDirectory
                let quote =
                    context.quote.map(String.init) ?? (name.contains(where: { " '\"$;#|>".contains($0) }) ? "'" : "")
                return Candidate(quote + folder + name + (isFolder ? "/" : quote), endsWord: !isFolder)
            }
    }
}
