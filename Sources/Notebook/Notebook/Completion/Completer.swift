import Foundation
package import Script
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

    private let commands: CommandTable
    private let directory: ObjectDirectory
    private let home: String

    package init(_ session: Session) {
        commands = session.commands
        directory = session.directory
        home = session.home
    }

    /// What may stand at the cursor, and where in the line it begins. A `$` inside a word that a file's name begins with is
    /// part of the name, and so is one that begins no object's name.
    package func answer(_ context: LineContext) -> (start: Int, candidates: [Candidate]) {
        guard let whole = context.withoutInterpolation else { return (context.partialStart, candidates(context)) }
        let (names, literal) = (candidates(context), candidates(whole))
        let prefersWhole = !whole.partial.hasPrefix("$") && !literal.isEmpty
        return names.isEmpty || prefersWhole ? (whole.partialStart, literal) : (context.partialStart, names)
    }

    package func candidates(_ context: LineContext) -> [Candidate] {
        if context.words.first == "#" { return [] }
        if context.isInterpolation {
            // In quotes the word goes on.
            return names(context.partial, kinds: []).map { Candidate($0.text, endsWord: context.quote == nil) }
        }
        if context.isInSpaceBlock {
            let candidates = commands.block.candidates(at: context.words.count)
            return Self.matching(candidates + (context.words.isEmpty ? [Keyword.end.rawValue] : []), context.partial)
        }
        guard !context.words.isEmpty else { return firstWord(context) }
        if Keyword(rawValue: context.words[0])?.takesExpressions == true { return names(context.partial, kinds: []) }
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
        let statements = context.isAssignment ? [] : (Keyword.statements + [.end]).map(\.rawValue)
        return Self.matching(Self.unique((commands.firstWords + statements).sorted()), context.partial)
            + names(context.partial, kinds: [])
    }

    // MARK: - Commands

    private func commandWord(_ context: LineContext) -> [Candidate] {
        let words = context.words
        let longer = commands.beginning(with: words).filter { $0.words.count > words.count }
        if !longer.isEmpty { return Self.matching(longer.map { $0.words[words.count] }, context.partial) }
        guard let command = try? commands.declaration(words) else { return [] }
        let given = Array(words.dropFirst(command.words.count))
        if context.quote == nil, context.partial.hasPrefix("-") {
            let flags = command.options.flatMap(\.shownFlags).map { "--" + $0 } + ["--help"]
            return Self.matching(flags.filter { !given.contains($0) }, context.partial)
        }
        if let last = given.lastIndex(where: { $0.hasPrefix("--") }),
            let option = command.options.first(where: { "--" + $0.flag == given[last] }), option.kind != .boolean,
            option.isList || last == given.count - 1
        {
            return values(option, context)
        }
        let position = Self.positional(given, command)
        let argument =
            position < command.arguments.count
            ? command.arguments[position] : command.arguments.last.flatMap { $0.isList ? $0 : nil }
        guard let argument else {
            return context.partial.isEmpty ? command.options.map { Candidate("--" + $0.flag) } : []
        }
        return values(argument, context)
    }

    /// How many of the words are arguments.
    private static func positional(_ words: [String], _ command: CommandDeclaration) -> Int {
        var count = 0
        var open: ParameterDescription?
        for word in words {
            if word.hasPrefix("--") {
                open = command.options.first { "--" + $0.flag == word && $0.kind != .boolean }
            } else if let option = open {
                if !option.isList { open = nil }
            } else {
                count += 1
            }
        }
        return count
    }

    private func values(_ parameter: ParameterDescription, _ context: LineContext) -> [Candidate] {
        switch parameter.kind {
        case .choice(let names): return Self.matching(names, context.partial)
        case .word(_, let suggestions): return Self.matching(suggestions, context.partial)
        case .object(let kinds): return names(context.partial, kinds: kinds.map { ObjectKind($0) })
        case .column(let always):
            return Self.matching(Self.unique(columns(of: context.words) + always), context.partial)
        case .file: return files(context)
        case .assignment(let names):
            let fitting = parameter.offered?(context.words) ?? names
            return context.partial.contains("=")
                ? []
                : Self.unique(fitting).filter { $0.hasPrefix(context.partial) }.map {
                    Candidate($0 + "=", endsWord: false)
                }
        case .integer, .number, .boolean, .text: return []
        }
    }

    /// Names of these kinds, and fields of these kinds; after a dot, fields.
    private func names(_ partial: String, kinds: [ObjectKind]) -> [Candidate] {
        let all = directory.all.sorted { $0.key < $1.key }
        if let dot = partial.lastIndex(of: ".") {
            let owner = String(partial[..<dot])
            return Self.matching(fields(of: owner).map { "\(owner).\($0)" }, partial)
        }
        var found: [String] = []
        for (name, entry) in all where name.hasPrefix(partial) {
            if kinds.isEmpty || kinds.contains(entry.kind) { found.append(name) }
            if !kinds.isEmpty { found += entry.fields.filter { kinds.contains($0.kind) }.map { "\(name).\($0.name)" } }
        }
        return found.map { Candidate($0) }
    }

    /// The names that may follow an object, or a field of one.
    private func fields(of owner: String) -> [String] {
        if let entry = directory[owner] { return entry.fields.map(\.name) }
        guard let dot = owner.firstIndex(of: ".") else { return [] }
        let way = String(owner[owner.index(after: dot)...])
        return directory[String(owner[..<dot])]?.below[way] ?? []
    }

    /// The columns of the objects that a call names.
    private func columns(of words: [String]) -> [String] {
        words.flatMap { directory[$0]?.below[""] ?? [] }
    }

    private func files(_ context: LineContext) -> [Candidate] {
        let typed = context.partial
        let cut = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
        let (folder, beginning) = (String(typed[..<cut]), String(typed[cut...]))
        // The home folder, whose name nobody has typed yet.
        if typed == "~" { return [Candidate("~/", endsWord: false)] }
        let path = folder.isEmpty ? "." : folder.hasPrefix("~/") ? home + folder.dropFirst() : folder
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return entries.filter { $0.hasPrefix(beginning) && (!$0.hasPrefix(".") || beginning.hasPrefix(".")) }.sorted()
            .map { name in
                let isFolder =
                    (try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.type] as? FileAttributeType)
                    == .typeDirectory
                let text = Self.quoted(folder + name, context.quote, home: home)
                return Candidate(text.open + (isFolder ? "/" : text.close), endsWord: !isFolder)
            }
    }

    /// A path as a word that means just this path, and what closes it. Single quotes hold everything but themselves; in
    /// double ones a backslash keeps a character; a home folder is not known in either.
    private static func quoted(_ path: String, _ quote: Character?, home: String) -> (open: String, close: String) {
        let isPlain = quote == nil && !path.contains { " '\"$;#|>\\[?!\t".contains($0) }
        if isPlain { return (path, "") }
        let whole = path.hasPrefix("~/") ? home + path.dropFirst() : path
        if quote != "\"", !whole.contains("'") { return ("'" + whole, "'") }
        let escaped = whole.map { "\"\\$".contains($0) ? "\\\($0)" : String($0) }.joined()
        return ("\"" + escaped, "\"")
    }
}
