package import Display
import Script
import Values

/// What a person can be told of what they have named.
extension Session {
    /// Where a name comes from.
    package struct Origin: Sendable {
        package let cell: Int
        /// The statement that made it, as it was written.
        package let statement: String
    }

    /// What a name or a field of one is: from which statement, what it holds, and what can be done with it; `nil` where
    /// nothing is named so.
    ///
    /// - Throws: what a field throws that can't be had.
    package func described(_ path: String) async throws -> Output? {
        let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let name = names.first, let owner = objects[name] else { return nil }
        var object = owner
        for field in names.dropFirst() {
            guard let inner = try await object.field(field) else { return nil }
            object = inner
        }
        var parts: [Output] = [.text("\(path): \(object.kind.article)")]
        if let kind = commands.topics.named(object.kind.rawValue, .object) {
            parts.append(.entries([Output.Entry("", kind.summary)], width: 2))
        }
        if let origin = origins[name] {
            let lines = origin.statement.split(separator: "\n")
            let shown = (lines.first.map(String.init) ?? "") + (lines.count > 1 ? " …" : "")
            parts.append(.text("  from cell \(origin.cell): \(shown)"))
        }
        parts += [.text(""), await content(of: object)]
        let fields = await object.fieldNames()
        if !fields.isEmpty {
            let words = fields.prefix(40).map { "\(path).\($0)" }.joined(separator: "  ")
            parts += [.text(""), .entries([Output.Entry("fields", words)], width: 8)]
        }
        let uses = uses(of: object.kind, named: path)
        if !uses.isEmpty { parts += [.text("\nWhat can be done with it"), .entries(uses, width: 36)] }
        return .group(parts)
    }

    /// What an object shows, but of long ones no more than a line.
    private func content(of object: any SessionObject) async -> Output {
        switch await object.output() {
        case .table(let table) where table.rows.count > 12: .text(await object.summary())
        case .picture: .text(await object.summary())
        case let output: output
        }
    }

    /// The commands that take a thing of this kind, with its name in its place.
    private func uses(of kind: ObjectKind, named name: String) -> [Output.Entry] {
        var families: [String: Int] = [:]
        var entries: [Output.Entry] = []
        for command in commands.all {
            guard let usage = command.usage(with: name, of: kind.rawValue) else { continue }
            // One line stands for all of `train svd`, `train ncf`, ….
            let family = command.words.count > 1 ? "\(command.words[0]) \(command.arguments.map(\.name))" : command.name
            families[family, default: 0] += 1
            guard command.words.count == 1 || command.words[0] != "train" || families[family] == 1 else { continue }
            entries.append(Output.Entry(usage, command.summary))
        }
        return entries
    }
}

extension CommandDeclaration {
    /// A call with a name at the first place that takes a thing of this kind: `evaluate best DATA`.
    fileprivate func usage(with name: String, of kind: String) -> String? {
        func takes(_ one: ParameterDescription) -> Bool {
            if case .object(let kinds) = one.kind { return kinds.contains(kind) }
            return false
        }
        let place = arguments.firstIndex(where: takes)
        let option = place == nil ? options.first(where: takes) : nil
        guard place != nil || option != nil else { return nil }
        let words = arguments.enumerated().filter { $0.offset == place || $0.element.isRequired }
            .map { $0.offset == place ? name : $0.element.name }
        return (self.words + words + (option.map { ["--\($0.flag)", name] } ?? [])).joined(separator: " ")
    }
}
