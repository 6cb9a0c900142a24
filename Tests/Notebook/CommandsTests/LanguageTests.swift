import Commands
import Compute
import Display
import Foundation
import Notebook
import Script
import TestSupport
import Testing
import Values

@Suite struct LanguageTests {
    @Test func variablesLoopsConditionsAndParameters() async throws {
        let bench = try await Bench(parameters: ["n": "50"])
        let outcome = await bench.run(
            "param n = 3\nt = 0\nfor x in 1 2 3\n  t = t + $x * n\nend\nprint t\nassert t == 6 * n\nif t > 100\n  print \"big\"\nelse\n  print \"small\"\nend"
        )
        #expect(outcome == .done)
        #expect(bench.output == "300\nbig\n")
    }

    @Test(arguments: [
        ("print 7 / 2", "3.5"), ("print 6 / 2", "3"), ("print 2 * 0.5", "1.0"), ("print \"a\" + 1", "a1"),
        ("print 1 < 2 and not false", "true"),
        ("print 9223372036854775807 + 1", "9.223372036854776e+18"),
        ("x = 3; print \"n${x + 1}.csv\" '$x' $x", "n4.csv $x 3"), ("print 2; print _ ; 5; print _ _3", "2"),
    ])
    func expressionsHaveTheirValues(text: String, expected: String) async throws {
        let bench = try await Bench()
        await bench.run(text)
        #expect(bench.output.hasPrefix(expected))
    }

    /// What is small stays; what is large stays as long as a name holds it.
    @Test func oldResultsTakeNoMemoryThatNobodyAskedToKeep() async throws {
        let bench = try await Bench()
        let load = "load synthetic --users 20 --items 10 --ratings 50 --seed 1"
        await bench.run("r = \(load)\n\(load)\nprint _.ratings _1.ratings\n1 + 1")
        #expect(await bench.run("print _1.ratings _4") == .done && bench.output.hasSuffix("50 2\n"))
        for text in ["print _2.ratings", "r = 3\nprint _1.ratings"] {
            #expect(await bench.run(text) == .failed)
            #expect(bench.notices.contains("was large and is not kept"), "\(bench.notices)")
        }
        #expect(await bench.run("s = \(load)\ndrop s\nprint _9") == .failed)
    }

    @Test func resultsAreNumberedByCell() async throws {
        let bench = try await Bench()
        await bench.run("4 * 10\n_ + 2\nprint _1 _2 _")
        #expect(bench.output == "40\n42\n40 42 42\n")
    }

    @Test(arguments: [
        ("assert 1 + 1 == 3 \"sums\"", "sums: 1 + 1 == 3 (2 == 3)"), ("print 1 / 0", "divided by zero"),
        ("print \"a\" * 2", "needs numbers"),
        ("if 3\nprint 1\nend", "a condition is true or false"), ("print \"a\" < 1", "can't compare"),
        ("print nowhere", "nothing is named 'nowhere'"),
        ("laod x", "did you mean 'load'?"), ("load cvs x", "did you mean 'load csv'?"), ("load", "needs another word"),
        ("load csv", "FILE is missing"),
        ("head r --n", "--n needs a value"), ("load synthetic --users 0", "from 1 to"),
        ("load synthetic --seed 1 --seed 2", "given twice"),
        ("load synthetic x", "one argument too many"), ("x = objects; x = drop x", "gives no result"),
        ("set colour never", "did you mean color?"),
        ("source none.tb", "no such file"), ("open x.xyz", "no such file"), ("help nothing", "there is no command"),
        ("!exit 3", "status 3"),
        ("r = 3\ndescribe r\nsplit r", "'r' is a value, not a dataset"),
        ("print 1 > /no/such/folder/file", "there is no such file or folder"),
        ("load csv x --header --no-header", "--no-header and --header exclude each other"),
    ])
    func mistakesAreNamed(text: String, words: String) async throws {
        let bench = try await Bench()
        #expect(await bench.run(text) == .failed)
        #expect(bench.notices.contains(words), "\(bench.notices)")
        #expect(bench.notices.contains("t.tb:"))
    }

    @Test func aScriptThatDoesNotParseRunsNothing() async throws {
        let bench = try await Bench()
        #expect(await bench.run("print 1\nfor x in 1") == .invalid)
        #expect(bench.output.isEmpty)
        let other = try await Bench(parameters: ["m": "1"])
        #expect(await other.run("param n = 1\nprint n") == .invalid)
    }

    @Test func aValueFromOutsideHasTheKindOfTheDefault() async throws {
        for (given, text, words) in [("maybe", "true", "true or false"), ("x", "1", "a number")] {
            let bench = try await Bench(parameters: ["n": given])
            #expect(await bench.run("param n = \(text)") == .failed)
            #expect(bench.notices.contains("n is \(words), found '\(given)'"))
        }
    }

    @Test func aFileThatRunsItselfUnderAnotherNameIsFound() async throws {
        let bench = try await Bench()
        let file = bench.folder.file("loop.tb")
        try bench.folder.write("p = \"/\" + p\nsource $p", to: "loop.tb")
        #expect(await bench.run("p = \"\(file)\"\nsource $p") == .failed)
        #expect(bench.notices.contains("is being run already"))
    }

    @Test func aStatementOfSeveralLinesIsOneRowOfTheHistory() async throws {
        let bench = try await Bench()
        await bench.run("for x in 1\n  y = x\nend\nhistory")
        #expect(bench.output.split(separator: "\n").contains { $0.contains("for x in 1") && $0.hasSuffix("end") })
    }

    @Test func cancellingEndsAtOnceWhatWaitsForAPipe() async throws {
        let bench = try await Bench()
        await bench.run("!mkfifo '\(bench.folder.path)/pipe'")
        let task = Task { await bench.run("r = load csv '\(bench.folder.path)/pipe'") }
        try await Task.sleep(for: .milliseconds(200))
        let start = ContinuousClock.now
        task.cancel()
        #expect(await task.value == .interrupted)
        #expect(ContinuousClock.now - start < .seconds(2))
        #expect(await bench.run("print r") == .failed)
        // Lets the thread go that still waits.
        await bench.run("print 1 > '\(bench.folder.path)/pipe'")
    }

    @Test func afterAnErrorARunStopsUnlessToldToGoOn() async throws {
        let bench = try await Bench()
        await bench.run("print 1\nlaod\nprint 2")
        #expect(bench.output == "1\n")
        let other = try await Bench(goesOn: true)
        #expect(await other.run("print 1\nlaod\nprint 2") == .failed)
        #expect(other.output == "1\n2\n")
    }

    @Test func anErrorInASourcedFileNamesBothPlaces() async throws {
        let bench = try await Bench()
        let inner = try bench.folder.write("x = 1\nlaod y\n", to: "inner.tb")
        await bench.run("source '\(inner)'")
        #expect(bench.notices.contains("inner.tb:2:1: error") && bench.notices.contains("t.tb:1:1: from here"))
        let loop = try bench.folder.write("source '\(bench.folder.file("loop.tb"))'", to: "loop.tb")
        await bench.run("source '\(loop)'")
        #expect(bench.notices.contains("is being run already"))
    }

    @Test func redirectsWriteAndAppendFilesAndFeedPrograms() async throws {
        let bench = try await Bench()
        let file = bench.folder.file("o.txt")
        await bench.run("print \"a\" > '\(file)'\nprint \"b\" >> '\(file)'\nprint \"c\" | cat > '\(file).2'")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "a\nb\n")
        #expect(try String(contentsOfFile: file + ".2", encoding: .utf8) == "c\n")
    }

    @Test func jsonHasOneObjectAResult() async throws {
        let bench = try await Bench(format: .json)
        await bench.run("x = 3\nprint x \"a\"\nr = load synthetic --users 20 --items 10 --ratings 100")
        #expect(bench.results.count == 2)
        #expect(bench.results[0] == ["cell": 2, "kind": "value", "name": nil, "value": "3 a"])
        #expect(bench.results[1]["name"] == "r")
        #expect(bench.results[1]["value"]["ratings"] == 100)
    }

    @Test func aCancelledTaskInterruptsAndKeepsTheSession() async throws {
        let bench = try await Bench()
        await bench.run(Bench.data)
        let task = Task { await bench.run("m = train svd data.train --n-epochs 10000000") }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        #expect(await task.value == .interrupted)
        #expect(await bench.run("describe m") == .failed)
        #expect(await bench.run("print 1") == .done)
    }
}
