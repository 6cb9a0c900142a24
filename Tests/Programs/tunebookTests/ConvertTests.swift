import Foundation
import TestSupport
import Testing

/// `tunebook convert`, `save session` and `--step`.
@Suite struct ConvertTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String..., input: String = "") async throws -> Program.Result {
        try await Program.run(arguments, input: input, home: folder.path)
    }

    @Test func everyLessonComesBackFromANotebookToTheByte() async throws {
        defer { folder.remove() }
        let lessons = Project.file("scripts/lessons").path
        for name in try FileManager.default.contentsOfDirectory(atPath: lessons) where name.hasSuffix(".tb") {
            let path = lessons + "/" + name
            #expect(try await run("convert", path, "a.ipynb").status == 0)
            #expect(try await run("convert", "a.ipynb", "b.tb").status == 0)
            let (before, after) = (
                FileManager.default.contents(atPath: path), FileManager.default.contents(atPath: folder.file("b.tb"))
            )
            #expect(before == after, "\(name)")
        }
    }

    @Test(
        arguments: [
            ("{\"cells\": [", "bad.ipynb is no notebook, or is cut off: line 1, column 12"), ("[1]", "nbformat"),
            ("{\"nbformat\": 4, \"cells\": [], \"metadata\": {\"kernelspec\": {\"name\": \"python3\"}}}", "of python3"),
        ])
    func aForeignOrCutNotebookIsRefusedAndNothingIsWritten(text: String, words: String) async throws {
        defer { folder.remove() }
        try folder.write(text, to: "bad.ipynb")
        let result = try await run("convert", "bad.ipynb", "bad.tb")
        #expect(result.status == 1 && result.errors.contains(words), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("bad.tb")))
    }

    @Test func whatIsNoTextOrNoNotebookIsSaidWithItsPlace() async throws {
        defer { folder.remove() }
        try Data([0x70, 0x0A, 0xFF, 0x0A]).write(to: URL(fileURLWithPath: folder.file("a.tb")))
        let result = try await run("convert", "a.tb", "a.ipynb")
        #expect(result.status == 1 && result.errors.contains("a.tb:2:1: error: this is not UTF-8"), "\(result.errors)")
        #expect(try await run("convert", "a.tb", "b.tb").status == 2)
        #expect(try await run("convert", "none.tb", "a.ipynb").errors.contains("no such file"))
    }

    @Test(arguments: ["tb", "md", "html", "ipynb"]) func aSessionIsSavedAsItsEndingSays(ending: String) async throws {
        defer { folder.remove() }
        let result = try await run(input: "x = 41\nprint \"é\" x + 1\nhistory\nsave session kept.\(ending)\n")
        #expect(result.status == 0, "\(result.errors)")
        let text = try String(contentsOfFile: folder.file("kept.\(ending)"), encoding: .utf8)
        #expect(
            text.contains("x") && text.contains("41") && !text.contains("history") && !text.contains("save session"))
        if ending == "tb" {
            #expect(try await run("run", "kept.tb").output == "é 42\n")
        } else {
            #expect(text.contains("é 42"))
        }
        let wrong = try await run(input: "save session kept.doc\n")
        #expect(wrong.status == 1 && wrong.errors.contains(".ipynb"))
    }

    @Test func cellsRunAgain() async throws {
        defer { folder.remove() }
        #expect(try await run(input: "x = 1\nx = x + 1\nprint x\nrerun 2\nprint x\n").output == "2\n3\n")
        let wrong = try await run(input: "x = 1\nrerun 7\n")
        #expect(wrong.status == 1 && wrong.errors.contains("found '7'"))
    }

    @Test func inStepsEachCellIsShownRunsAndWaits() async throws {
        defer { folder.remove() }
        try folder.write(
            "# %% One\nprint \"O\" + \"NE\"\n# %% [markdown]\n# Between\n# %% Two\nprint \"T\" + \"WO\"\n", to: "s.tb")
        let terminal = try PseudoTerminal(home: folder.path, arguments: ["run", "s.tb", "--step"])
        let first = terminal.read(until: "q leaves")
        #expect(first.contains("== One") && first.contains("ONE") && !first.contains("Between"))
        let second = terminal.send("\r", until: "q leaves")
        #expect(second.contains("Between") && !second.contains("TWO"))
        #expect(terminal.send("\r", until: "TWO").contains("== Two") && terminal.end() == 0)
        let left = try await run("run", "s.tb", "--step", input: "q\n")
        #expect(left.status == 0 && left.output == "ONE\n" && left.errors.contains("left after 1 of 3 cells"))
        #expect(try await run("-c", "print 1", "--step").status == 2)
    }

    @Test func aLostSessionIsTakenUpAtTheNextPrompt() async throws {
        defer { folder.remove() }
        let lost = try PseudoTerminal(home: folder.path)
        _ = lost.read(until: "[1]")
        lost.send("x = 6 * 7\r", until: "[2]")
        lost.send("r = load synthetic --users 50 --items 40 --ratings 700 --seed 1\r", until: "[3]")
        lost.terminate()
        _ = lost.end()
        let next = try PseudoTerminal(home: folder.path)
        #expect(next.read(until: "[1]").contains("The last session was lost after 2 cells: 'history' shows them"))
        let history = next.send("history\r", until: "[2]")
        #expect(history.contains("x = 6 * 7") && history.contains("load synthetic"))
        #expect(next.send("print r.ratings\r", until: "[3]").contains("making 'r' of the lost session again"))
        next.send("save session s.tb\r", until: "[4]")
        next.send("\u{4}")
        #expect(next.end() == 0)
        let script = try String(contentsOfFile: folder.file("s.tb"), encoding: .utf8)
        #expect(script.contains("x = 6 * 7\n") && script.contains("print r.ratings"))
        #expect(try await run("run", "s.tb").output == "700\n")
        let third = try PseudoTerminal(home: folder.path)
        #expect(!third.read(until: "[1]").contains("lost"), "it was left in the ordinary way")
    }
}
