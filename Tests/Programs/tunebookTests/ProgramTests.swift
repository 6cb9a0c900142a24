import Foundation
import TestSupport
import Testing
import Values

@Suite struct ProgramTests {
    private func withHome(_ body: (TemporaryFolder) async throws -> Void) async throws {
        let home = try TemporaryFolder()
        defer { home.remove() }
        try await body(home)
    }

    @Test func aFileStatementsAndStandardInputGiveTheSame() async throws {
        try await withHome { home in
            let text =
                "x = 2 * 3\nfor n in 1 2\n  print $n x\nend\nr = load synthetic --users 20 --items 10 --ratings 50\nprint r.ratings\n"
            let file = try home.write(text, to: "s.tb")
            for arguments in [[file], ["run", file], ["-c", text], []] {
                let result = try await Program.run(arguments, input: arguments.isEmpty ? text : "", home: home.path)
                #expect(result.status == 0, "\(result.errors)")
                #expect(result.output == "1 6\n2 6\n50\n")
            }
        }
    }

    @Test func exitStatusesTellFailuresFromInvalidScriptsAndCalls() async throws {
        try await withHome { home in
            let statuses: [([String], Int32)] = [
                (["-c", "print 1"], 0), (["-c", "laod"], 1), (["-c", "!exit 3"], 1), (["-c", "for x in 1"], 2),
                (["/no/such.tb"], 2), (["--nonsense"], 2),
                (["-c", "param n = 1", "--set", "m=2"], 2), (["-c", "param n = 1", "--set", "n=x"], 1),
                (["--format", "xml"], 2), (["--help"], 0), (["--version"], 0),
                (["-c", "print 1; quit; laod"], 0),
            ]
            for (arguments, status) in statuses {
                let result = try await Program.run(arguments, home: home.path)
                #expect(result.status == status, "\(arguments): \(result.errors)")
                #expect(status == 0 || !result.errors.isEmpty)
                #expect(!result.errors.contains("Fatal error"))
            }
        }
    }

    @Test func anInterruptEndsAScriptWith130() async throws {
        try await withHome { home in
            let text = "d = load synthetic --users 100 --items 60 --ratings 2000\nm = train svd d --n-epochs 10000000"
            let result = try await Program.run(["-c", text], home: home.path, interruptAfter: .seconds(1))
            #expect(result.status == 130, "\(result.errors)")
        }
    }

    @Test func errorsOfStandardInputNameTheLine() async throws {
        try await withHome { home in
            let result = try await Program.run([], input: "x = 1\n\nlaod y\nprint x\n", home: home.path)
            #expect(result.status == 1)
            #expect(result.errors.contains("standard input:3:1: error"))
            #expect(result.errors.contains("  laod y\n  ^~~~"))
            #expect(result.output.isEmpty)
            let onward = try await Program.run(["--keep-going"], input: "laod\nprint 5\nfor", home: home.path)
            #expect(onward.output == "5\n")
            #expect(onward.status == 1)
        }
    }

    @Test func standardInputIsTextAsAScriptIs() async throws {
        try await withHome { home in
            for (input, place) in [
                ("print 1\nprint \"\u{0}\"\n", "standard input:2:8"),
                ("print 1\n" + String(repeating: "x", count: 3 << 20), "standard input:2:1"),
            ] {
                let result = try await Program.run([], input: input, home: home.path)
                #expect(result.status == 2 && result.output == "1\n")
                #expect(result.errors.contains(place), "\(result.errors.prefix(300))")
            }
            #expect(try await Program.run([], input: "\u{FEFF}print 1\n", home: home.path).output == "1\n")
        }
    }

    @Test func aValueThatNoParameterOfStandardInputTakesIsAnError() async throws {
        try await withHome { home in
            let result = try await Program.run(["--set", "m=2"], input: "param n = 1\nprint n\n", home: home.path)
            #expect(result.status == 2 && result.errors.contains("no parameter 'm'; it has n"))
        }
    }

    @Test func closedStandardStreamsNeitherHangNorPassInSilence() async throws {
        try await withHome { home in
            #expect(try await Program.shell("'\(Program.path)' <&- >&- 2>&-", home: home.path).status == 0)
            let result = try await Program.shell("'\(Program.path)' -c 'print 1' >&-", home: home.path)
            #expect(result.status == 1 && result.errors.contains("can't write standard output: it is closed"))
        }
    }

    private static let search =
        "r = load synthetic --users 60 --items 40 --ratings 900\ndata = split r --ratio 0.7 0.15 0.15\nspace s\nn_factors choice 3 5\nend\ne = experiment start svd data --space s"

    @Test func sessionsThatBeginAtOnceShareANewStoreAndAName() async throws {
        try await withHome { home in
            let script = Self.search + " --tuner Random --max-trials 2 --fix n_epochs=1 --wait"
            let results = try await withThrowingTaskGroup(of: Program.Result.self) { group in
                for _ in 0..<6 { group.addTask { try await Program.run(["-c", script], home: home.path) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for result in results { #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)") }
            let list = try await Program.run(["--format", "json", "-c", "experiment list"], home: home.path)
            let rows = try JSONValue(parsing: list.output)["value"]["rows"].array ?? []
            #expect(rows.compactMap { $0.array?.first?.string } == ["e", "e", "e", "e", "e", "e"])
            #expect(Set(rows.compactMap { $0.array?[1].string }).count == 6)
        }
    }

    private static let wideSearch = search.replacing("n_factors choice 3 5", with: "reg_all uniform 0 1")

    @Test func anExperimentOfAnotherSessionIsWaitedForAndStopped() async throws {
        try await withHome { home in
            let script = Self.wideSearch + " --max-trials 1000000 --fix n_epochs=50"
            async let other = Program.run(["-c", script], home: home.path)
            let waiting = "x = experiment wait e\nprint x.status"
            var stop = try await Program.run(["-c", "experiment stop e"], home: home.path)
            while stop.errors.contains("there is no experiment") {
                stop = try await Program.run(["-c", "experiment stop e"], home: home.path)
            }
            #expect(stop.status == 0, "\(stop.errors)")
            let wait = try await Program.run(["-c", waiting], home: home.path)
            #expect(wait.output == "STOPPED\n", "\(wait.errors)")
            #expect(try await other.status == 0)
        }
    }

    @Test func aStoreThatFillsUpIsAnErrorAtTheEndOfTheScriptAndTheExperimentGoesOn() async throws {
        try await withHome { home in
            let script = try home.write(Self.wideSearch + " --max-trials 400 --fix n_epochs=2\n", to: "s.tb")
            // The store's files may grow to 200 kB.
            let result = try await Program.shell(
                "trap '' XFSZ; ulimit -f 400; '\(Program.path)' '\(script)'", home: home.path)
            #expect(result.status == 1, "\(result.errors)")
            #expect(result.errors.contains("error: 'e' is not recorded as a whole"), "\(result.errors)")
        }
    }

    @Test func theEndOfAScriptWaitsForItsExperimentsAndSaysSo() async throws {
        try await withHome { home in
            let script =
                "r = load synthetic --users 60 --items 40 --ratings 900\ndata = split r --ratio 0.7 0.15 0.15\nspace s\nn_factors choice 3 5\nend\ne = experiment start svd data --space s --max-trials 6 --fix n_epochs=5000"
            let result = try await Program.run(["-c", script], home: home.path)
            #expect(result.status == 0)
            #expect(result.errors.contains("waiting for e"))
            let later = try await Program.run(["-c", "experiment list", "--format", "json"], home: home.path)
            let rows = try JSONValue(parsing: later.output)["value"]["rows"].array ?? []
            #expect(rows.count == 1)
            #expect(rows.first?.array?.contains("DONE") == true)
        }
    }

    @Test func aFullDiskIsAClearError() async throws {
        try await withHome { home in
            let script = try home.write(
                "r = load synthetic --users 20 --items 10 --ratings 50\nhead r > /dev/full\n", to: "s.tb")
            let result = try await Program.run([script], home: home.path)
            #expect(result.status == 1)
            #expect(result.errors.contains("s.tb:2:") && result.errors.contains("full"))
        }
    }

    @Test func aClosedPipeEndsItQuietly() async throws {
        try await withHome { home in
            let script = "'\(Program.path)' -c 'for x in 1 2 3 4 5 6 7 8 9; print $x; end' | head -1"
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", script + " 2> '\(home.file("errors"))' > '\(home.file("output"))'"]
            try process.run()
            while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try String(contentsOfFile: home.file("output"), encoding: .utf8) == "1\n")
            #expect(try String(contentsOfFile: home.file("errors"), encoding: .utf8).isEmpty)
        }
    }

    @Test func theFirstLessonRuns() async throws {
        try await withHome { home in
            let lesson = Project.root
                .appendingPathComponent("scripts/lessons/quickstart.tb").path
            let result = try await Program.run([lesson], home: home.path)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("test RMSE:"))
        }
    }
}
