package import Compute
package import Display
import Values

/// Whoever is told what a session does: a terminal, lines of JSON, a journal, a test. Notices and progress may also come
/// from work beside the statements; everything else comes in its order.
package protocol SessionObserver: Sendable {
    /// Whether it wants what shell commands write; otherwise they write to the terminal themselves.
    var readsPrograms: Bool { get }
    func cellBegan(_ cell: Cell) async
    /// - Throws: `ReaderLeft` once nobody reads results any more.
    func output(_ result: CellResult) async throws
    /// What programs write that statements run.
    func stream(_ text: String) throws
    /// What these write to their standard error.
    func streamErrors(_ text: String) throws
    /// What changes while it is looked at, in place of what it was before; `nil` leaves the last one.
    func draw(_ output: Output?)
    /// A line for people, beside the results: a note or a warning.
    func notice(_ text: String)
    /// How far the running statement is; `nil` takes the last one away.
    ///
    /// - Parameter way: as the session is set to show it.
    func progress(_ progress: WorkProgress?, _ way: Settings.Progress)
    /// - Parameters:
    ///   - error: a `Diagnostic` where it has a place.
    ///   - format: what the session was asked to write.
    func failed(_ error: any Error, in cell: Int, format: Settings.Format)
    func cellEnded(_ cell: Cell, _ outcome: Outcome)
}

extension SessionObserver {
    package var readsPrograms: Bool { false }
    package func cellBegan(_ cell: Cell) async {}
    package func output(_ result: CellResult) async throws {}
    package func stream(_ text: String) throws {}
    package func streamErrors(_ text: String) throws {}
    package func draw(_ output: Output?) {}
    package func notice(_ text: String) {}
    package func progress(_ progress: WorkProgress?, _ way: Settings.Progress) {}
    package func failed(_ error: any Error, in cell: Int, format: Settings.Format) {}
    package func cellEnded(_ cell: Cell, _ outcome: Outcome) {}
}

/// Nobody reads the results any more: the reader of a pipe has left.
package struct ReaderLeft: Error {
    package init() {}
}

/// Statements that run under one number, or a piece of text between such.
package struct Cell: Sendable {
    /// Counted from 1; `nil` for a text.
    package let number: Int?
    package let title: String?
    package let markdown: String?
    /// As it was written.
    package let text: String
}

/// How a run of statements ended.
package enum Outcome: String, Hashable, Sendable {
    case done
    /// A command failed; the error has been told.
    case failed
    /// The text is no valid script; the error has been told.
    case invalid
    case interrupted
    case quit
    /// Nobody reads the results any more.
    case closed
}

/// A result as observers are told of it.
package struct CellResult: Sendable {
    package let cell: Int
    package let object: any SessionObject
    /// The name that it is kept under.
    package let name: String?
    /// Whether `print` gave it.
    package let isPrinted: Bool
    /// Whether it answers `WORD?`.
    package let isAsked: Bool
    /// What the session was asked to write.
    package let format: Settings.Format
    private let settings: Settings

    init(
        cell: Int, _ object: any SessionObject, name: String?, isPrinted: Bool, isAsked: Bool = false,
        _ settings: Settings
    ) {
        self.cell = cell
        self.object = object
        self.name = name
        self.isPrinted = isPrinted
        self.isAsked = isAsked
        self.settings = settings
        format = settings[Settings.format]
    }

    /// Whether it may be shown in pages.
    package var isPaged: Bool { settings[Settings.pager] }

    /// The value as text of this look, coloured as the session was asked to.
    package func text(_ style: TextStyle) async -> String { text(await object.output(), style) }

    package func text(_ output: Output, _ style: TextStyle) -> String {
        var style = style
        let color = settings[Settings.color]
        if color != .auto { style.color = color == .always }
        return TextRenderer(style).render(output)
    }

    /// `{"cell": 4, "kind": "metrics", "name": null, "value": {"rmse": 0.94}, "intervals": {"rmse": [0.92, 0.96]}}`
    package func line() async -> String {
        let line: JSONObject = [
            "cell": .integer(cell), "kind": .string(object.kind.rawValue), "name": name.map { .string($0) } ?? .null,
            "value": await object.json(),
        ]
        return JSONValue.object(line.merging(await object.beside())).text()
    }
}
