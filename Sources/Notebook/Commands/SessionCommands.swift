import Display
import Foundation
import Platform
import Script
import Values

enum SessionCommands {
    static let all: [CommandDeclaration] = [
        CommandDeclaration(
            "help", .session, "the commands, or one of them",
            arguments: [ArgumentDeclaration("COMMAND", .command, "its words", isOptional: true, isList: true)],
            examples: ["help", "help experiment start"], run: help),
        CommandDeclaration("objects", .session, "what is defined", examples: ["objects"], run: objects),
        CommandDeclaration(
            "drop", .session, "forgets a name",
            arguments: [ArgumentDeclaration("NAME", .object([]), "something that is defined", isList: true)],
            examples: ["drop old"], run: drop),
        CommandDeclaration("history", .session, "the statements of this session", examples: ["history"], run: history),
        CommandDeclaration(
            "source", .session, "runs a script in this session",
            arguments: [ArgumentDeclaration("FILE", .file, "a script")],
            examples: ["source setup.tb"], run: source),
        CommandDeclaration(
            "set", .session, "shows or changes an option of the session",
            arguments: [
                ArgumentDeclaration("OPTION", .choice(Settings.names), "its name", isOptional: true),
                ArgumentDeclaration("VALUE", .text, "its new value", isOptional: true),
            ], examples: ["set", "set format json"], run: set),
        CommandDeclaration("quit", .session, "leaves", examples: ["quit"]) { _, _ in throw Interruption.quit },
    ]

    @Sendable private static func help(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let words = call.texts("COMMAND")
        let columns = session.console.style.columns
        guard !words.isEmpty else { return PlainValue(.string(Help.overview(columns: columns))) }
        if let topic = Help.topic(words.joined(separator: " ")) { return PlainValue(.string(topic)) }
        let group = CommandTable.all.filter { $0.words.starts(with: words) }
        if group.count > 1 { return PlainValue(.string(Help.list(group, columns: columns))) }
        let command = try PlacedError.place(call.place(of: "COMMAND")) { try CommandTable.find(words) }
        return PlainValue(.string(Help.text(of: command, columns: columns)))
    }

    @Sendable private static func objects(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        var rows: [[JSONValue]] = []
        for name in session.order {
            guard let object = session.objects[name] else { continue }
            rows.append([.string(name), .string(object.kind.rawValue), .string(await object.summary())])
        }
        return TableObject(
            columns: ["name", "kind", "what it is"], rows: rows, note: rows.isEmpty ? "nothing is defined yet" : nil)
    }

    @Sendable private static func drop(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        for word in call.words("NAME") {
            _ = try PlacedError.place(word.range) { try session.object(named: word.text) }
        }
        for word in call.words("NAME") { session.forget(word.text) }
        return nil
    }

    @Sendable private static func history(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        TableObject(
            columns: ["cell", "statement"],
            rows: session.statements.dropLast().map { [.integer($0.cell), .string($0.text)] })
    }

    @Sendable private static func source(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        let path = call.text("FILE") ?? ""
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard !session.sources.contains(file) else {
            throw call.failure(NotebookError.sourceLoop(path: path), at: "FILE")
        }
        let outer = session.sourceOfCall
        let bytes = try PlacedError.place(call.place(of: "FILE")) { try FileBytes.read(path) }
        let text: Source
        do {
            text = try Source(name: path, utf8: bytes)
        } catch {
            throw error.called(from: outer, at: call.place(of: "FILE"))
        }
        session.sources.append(file)
        defer { session.sources.removeLast() }
        try await session.runNested(text, calledFrom: outer, at: call.range)
        return nil
    }

    @Sendable private static func set(_ session: isolated Session, _ call: Invocation) async throws -> (
        any SessionObject
    )? {
        guard let name = call.text("OPTION") else { return session.settings.table }
        guard let value = call.text("VALUE") else {
            let row = session.settings.table.table.rows.first { $0[0].string == name }
            return row.map { PlainValue($0[1]) }
        }
        try PlacedError.place(call.place(of: "VALUE")) { try session.settings.set(name, to: value) }
        return nil
    }
}
