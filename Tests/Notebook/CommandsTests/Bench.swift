import Commands
import Display
import Foundation
import Notebook
import Script
import TestSupport
import Values

/// Keeps what a session tells, as lines.
final class Recorder: SessionObserver {
    let output = RecordingLines()
    let notices = RecordingLines()
    /// The session's events by their names, in order.
    let events = RecordingLines()

    func cellBegan(_ cell: Cell) { events.add("began \(cell.number.map(String.init) ?? "text")") }
    func cellEnded(_ cell: Cell, _ outcome: Outcome) { events.add("ended \(outcome)") }
    func stream(_ text: String) { output.add(text) }
    func notice(_ text: String) { notices.add(text) }
    func failed(_ error: any Error, in cell: Int, format: Settings.Format) {
        events.add("failed")
        notices.add(FailureText.of(error, columns: 100))
    }

    func output(_ result: CellResult) async {
        events.add("output \(result.object.kind.rawValue)")
        if result.format == .json { return output.add(await result.line() + "\n") }
        if result.name == nil { output.add(await result.text(TextStyle(columns: 100)) + "\n") }
    }
}

/// A session whose output a test reads.
struct Bench {
    let folder: TemporaryFolder
    let console: Recorder
    let session: Session

    init(
        format: Settings.Format = .text, parameters: [String: String] = [:], goesOn: Bool = false,
        observers: [any SessionObserver] = []
    ) async throws {
        folder = try TemporaryFolder()
        console = Recorder()
        session = Self.session(Folders(environment: ["HOME": folder.path]), [console] + observers)
        try await session.set("format", to: format.rawValue)
        await session.configure(parameters: parameters, goesOn: goesOn)
    }

    static func session(_ folders: Folders, _ observers: [any SessionObserver], home: String = "") -> Session {
        let experiments = SessionExperiments(folders)
        return Session(commands: .tunebook(experiments), background: experiments, observers: observers, home: home)
    }

    @discardableResult
    func run(_ text: String) async -> Outcome { await session.run(Source(name: "t.tb", text: text)) }

    var output: String { console.output.all.joined() }
    var notices: String { console.notices.text }

    /// The JSON lines that were written.
    var results: [JSONValue] { output.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0)) } }
    func last(_ kind: String) -> JSONValue { results.last { $0["kind"].string == kind }?["value"] ?? .null }

    static let data =
        "r = load synthetic --users 60 --items 40 --ratings 900 --seed 3\ndata = split r --ratio 0.7 0.15 0.15\n"
}
