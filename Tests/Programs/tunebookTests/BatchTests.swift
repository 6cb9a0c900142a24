import Foundation
import TestSupport
import Testing
import Values

/// Scripts that run for hours with nobody looking: what they end with, say and keep.
@Suite struct BatchTests {
    private static let data =
        "d = load csv own.csv --columns user,item,rating\ns = split d --seed 1 --ratio 0.7 0.15 0.15\nspace p\nlr_all loguniform 1e-3 5e-2\nreg_all uniform 0 0.2\nend\n"

    private static func search(_ name: String, trials: Int, epochs: Int, _ more: String = "") -> String {
        "\(name) = experiment start svd s --space p --tuner TPE --tuner-args n_startup_jobs=6 --max-trials \(trials) --fix n_epochs=\(epochs) --minimize rmse --seed 5 --name \(name) \(more)\n"
    }

    private func home() async throws -> TemporaryFolder {
        let home = try TemporaryFolder()
        let made = try await Program.run(
            ["-c", "d = load synthetic --users 120 --items 80 --ratings 4000 --seed 7; save d own.csv"], home: home.path
        )
        #expect(made.status == 0, "\(made.errors)")
        return home
    }

    private func trials(_ name: String, _ home: TemporaryFolder, before: String = "") async throws -> [JSONValue] {
        let run = try await Program.run(
            [
                "--format", "json", "-c",
                before + "experiment trials \(name) --sort trial --columns trial status rmse lr_all reg_all",
            ],
            home: home.path)
        guard let last = run.output.split(separator: "\n").last else { return [] }
        return try JSONValue(parsing: String(last))["value"]["rows"].array ?? []
    }

    /// Runs the program until a search has some trials, sends it a signal, and waits for its end.
    private func signalled(_ number: Int32, _ script: String, _ name: String, _ home: TemporaryFolder) async throws
        -> (status: Int32, errors: String)
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = [try home.write(script, to: "s.tb")]
        process.environment = Program.environment(home: home.path)
        process.currentDirectoryURL = URL(fileURLWithPath: home.path)
        try home.write("", to: "err")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: home.file("err"))
        try process.run()
        while process.isRunning, try await trials(name, home).count(where: { $0.array?[1] == "SUCCEEDED" }) < 3 {}
        kill(process.processIdentifier, number)
        while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
        let errors = try String(contentsOfFile: home.file("err"), encoding: .utf8)
        return (process.terminationStatus, errors)
    }

    @Test(arguments: [(SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130)] as [(Int32, Int32)])
    func aSignalEndsAScriptWithItsStatusAndSaysWhatIsKept(signal: Int32, status: Int32) async throws {
        let home = try await home()
        defer { home.remove() }
        let script = Self.data + Self.search("long", trials: 100_000, epochs: 60, "--wait")
        let result = try await signalled(signal, script, "long", home)
        #expect(result.status == status, "\(result.errors)")
        let kept = try await trials("long", home).count { $0.array?[1] == "SUCCEEDED" }
        #expect(result.errors.contains("'long' is stopped: \(kept) succeeded of"), "\(kept): \(result.errors)")
        #expect(result.errors.contains("experiment resume long"))
    }

    @Test func aSearchGoesOnFromAnotherFolderAsIfItHadNeverBeenKilled() async throws {
        let home = try await home()
        defer { home.remove() }
        let whole = Self.data + Self.search("whole", trials: 25, epochs: 30, "--wait")
        #expect(try await Program.run(["-c", whole], home: home.path).status == 0)
        _ = try await signalled(SIGKILL, Self.data + Self.search("cut", trials: 25, epochs: 60), "cut", home)
        _ = try await signalled(SIGKILL, Self.data + Self.search("same", trials: 25, epochs: 30), "same", home)
        try FileManager.default.createDirectory(atPath: home.file("below"), withIntermediateDirectories: true)
        let resumed = try await Program.shell(
            "cd below && '\(Program.path)' -c 'e = experiment resume same --concurrency 3 --wait'", home: home.path)
        // A run that was over before it was killed is done, and says how it is extended.
        if resumed.status != 0 { #expect(resumed.errors.contains("--max-trials"), "\(resumed.errors)") }
        let expected = try await trials("whole", home)
        #expect(expected.count == 25)
        #expect(try await trials("same", home) == expected)
        let done = try await Program.run(["-c", "experiment resume whole"], home: home.path)
        #expect(done.status == 1 && done.errors.contains("--max-trials"))
    }

    @Test func dataThatAreGoneOrChangedAreNamedAndTheSameFromElsewhereAreTaken() async throws {
        let home = try await home()
        defer { home.remove() }
        _ = try await signalled(SIGKILL, Self.data + Self.search("cut", trials: 500, epochs: 60), "cut", home)
        let (file, moved) = (home.file("own.csv"), home.file("moved.csv"))
        try FileManager.default.moveItem(atPath: file, toPath: moved)
        let gone = try await Program.run(["-c", "experiment resume cut"], home: home.path)
        #expect(gone.status == 1 && gone.errors.contains("own.csv") && gone.errors.contains("--data"))
        try (String(contentsOfFile: moved, encoding: .utf8) + "999,999,1\n").write(
            toFile: file, atomically: true, encoding: .utf8)
        let changed = try await Program.run(["-c", "experiment resume cut"], home: home.path)
        #expect(changed.status == 1 && changed.errors.contains("have changed") && changed.errors.contains("own.csv"))
        let elsewhere =
            "d = load csv moved.csv --columns user,item,rating; s = split d --seed 1 --ratio 0.7 0.15 0.15; "
        let taken = try await Program.run(
            ["-c", elsewhere + "e = experiment resume cut --data s --max-trials 40 --wait"], home: home.path)
        #expect(taken.status == 0 || taken.errors.contains("trials already"), "\(taken.errors)")
        let other = try await Program.run(
            [
                "-c",
                elsewhere.replacing("--seed 1", with: "--seed 2") + "experiment resume cut --data s --max-trials 5000",
            ],
            home: home.path)
        #expect(other.status == 1 && other.errors.contains("these are not the data"), "\(other.errors)")
    }

    @Test func bestAndExportWaitInAScript() async throws {
        let home = try await home()
        defer { home.remove() }
        let script =
            Self.data + Self.search("one", trials: 20, epochs: 30) + Self.search("two", trials: 15, epochs: 30)
            + "b = experiment best one\nprint one.status\nprint two.best.rmse < 9\nexperiment export one two both.csv\n"
        let result = try await Program.run(["-c", script], home: home.path)
        #expect(result.status == 0 && result.output == "DONE\ntrue\n", "\(result.errors)")
        let lines = try String(contentsOfFile: home.file("both.csv"), encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 36 && lines[0].hasPrefix("experiment,trial,status,rmse,n_epochs,lr_all,reg_all"))
        // What is exported is imported, in both formats.
        let warm =
            Self.data + "experiment export one one.json\n" + Self.search("three", trials: 10, epochs: 5)
            + "experiment import three both.csv\nexperiment import three one.json\nexperiment wait three\n"
        let imported = try await Program.run(["-c", warm], home: home.path)
        #expect(
            imported.status == 0 && imported.errors.contains("35 trials of") && imported.errors.contains("20 trials of")
        )
    }

    @Test func anErrorIsAnObjectWhereResultsAre() async throws {
        let home = try await home()
        defer { home.remove() }
        let file = try home.write("print 1\n\nlaod x\n", to: "s.tb")
        let result = try await Program.run([file, "--format", "json"], home: home.path)
        #expect(result.status == 1)
        let error = try #require(try JSONValue(parsing: result.errors).object)
        #expect(error.keys == ["cell", "kind", "code", "message", "file", "line", "column", "hint"])
        #expect(error["line"] == 3 && error["column"] == 1 && error["code"] == "unknownCommand")
        #expect(error["hint"]?.string?.contains("load") == true)
        let bad = try await Program.run(["--format", "json", "-c", "print ("], home: home.path)
        #expect(bad.status == 2)
        #expect(try JSONValue(parsing: bad.errors).object?["code"] == "syntax")
    }

    @Test func progressWithoutATerminalIsLinesAsOneLikes() async throws {
        let home = try await home()
        defer { home.remove() }
        let script = Self.data + Self.search("shown", trials: 12, epochs: 20, "--wait")
        let log = try await Program.run(["-c", "set progress log\n" + script], home: home.path)
        #expect(log.errors.contains(#/\d\d:\d\d:\d\d shown \d+/12 best 0\.\d+ \(trial \d+\)/#), "\(log.errors)")
        let none = try await Program.run(["-c", "set progress none\n" + script], home: home.path)
        #expect(none.status == 0 && none.errors.isEmpty, "\(none.errors)")
    }

    @Test func anExperimentIsWatchedLineByLineInAPipeAndDeletedWithAllThatItHas() async throws {
        let home = try await home()
        defer { home.remove() }
        let script = Self.data + Self.search("seen", trials: 6, epochs: 2) + "experiment watch seen\n"
        let watched = try await Program.run(["-c", script], home: home.path)
        let lines = watched.output.split(separator: "\n")
        #expect(lines.count == 7 && lines.prefix(6).allSatisfy { $0.hasPrefix("seen trial ") }, "\(watched.output)")
        let folder = home.path + "/.local/share/tunebook/experiments/models"
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
        // What belongs to no experiment goes, and nothing else.
        let kept = try FileManager.default.contentsOfDirectory(atPath: folder)
        try home.write("old", to: ".local/share/tunebook/experiments/models/nobody-3.model")
        try home.write("notes", to: ".local/share/tunebook/experiments/models/notes.txt")
        let pruned = try await Program.run(["-c", "store prune"], home: home.path)
        #expect(pruned.status == 0 && pruned.errors.contains("removed 1 "), "\(pruned.errors)")
        try FileManager.default.removeItem(atPath: folder + "/notes.txt")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == kept)
        let deleted = try await Program.run(
            ["-c", "experiment delete seen; store check; experiment list"], home: home.path)
        #expect(
            deleted.status == 0 && deleted.output.contains("the store is whole") && !deleted.output.contains("seen"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }

    @Test func bestModelsAreComparedUserByUser() async throws {
        let home = try await home()
        defer { home.remove() }
        let script =
            Self.data + Self.search("good", trials: 8, epochs: 30) + Self.search("bad", trials: 3, epochs: 1)
            + Self.search("same", trials: 8, epochs: 30) + "experiment compare good bad same\n"
        let result = try await Program.run(["--format", "json", "-c", script], home: home.path)
        #expect(result.status == 0, "\(result.errors)")
        let last = try #require(result.output.split(separator: "\n").last)
        let tests = try JSONValue(parsing: String(last))["value"]["tests"].array?.compactMap(\.object) ?? []
        #expect(tests.map { [$0["a"], $0["b"]] } == [["good", "bad"], ["good", "same"], ["bad", "same"]])
        try #require(tests.count == 3)
        #expect((tests[0]["difference"]?.number ?? 0) < 0 && (tests[0]["adjusted"]?.number ?? 1) < 0.001)
        #expect(tests[1]["p"] == 1.0 && tests[1]["difference"] == 0.0 && (tests[1]["n"]?.integer ?? 0) > 50)
        let text = try await Program.run(
            ["-c", "experiment compare good bad; experiment compare good same"], home: home.path)
        #expect(
            text.output.contains("good better by") && text.output.contains("p < 0.001"), "\(text.output)")
        #expect(text.output.contains("no difference can be told from"))
    }
}
