import Foundation
import Notebook
import TestSupport
import Testing
import Values

/// Where names of files, fields and loops lead.
@Suite struct FilesOfScriptsTests {
    @Test func aFileIsSoughtBesideTheScriptThatNamesItAndThenInTheWorkingFolder() async throws {
        let bench = try await Bench()
        let folder = bench.folder
        try FileManager.default.createDirectory(atPath: folder.file("deep"), withIntermediateDirectories: true)
        try folder.write("print \"inner\"\nr = load csv data.csv\nprint r.ratings\n", to: "deep/inner.tb")
        try folder.write("user,item,rating\n1,1,3\n1,2,4\n", to: "deep/data.csv")
        try folder.write("source inner.tb\n", to: "deep/outer.tb")
        #expect(await bench.run("source \(folder.file("deep/outer.tb"))\n") == .done, "\(bench.notices)")
        #expect(bench.output == "inner\n2\n")
        try folder.write("source \(folder.file("deep/inner.tb"))\nsource nowhere.tb\n", to: "deep/outer.tb")
        #expect(await bench.run("source \(folder.file("deep/outer.tb"))\n") != .done)
        #expect(bench.notices.contains("can't read nowhere.tb"))
    }

    @Test(arguments: ["s.yml", "s.yaml", "whole.yml"]) func aSpaceIsReadFromYAML(name: String) async throws {
        let bench = try await Bench(format: .json)
        let text = "n_factors: {_type: choice, _value: [1, 2]}\nlr_all:\n  _type: loguniform\n  _value: [1.0e-3, 0.1]\n"
        try bench.folder.write(text, to: "s.yml")
        try bench.folder.write(text, to: "s.yaml")
        let inner = text.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        try bench.folder.write("experimentName: x\nsearchSpace:\n\(inner)\n", to: "whole.yml")
        #expect(await bench.run("s = open \(bench.folder.file(name))\nspace show s\n") == .done, "\(bench.notices)")
        let space = bench.last("space")
        #expect(space["n_factors"]["_value"] == [1, 2] && space["lr_all"]["_type"] == "loguniform")
    }

    @Test(arguments: [("a: [1", "2:1"), ("a: {_type: choise, _value: [1]}", "choise"), ("3", "space")])
    func aSpaceThatIsNoneIsToldWithItsFile(text: String, part: String) async throws {
        let bench = try await Bench()
        let path = try bench.folder.write(text + "\n", to: "bad.yml")
        #expect(await bench.run("s = open \(path)\n") != .done)
        #expect(bench.notices.contains("bad.yml") && bench.notices.contains(part), "\(bench.notices)")
    }

    @Test func aFieldOfAnObjectIsReadInsideAWord() async throws {
        let bench = try await Bench()
        let outcome = await bench.run(
            Bench.data + """
                word = "a.b"
                print "has $r.ratings. and $data.train.users, $word.ratings $r.x"
                print ${r.ratings} + 1
                print "${data.train.ratings}"

                """)
        #expect(outcome == .done, "\(bench.notices)")
        let lines = bench.output.split(separator: "\n")
        #expect(lines[0].hasPrefix("has 900. and 60, a.b.ratings ") && lines[0].hasSuffix(".x"))
        #expect(lines[1] == "901" && lines[2] == "630")
    }

    @Test(arguments: ["range(3):", "1 2 3:", "range(0, 3)", "list:"]) func aLoopOfAnotherLanguageIsRefused(
        words: String
    )
        async throws
    {
        let bench = try await Bench()
        #expect(await bench.run("for i in \(words)\nprint $i\nend\n") != .done)
        #expect(bench.notices.contains(words == "1 2 3:" ? "for i in 1 2 3" : "for i in 0 1 2") && bench.output.isEmpty)
    }

    @Test func anyTextIsAWordOfALoopInQuotes() async throws {
        let bench = try await Bench()
        #expect(await bench.run("for i in \"f(x)\" 'b:' c:d\nprint $i\nend\n") == .done)
        #expect(bench.output == "f(x)\nb:\nc:d\n")
    }

    @Test func optionsOfAnyTypeKeepItWhenOneHasParameters() async throws {
        let bench = try await Bench(format: .json)
        _ = await bench.run("space s\nk choice 1 2 true\nk.1.a uniform 0 1\nend\nspace show s\n")
        let names = (bench.last("space")["k"]["_value"].array ?? []).map { $0["_name"] }
        #expect(names == [1, 2, true])
        #expect(await bench.run("space t\nk choice 1 \"1\"\nk.1.a uniform 0 1\nend\n") != .done)
        #expect(await bench.run("space u\na uniform -1.7e308 1.7e308\nend\n") == .done)
    }

    @Test func aTableGrowsInALineAndNewColumnsAreEmptyBefore() async throws {
        let bench = try await Bench(format: .json)
        _ = await bench.run("add t one a=1\nadd t two b=2\nkept = $t\nadd t three a=3\nt\n")
        #expect(bench.last("table")["columns"] == ["label", "a", "b"])
        #expect(bench.last("table")["rows"] == [["one", 1, nil], ["two", nil, 2], ["three", 3, nil]])
        _ = await bench.run("kept\n")
        #expect(bench.last("table")["rows"].array?.count == 2)
    }
}
