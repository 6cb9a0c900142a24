import Foundation
import TestSupport
import Testing

/// However statements come to the program, and however it is ended, they mean the same.
@Suite struct WaysToRunTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    private func run(_ arguments: [String], input: String = "") async throws -> Program.Result {
        try await Program.run(arguments, input: input, home: home.path)
    }

    @Test(arguments: ["\n", "\r\n"]) func aLineThatIsContinuedGoesOnFromStandardInputAsFromAFile(end: String)
        async throws
    {
        defer { home.remove() }
        let text = [
            "r = load synthetic \\", "  --users 30 \\", "  --items 20 --ratings 200", "print r.ratings \\", "",
            "print 2; print \"a\" \\", " \"b\"", "",
        ].joined(separator: end)
        try home.write(text, to: "s.tb")
        let (file, input) = (try await run(["s.tb"]), try await run([], input: text))
        #expect(file.status == 0 && file.output == "200\n2\na b\n", "\(file.errors)")
        #expect(input.output == file.output && input.status == 0, "\(input.errors)")
        #expect(try await run(["-"], input: text).output == file.output)
    }

    @Test(arguments: [5, 8, 16]) func tooFewFilesAreSaidAtTheStart(count: Int) async throws {
        defer { home.remove() }
        let result = try await Program.shell("ulimit -n \(count); exec \(Program.path) -c 'print 1'", home: home.path)
        #expect(result.status == 1 && result.errors.contains("too few files"), "\(result.status) \(result.errors)")
    }

    @Test(arguments: [("if true\n", "print 1\n", "end\n"), ("(", "1", ")")])
    func whatNestsTooDeepIsAnErrorOnASmallStackToo(opener: String, inside: String, closer: String) async throws {
        defer { home.remove() }
        let (before, after) = (String(repeating: opener, count: 3000), String(repeating: closer, count: 3000))
        try home.write((opener == "(" ? "print " : "") + before + inside + after + "\n", to: "deep.tb")
        for way in ["deep.tb", "< deep.tb"] {
            let result = try await Program.shell("ulimit -s 1024; exec \(Program.path) \(way)", home: home.path)
            #expect(
                result.status == 2 && result.errors.contains("error: "), "\(result.status) \(result.errors.prefix(200))"
            )
        }
    }

    @Test func aLineThatIsContinuedByNothingIsNoStatement() async throws {
        defer { home.remove() }
        let result = try await run([], input: "print 1\nprint 2 \\")
        #expect(result.output == "1\n" && result.status == 2, "\(result.output) \(result.errors)")
    }

    @Test func severalTextsRunOneAfterAnother() async throws {
        defer { home.remove() }
        let both = try await run(["-c", "param x = 1", "-c", "print x + 1", "--set", "x=4"])
        #expect(both.status == 0 && both.output == "5\n", "\(both.errors)")
        let stopped = try await run(["-c", "laod", "-c", "print 2"])
        #expect(stopped.status == 1 && stopped.output.isEmpty)
        let went = try await run(["-c", "laod", "-c", "for x in", "-c", "print 2", "--keep-going"])
        #expect(went.status == 1 && went.output == "2\n")
        #expect(try await run(["-c", "print 1", "-c", "print 2", "--set", "y=4"]).status == 2)
    }

    @Test(arguments: [["help"], ["help", "load", "csv"], ["help", "space"]])
    func helpNeedsNoSession(arguments: [String]) async throws {
        defer { home.remove() }
        let result = try await run(arguments)
        let asked = try await run(["-c", arguments.joined(separator: " ")])
        #expect(result.status == 0 && result.output == asked.output && !result.output.isEmpty)
        #expect(try await run(["help", "laod"]).errors.contains("did you mean 'load'?"))
    }

    @Test(arguments: ["HUP", "INT", "TERM"]) func aSignalThatWasIgnoredAtTheStartStaysIgnored(signal: String)
        async throws
    {
        defer { home.remove() }
        let text =
            "d = load synthetic --users 200 --items 100 --ratings 10000; !kill -\(signal) $PPID\nprint \"through\""
        let ignored = try await Program.shell("trap '' \(signal); exec '\(Program.path)' -c '\(text)'", home: home.path)
        #expect(ignored.status == 0 && ignored.output == "through\n", "\(ignored.output) \(ignored.errors)")
        let heard = try await Program.shell(
            "exec env --default-signal=\(signal) '\(Program.path)' -c '\(text); r = train svd d --n-epochs 1000000'",
            home: home.path)
        #expect(heard.status != 0, "\(heard.output)")
    }

    private static let search = """
        r = load synthetic --users 60 --items 40 --ratings 900 --seed 3
        data = split r --ratio 0.7 0.15 0.15
        space s
          lr_all choice LR
        end
        e = experiment start svd data --space s --max-trials 3 --fix n_epochs=2
        """

    @Test func anExperimentThatEndsInErrorEndsTheRunSo() async throws {
        defer { home.remove() }
        let wrong = Self.search.replacing("LR", with: "1e6 1e5")
        for text in [wrong + " --wait\nprint 1", wrong + "\nexperiment wait e\nprint 1", wrong] {
            let result = try await run(["-c", text])
            #expect(result.status == 1 && result.output.isEmpty, "\(result.output)")
            #expect(
                result.errors.contains(" ended in ERROR") && result.errors.contains("diverged"), "\(result.errors)")
        }
        let kept = try await run(["--keep-going", "-c", wrong + " --wait\nprint e.status"])
        #expect(kept.status == 1 && kept.output == "ERROR\n")
        #expect(
            try await run(["-c", Self.search.replacing("LR", with: "0.01 0.02") + "\nexperiment wait e"]).status == 0)
    }

    @Test(arguments: [("--max-duration", "10m"), ("--max-trial-duration", "1h"), ("--max-duration", "3600")])
    func timesMayHaveUnits(option: String, value: String) async throws {
        defer { home.remove() }
        let text = Self.search.replacing("LR", with: "0.01") + " --wait \(option) \(value)\nprint e.status"
        let result = try await run(["-c", text])
        #expect(result.status == 0 && result.output == "DONE\n", "\(result.errors)")
        let bad = try await run(["-c", text.replacing(value, with: "10 parsecs")])
        #expect(bad.status == 1)
    }

    @Test func aCopyOfTheStoreAfterTheEndIsWhole() async throws {
        defer { home.remove() }
        let text = Self.search.replacing("LR", with: "0.01 0.02") + " --wait"
        #expect(try await run(["--store", "a.sqlite", "-c", text]).status == 0)
        try FileManager.default.copyItem(atPath: home.file("a.sqlite"), toPath: home.file("b.sqlite"))
        let list = try await run(["--store", "b.sqlite", "-c", "experiment list; experiment trials e"])
        #expect(list.output.contains("DONE") && list.output.count(where: { $0 == "\n" }) >= 6, "\(list.output)")
    }
}
