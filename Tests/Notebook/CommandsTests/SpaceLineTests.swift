import Commands
import Foundation
import Notebook
import Script
import TestSupport
import Testing
import Values

/// The lines of a space stand for what they look like, and nothing else is taken silently.
@Suite struct SpaceLineTests {
    private func space(_ lines: String, before: String = "") async throws -> JSONValue {
        let bench = try await Bench(format: .json)
        #expect(await bench.run(before + "space s\n\(lines)\nend") == .done, "\(bench.notices)")
        return bench.last("space")
    }

    @Test(
        arguments: [
            ("n = 5", "a choice $n 10", "a", [5, 10]), ("n = 0.5", "a uniform 0.1 $n", "a", [0.1, 0.5]),
            ("n = \"x y\"", "a choice $n z", "a", ["x y", "z"]), ("n = 3\nm = n + 4", "a randint $n $m", "a", [3, 7]),
            ("n = true", "a choice $n false", "a", [true, false]),
            ("n = 8", "a choice ${n * 2} \"16\"", "a", [16, "16"]),
        ] as [(String, String, String, JSONValue)])
    func aVariableKeepsItsType(before: String, line: String, name: String, values: JSONValue) async throws {
        #expect(try await space(line, before: before + "\n")[name]["_value"] == values)
    }

    @Test(
        arguments: [
            ("a choice [16, 8, 4] [32, 16, 8]", [[16, 8, 4], [32, 16, 8]]),
            ("a choice [8,4] [ 12 , 6 ]", [[8, 4], [12, 6]]),
            ("a choice [[1, 2], [3]] 7", [[[1, 2], [3]], 7]), ("a choice [\"x\", \"y\"] z", [["x", "y"], "z"]),
            ("a choice [$n, 4] 5", [[7, 4], 5]), ("a choice 'p,q' r", ["p,q", "r"]), ("a choice 5 10 20", [5, 10, 20]),
        ] as [(String, JSONValue)])
    func aListIsOneValueBlanksAndAll(line: String, values: JSONValue) async throws {
        #expect(try await space(line, before: "n = 7\n")["a"]["_value"] == values)
    }

    @Test(arguments: [
        ("a choice 5, 10, 20", "stand apart by blanks, found '5,'"), ("a choice (1, 2)", "found '(1,'"),
        ("a uniform 0.1,0.5", "found '0.1,0.5'"), ("a: choice 1 2", "found 'a:'"), ("a, choice 1 2", "found 'a,'"),
    ])
    func whatIsNoValueIsAnErrorWithTheWayOut(line: String, words: String) async throws {
        let bench = try await Bench()
        #expect(await bench.run("space s\n  \(line)\nend") == .failed)
        #expect(bench.notices.contains(words) && bench.notices.contains("t.tb:2:"), "\(bench.notices)")
    }

    @Test func whatLooksAlikeIsToldApart() async throws {
        let bench = try await Bench()
        try bench.folder.write(
            #"{"a": {"_type": "choice", "_value": [true, "true", null, "null", "", 5, "5", "x y", [1, 2], "[1, 2]"]}}"#,
            to: "s.json")
        #expect(await bench.run("s = open '\(bench.folder.file("s.json"))'\nspace show s") == .done)
        #expect(bench.output.contains(#"true "true" null "null" "" 5 "5" "x y" [1, 2] "[1, 2]""#), "\(bench.output)")
    }

    @Test func aPathMayBeginAtTheHomeFolder() async throws {
        let bench = try await Bench()
        let folder = bench.folder
        try folder.write(#"{"x": {"_type": "uniform", "_value": [0, 1]}}"#, to: "s.json")
        let session = Bench.session(Folders(environment: ["HOME": folder.path]), [bench.console], home: folder.path)
        let text =
            "s = open ~/s.json\nsave s ~/t.json\nprint \"~/s\" > ~/o.txt\nt = open ~/t.json\nassert t.x == s.x"
        #expect(await session.run(Source(name: "t", text: text)) == .done, "\(bench.notices)")
        #expect(try String(contentsOfFile: folder.file("o.txt"), encoding: .utf8) == "~/s\n")
        let line = "open ~/s"
        let candidates = Completer(session).candidates(LineContext(line: line, cursor: line.count)).map(\.text)
        #expect(candidates == ["~/s.json"])
    }
}
