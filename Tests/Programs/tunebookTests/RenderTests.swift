import Foundation
import TestSupport
import Testing

/// `tunebook render`: a script as a document.
@Suite struct RenderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            # %% [markdown]
            # # A first look
            # %% Load
            param users = 30
            r = load synthetic --users $users --items 20 --ratings 200 --seed 1
            !echo from the shell
            # %%
            plot ratings r
            """, to: "a.tb")
    }

    private func render(_ arguments: String...) async throws -> Program.Result {
        try await Program.run(["render", "a.tb"] + arguments, home: folder.path)
    }

    @Test func aScriptBecomesOneDocumentAndNothingElseIsWritten() async throws {
        defer { folder.remove() }
        let written = try await render("--to", "md", "-o", "a.md", "--set", "users=40")
        #expect(written.status == 0 && written.output.isEmpty, "\(written.errors)")
        let text = try String(contentsOfFile: folder.file("a.md"), encoding: .utf8)
        #expect(text.hasPrefix("# A first look\n\n## Load\n\n```tunebook\nparam users = 30\n"))
        #expect(text.contains("200 ratings by 40 users") && text.contains("from the shell") && text.contains("█"))
        let shown = try await render("--set", "users=40")
        #expect(shown.output == text, "two runs, and both ways to write it, are the same")
    }

    @Test func anErrorIsInTheDocumentAndInTheExitStatus() async throws {
        defer { folder.remove() }
        try folder.write("print 1\nhead nothing\nprint 2\n", to: "a.tb")
        let stopped = try await render("-o", "a.md")
        #expect(stopped.status == 1 && stopped.errors.contains("a.tb:2:6: error: nothing is named"))
        let text = try String(contentsOfFile: folder.file("a.md"), encoding: .utf8)
        #expect(text.contains("a.tb:2:6: error: nothing is named") && !text.contains("print 2"))
        let went = try await render("--keep-going")
        #expect(went.status == 1 && went.output.contains("```text\n2\n```"))
    }

    @Test(arguments: ["html", "md", "ipynb"]) func twoRunsDifferInNothingButTimes(format: String) async throws {
        defer { folder.remove() }
        for name in ["a", "b"] { #expect(try await render("--to", format, "-o", name).status == 0) }
        let texts = try ["a", "b"].map { name in
            try String(contentsOfFile: folder.file(name), encoding: .utf8).replacing(
                #/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/#, with: "TIME")
        }
        #expect(texts[0] == texts[1])
    }

    @Test func aPageStandsAloneWithContentsPicturesAndCode() async throws {
        defer { folder.remove() }
        let result = try await render("--to", "html")
        let page = result.output
        #expect(result.status == 0 && page.hasPrefix("<!DOCTYPE html>"))
        for piece in [
            "<title>A first look</title>", "<h1 id=\"a-first-look\">A first look</h1>", "<h2 id=\"load\">Load</h2>",
            "<a href=\"#load\">Load</a>", "<svg", "param users = 30\nr = load", "from the shell",
        ] {
            #expect(page.contains(piece), "\(piece)")
        }
        let loaded = page.matches(of: #/(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?\/\//#)
        #expect(loaded.isEmpty)
        let ids = page.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
        #expect(Set(ids).count == ids.count, "each place has a name of its own")
    }

    @Test(arguments: ["html", "ipynb"]) func anErrorIsInEveryKindOfDocument(format: String) async throws {
        defer { folder.remove() }
        try folder.write("# %%\nprint 1\n# %%\nlaod x\n# %%\nprint 22\n", to: "a.tb")
        let result = try await render("--to", format)
        #expect(result.status == 1 && result.output.contains("there is no command") && result.output.contains("laod"))
        #expect(!result.output.contains("print 22"))
    }

    @Test func anOutputWithoutEndIsCut() async throws {
        defer { folder.remove() }
        try folder.write("!yes tunebook | head -c 20000000\n", to: "a.tb")
        let result = try await render("--to", "html")
        #expect(result.status == 0 && result.output.utf8.count < 3_000_000)
        #expect(result.output.contains("more are not kept here"))
    }

    @Test func everyLessonIsAPageWithoutAnError() async throws {
        let lessons = Project.file("scripts/lessons").path
        for name in try FileManager.default.contentsOfDirectory(atPath: lessons).sorted() where name.hasSuffix(".tb") {
            // The long ones are shortened by their own parameters.
            let sets = name.hasPrefix("tune_") ? ["trials", "epochs"] : []
            let home = try TemporaryFolder()
            defer { home.remove() }
            let result = try await Program.run(
                ["render", lessons + "/" + name, "--to", "html"] + sets.flatMap { ["--set", $0 + "=1"] },
                home: home.path)
            #expect(result.status == 0, "\(name): \(result.errors)")
            #expect(result.output.contains("<h1") && !result.output.contains("class=\"error\""), "\(name)")
            #expect(result.output.contains("<svg"), "\(name)")
        }
    }

    @Test(
        arguments: [
            (["-o", "no/such/a.md"], 1, "can't write no/such/a.md"), (["-o", "."], 1, "can't write"),
            (["--to", "pdf"], 2, "pdf"), (["--set", "x"], 2, "NAME=VALUE"),
        ] as [([String], Int32, String)])
    func aPlaceOrAFormatThatIsNoneIsSaidBeforeAnythingRuns(
        arguments: [String], status: Int32, words: String
    ) async throws {
        defer { folder.remove() }
        try folder.write("print 1 > ran.txt\n", to: "a.tb")
        let result = try await Program.run(["render", "a.tb"] + arguments, home: folder.path)
        #expect(result.status == status && result.errors.contains(words), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("ran.txt")))
    }

    @Test func aScriptThatIsNoneGivesNoDocument() async throws {
        defer { folder.remove() }
        let result = try await Program.run(["render", "none.tb", "-o", "a.md"], home: folder.path)
        #expect(result.status == 2 && result.errors.contains("no such file"))
        try folder.write("for x in 1\n", to: "a.tb")
        #expect(try await render("-o", "a.md").status == 2)
        #expect(!FileManager.default.fileExists(atPath: folder.file("a.md")))
    }
}
