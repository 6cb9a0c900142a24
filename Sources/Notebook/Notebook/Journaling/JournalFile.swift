import Display
import Foundation
import Platform
import Values

/// A journal in a file: one line of JSON as a cell begins and one as it ends. A line that was cut when the machine or the
/// program went down is passed over.
package struct JournalFile: Sendable {
    private let file: LockedFile

    /// - Parameters:
    ///   - file: empty.
    ///   - earlier: the file of the lost session that this one takes up.
    /// - Throws: `PlatformError.unwritable`.
    init(_ file: LockedFile, after earlier: String?) throws(PlatformError) {
        self.file = file
        try write([
            "journal": 1, "began": .string(Self.now), "folder": .string(FileManager.default.currentDirectoryPath),
            "after": earlier.map { .string($0) } ?? .null,
        ])
    }

    var path: String { file.path }

    private static var now: String { Date().formatted(.iso8601) }

    private func write(_ line: JSONValue) throws(PlatformError) { try file.append(Array((line.text() + "\n").utf8)) }

    func began(_ entry: Journal.Entry) throws(PlatformError) {
        try write([
            "cell": entry.cell.number.map { .integer($0) } ?? .null,
            "title": entry.cell.title.map { .string($0) } ?? .null,
            "markdown": entry.cell.markdown.map { .string($0) } ?? .null, "text": .string(entry.cell.text),
            "at": .string(Self.now),
        ])
    }

    func ended(_ entry: Journal.Entry) throws(PlatformError) {
        try write([
            "outcome": .string(entry.outcome?.rawValue ?? ""), "shown": .array(entry.shown.map(\.json)),
            "traces": .array(entry.traces.map(\.json)), "aside": .boolean(entry.isAside),
            "replacement": entry.replacement.map { .string($0) } ?? .null,
            "origin": entry.origin.map { .string($0) } ?? .null,
        ])
    }

    // MARK: - Reading

    /// What a file tells, and which one it goes on from.
    package struct Content: Sendable {
        package let began: String
        package let after: String?
        package let entries: [Journal.Entry]
    }

    /// - Returns: `nil` where the file is no journal.
    package static func read(_ bytes: [UInt8]) -> Content? {
        var lines = bytes.split(separator: UInt8(ascii: "\n")).makeIterator()
        guard let first = lines.next(), let head = try? JSONValue(parsingUTF8: Array(first)).object,
            head["journal"]?.integer == 1
        else { return nil }
        var entries: [Journal.Entry] = []
        while let line = lines.next() {
            guard let members = try? JSONValue(parsingUTF8: Array(line)).object else { continue }
            if let text = members["text"]?.string, members.keys.contains("cell") {
                let cell = Cell(
                    number: members["cell"]?.integer, title: members["title"]?.string,
                    markdown: members["markdown"]?.string, text: text)
                entries.append(Journal.Entry(cell: cell))
            } else if let last = entries.indices.last, let outcome = members["outcome"]?.string {
                entries[last].outcome = Outcome(rawValue: outcome)
                entries[last].shown = members["shown"]?.array?.compactMap(Journal.Shown.init(json:)) ?? []
                entries[last].traces = members["traces"]?.array?.compactMap(StatementTrace.init(json:)) ?? []
                entries[last].isAside = members["aside"]?.boolean ?? false
                entries[last].replacement = members["replacement"]?.string
                entries[last].origin = members["origin"]?.string
            }
        }
        return Content(began: head["began"]?.string ?? "", after: head["after"]?.string, entries: entries)
    }
}

extension StatementTrace {
    fileprivate var json: JSONValue {
        [
            .string(text), .array(reads.sorted().map { .string($0) }), .array(defines.sorted().map { .string($0) }),
            .boolean(isDone),
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let parts = json.array, parts.count == 4, let text = parts[0].string else { return nil }
        self.init(text)
        reads = Set(parts[1].array?.compactMap(\.string) ?? [])
        defines = Set(parts[2].array?.compactMap(\.string) ?? [])
        isDone = parts[3].boolean ?? false
    }
}

extension Journal.Shown {
    fileprivate var json: JSONValue {
        switch self {
        case .output(let output): ["output": output.json]
        case .printed(let text): ["printed": .string(text)]
        case .note(let text): ["note": .string(text)]
        case .error(let text): ["error": .string(text)]
        }
    }

    fileprivate init?(json: JSONValue) {
        guard let object = json.object else { return nil }
        if let output = object["output"].flatMap(Output.init(json:)) {
            self = .output(output)
        } else if let text = object["printed"]?.string {
            self = .printed(text)
        } else if let text = object["note"]?.string {
            self = .note(text)
        } else if let text = object["error"]?.string {
            self = .error(text)
        } else {
            return nil
        }
    }
}
