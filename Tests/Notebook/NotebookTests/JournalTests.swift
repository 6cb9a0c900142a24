import Compute
import Display
import Foundation
import Notebook
import Script
import TestSupport
import Testing
import Values

/// What a session leaves behind, and how the next one takes it up.
@Suite struct JournalTests {
    private let folder: TemporaryFolder
    private let journals: JournalFolder

    init() throws {
        folder = try TemporaryFolder()
        journals = JournalFolder(folder.file("journals"))
    }

    private struct Row: Notebook.Command {
        let text = Parameter<String>("TEXT", required: .text, help: "what it says")
        var declaration: CommandDeclaration {
            CommandDeclaration("row", "a table of a row", arguments: [text], examples: ["t = row a"])
        }
        func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
            TableObject(columns: ["n"], rows: [[.string(call[text])]])
        }
    }

    private struct Again: Notebook.Command {
        let cells = Parameter<[String]>("CELL", each: .text, help: "which", parsing: \.self)
        var declaration: CommandDeclaration {
            CommandDeclaration("again", "runs cells again", arguments: [cells], examples: ["again 1"])
        }
        func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
            try await session.rerun(call.words(cells), calledAt: call.range)
            return nil
        }
    }

    private struct NoBlock: BlockDefinition {
        func define(_ lines: [(words: [CallWord], range: SourceRange)]) throws -> any SessionObject {
            PlainValue(.null)
        }
        func candidates(at position: Int) -> [String] { [] }
    }

    private struct Nothing: BackgroundWork {
        func running() async -> [RunningWork] { [] }
        func wait(_ show: @escaping @Sendable (WorkProgress?) -> Void) async -> [String] { [] }
        func stop() async -> [String] { [] }
        func close() async {}
        func warnings() async -> [String] { [] }
    }

    private final class Told: SessionObserver {
        let lines = RecordingLines()
        func output(_ result: CellResult) async { lines.add(await result.object.summary()) }
        func notice(_ text: String) { lines.add(text) }
        func failed(_ error: any Error, in cell: Int, format: Settings.Format) {
            lines.add(FailureText.of(error, columns: 80))
        }
    }

    private func session(_ told: Told = Told(), keeps: Bool = true) -> Session {
        let session = Session(
            commands: CommandTable([.init("Rows", [Row(), Again()])], block: NoBlock()), background: Nothing(),
            observers: [told])
        if keeps { session.journal.keep(in: journals, after: journals.lost()) }
        return session
    }

    private func run(_ session: Session, _ lines: String...) async {
        for line in lines { _ = await session.run(Source(name: "[n]", text: line), isWhole: false) }
    }

    @Test func aLostSessionsCellsAndOutputsAreThereAndASecondSessionDoesNotTakeThemToo() async throws {
        defer { folder.remove() }
        do {
            let lost = session()
            await run(lost, "x = 1", "t = row \"a <b>\"", "print x", "nonsense", "t")
            #expect(journals.lost() == nil, "a living session's journal is nobody's")
        }
        let lost = try #require(journals.lost())
        #expect(journals.lost() == nil)
        #expect(lost.entries.map(\.label) == ["L1", "L2", "L3", "L4", "L5"])
        #expect(lost.entries.map(\.outcome) == [.done, .done, .done, .failed, .done])
        let page = NotebookDocument(lost.entries, title: "t").text(.html)
        #expect(page.contains("a &lt;b&gt;") && page.contains("nothing is named"))
    }

    @Test func aCutLineAndABrokenOneCostThemselvesOnly() async throws {
        defer { folder.remove() }
        do { await run(session(), "x = 1", "print x") }
        let file = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.file("journals")).first)
        let path = folder.file("journals/\(file)")
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        bytes += Array(
            "{\"broken\n\u{0}\n[1]\n{\"cell\": 3, \"text\": \"print 3\"}\n{\"outcome\": \"done\", \"sho".utf8)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let entries = try #require(journals.lost()).entries
        #expect(entries.map(\.text) == ["x = 1", "print x", "print 3"] && entries.last?.outcome == nil)
        try Data(bytes.prefix(20)).write(to: URL(fileURLWithPath: path))
        #expect(journals.lost() == nil)
    }

    @Test func namesOfTheLostSessionAreMadeAgainWhenTheyAreUsedAndOwnNamesStay() async {
        defer { folder.remove() }
        do { await run(session(), "x = 1", "y = x + 1", "x = x + 10", "z = x + y", "w = row $z", "print z") }
        let told = Told()
        let next = session(told)
        #expect(next.journal.remark?.contains("after 6 cells") == true)
        await run(next, "y = 100", "print z", "print y", "print x", "w", "print nothing")
        let lines = told.lines.all
        #expect(lines.contains("13") && lines.contains("100") && lines.contains("11"), "\(lines)")
        #expect(lines.contains { $0.hasPrefix("making 'z' of the lost session again: x = 1; y = x + 1") }, "\(lines)")
        #expect(lines.contains("table of 1 row") && lines.last?.contains("nothing is named 'nothing'") == true)
    }

    @Test func cellsOfBothSessionsRunAgain() async {
        defer { folder.remove() }
        do { await run(session(), "x = 1", "x = x + 1", "print x") }
        let told = Told()
        let next = session(told)
        await run(next, "again L1-L3", "again L2", "print x", "again 3", "again", "again 9")
        #expect(told.lines.all.filter { $0.count == 1 } == ["2", "3", "3", "3"], "\(told.lines.all)")
        #expect(told.lines.text.contains("CELL is one of 1 to 5, L1 to L3, found '9'"))
        let entries = next.journal.entries
        #expect(entries[0].text == "x = 1\nx = x + 1\nprint x" && entries[0].origin == "L1, L2, L3")
    }

    @Test func aSessionThatWasLeftOrDidNothingLeavesNothingToTakeUp() async {
        defer { folder.remove() }
        do { await run(session(), "x = 1") }
        do { #expect(session().journal.earlier.count == 1) }
        do {
            let next = session()
            #expect(next.journal.earlier.count == 1, "whoever only looked has taken nothing up")
            await run(next, "y = 2")
        }
        let third = session()
        #expect(third.journal.earlier.map(\.text) == ["x = 1", "y = 2"], "lost twice")
        await run(third, "z = 3")
        third.journal.close(in: journals)
        #expect(journals.lost() == nil)
    }

    @Test func twoSessionsKeepTwoJournalsAndOldOnesGo() async throws {
        defer { folder.remove() }
        let path = folder.file("journals")
        let (one, other) = (session(), session())
        await run(one, "x = 1")
        await run(other, "x = 2")
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 2)
        one.journal.close(in: journals)
        journals.sweep(days: 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 2)
        journals.sweep(days: 1, now: Date() + 2 * 86_400)
        let left = try FileManager.default.contentsOfDirectory(atPath: path)
        #expect(left.count == 1 && !left[0].contains("old"), "a living session's journal stays")
        await run(other, "x = 3")
    }

    @Test func aPlaceThatCannotBeWrittenCostsAWarningOnce() async throws {
        defer { folder.remove() }
        try folder.write("", to: "journals")
        let told = Told()
        let session = session(told)
        await run(session, "x = 1", "print x", "print x")
        #expect(told.lines.all.count { $0.contains("warning: can't write") } == 1)
        #expect(told.lines.all.count { $0 == "1" } == 2)
    }

    @Test func whatWasDefinedAnewMakesTheCellsThatTookItStale() async {
        let session = session(keeps: false)
        await run(session, "x = 1", "y = x + 1", "print y", "x = x + 1", "z = 3", "print z")
        let stale = Journal.staleness(of: session.journal.entries)
        #expect(stale == [1: "x was defined anew in cell 4", 2: "y comes from cell 2, which is stale"])
        let document = NotebookDocument(session.journal.entries, title: "t")
        for format in [NotebookDocument.Format.html, .md, .ipynb] {
            #expect(document.text(format).contains("stale: x was defined anew in cell 4"), "\(format)")
        }
        await run(session, "again stale")
        #expect(Journal.staleness(of: session.journal.entries).keys.sorted() == [1, 2])
        #expect(session.journal.entries.last?.text == "y = x + 1\nprint y")
    }

    @Test func outputsWithoutEndAreCutAndSaid() async {
        let session = session(keeps: false)
        let journal = session.journal
        await run(session, "print 1")
        let cell = journal.entries[0].cell
        let observer: any SessionObserver = journal
        await observer.cellBegan(cell)
        for _ in 0..<400 { journal.stream(String(repeating: "x", count: 1 << 18)) }
        journal.cellEnded(cell, .done)
        let entry = journal.entries[1]
        guard case .printed(let text)? = entry.shown.first, case .note(let note)? = entry.shown.last else {
            Issue.record("a text and a note")
            return
        }
        #expect(text.utf8.count <= 1 << 20 && note.contains("more are not kept here"))
    }

    @Test func aSavedSessionIsAScriptThatRunsWithWhatFailedAsComments() async {
        let first = session(keeps: false)
        await run(first, "x = 41", "nonsense here", "for n in 1 2\n  x = x + n\nend", "print x")
        let script = NotebookDocument(first.journal.entries, title: "t").text(.tb)
        #expect(script.contains("# failed:\n# nonsense here\n"))
        let told = Told()
        let second = session(told, keeps: false)
        #expect(await second.run(Source(name: "s.tb", text: script)) == .done)
        #expect(told.lines.all == ["44"])
    }
}
