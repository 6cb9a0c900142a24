import Display
import FoundationEssentials
import Notebook
import Script
import TestSupport
import Testing
import Values

/// What observers are told, and what a journal makes of it.
@Suite struct ObserverTests {
    private static let script = """
        # %% [markdown] Ratings
        # Some *synthetic* ones.
        # %% Load
        ratings = load synthetic --users 30 --items 20 --ratings 200 --seed 1
        print "users" ratings.users
        print "items" ratings.items
        # %%
        head ratings --n 2
        plot ratings ratings
        # %% Wrong
        head nothing
        # %%
        print "never"
        """

    @Test func everyCellBeginsTellsItsResultsInOrderAndEnds() async throws {
        let bench = try await Bench()
        #expect(await bench.run(Self.script) == .failed)
        #expect(
            bench.console.events.all == [
                "began text", "ended done", "began 1", "output dataset", "output value", "output value", "ended done",
                "began 2", "output table", "output plot", "ended done", "began 3", "failed", "ended failed",
            ])
    }

    @Test func linesOfJSONAndATerminalLookOnSideBySide() async throws {
        let lines = RecordingLines()
        let bench = try await Bench(observers: [JSONLinesObserver { lines.add($0) }])
        await bench.run("print 1\nset format json\nt = tuner show Random\n2 + 1\nset format text\nprint 4")
        #expect(
            lines.all.map { String($0.dropLast()) } == [
                #"{"cell": 3, "kind": "table", "name": "t", "value": {"columns": ["argument", "default", "means"], "rows": []}}"#,
                #"{"cell": 4, "kind": "value", "name": null, "value": 3}"#,
            ])
        #expect(bench.output.hasPrefix("1\n") && bench.output.hasSuffix("4\n"))
    }

    @Test func aReaderThatHasLeftEndsTheRun() async throws {
        let bench = try await Bench(format: .json, observers: [JSONLinesObserver { _ in throw ReaderLeft() }])
        #expect(await bench.run("print 1\nprint 2") == .closed)
    }

    @Test func aJournalIsADocumentOfTextsStatementsResultsAndErrors() async throws {
        let journal = Journal()
        let bench = try await Bench(observers: [journal])
        await bench.run(Self.script)
        let text = MarkdownDocument.text(journal)
        for piece in [
            "## Ratings\n\nSome *synthetic* ones.", "## Load\n\n```tunebook\nratings = load synthetic",
            "ratings: synthetic: 200 ratings by 30 users of 18 items", "```text\nusers 30\nitems 18\n```",
            "| user | item | rating | timestamp | title |\n| ---: | ---: | ---: | ---: | --- |", "synthetic\n", "█",
            "t.tb:11:6: error: nothing is named 'nothing'",
        ] {
            #expect(text.contains(piece), "\(piece) is missing in \(text)")
        }
        #expect(!text.contains("never"))
        #expect(journal.entries.map(\.outcome) == [.done, .done, .done, .failed])
    }

    @Test func whatAShellCommandWritesIsInTheJournalOfItsCell() async throws {
        let journal = Journal()
        let bench = try await Bench(observers: [journal])
        #expect(await bench.run("!echo one; echo two\nprint \"x\" | tr x y") == .done)
        #expect(MarkdownDocument.text(journal).contains("```text\none\ntwo\n```"))
        #expect(MarkdownDocument.text(journal).contains("```text\ny\n```"))
        #expect(await bench.run("!exit 3") == .failed)
        #expect(bench.notices.contains("status 3"))
    }

    @Test func resultsThatGoToFilesAreAsWideAsTheyAre() async throws {
        let bench = try await Bench()
        let file = bench.folder.file("t.txt")
        let word = String(repeating: "long", count: 60)
        await bench.run("add t \(word) n=1\nprint t > '\(file)'\ndescribe t >> '\(file)'")
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains(word))
    }
}
