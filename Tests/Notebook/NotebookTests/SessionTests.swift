import Compute
import Foundation
import Notebook
import Script
import TestSupport
import Testing
import Values

/// A session whose output a test reads.
struct Bench {
    final class Recorder: Console {
        let output = RecordingLines()
        let notices = RecordingLines()
        let isInteractive = false
        var style: TextStyle { TextStyle(columns: 100, rows: 24, isUTF8: true, color: false) }
        func write(_ text: String) { output.add(text) }
        func notice(_ text: String) { notices.add(text) }
        func show(_ progress: WorkProgress?) {}
    }

    let folder: TemporaryFolder
    let console = Recorder()
    let session: Session

    init(format: Settings.Format = .text, parameters: [String: String] = [:], goesOn: Bool = false) async throws {
        folder = try TemporaryFolder()
        session = Session(console: console, folders: Folders(environment: ["HOME": folder.path]))
        await session.configure(format: format, parameters: parameters, goesOn: goesOn)
    }

    @discardableResult
    func run(_ text: String) async -> Outcome { await session.run(Source(name: "t.tb", text: text)) }

    var output: String { console.output.all.joined() }
    var notices: String { console.notices.text }

    /// The JSON lines that were written.
    var results: [JSONValue] { output.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0)) } }
    func last(_ kind: String) -> JSONValue { results.last { $0["kind"].string == kind }?["value"] ?? .null }

    static let data =
        "r = load synthetic --users 60 --items 40 --ratings 900 --seed 3\ndata = split r --ratio 0.7 0.15 0.15\n"
}

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

@Suite struct CommandTests {
    @Test func theMainRoad() async throws {
        let bench = try await Bench(format: .json)
        let outcome = await bench.run(
            Bench.data + """
                describe r
                m = train svd data.train --n-factors 5 --n-epochs 6 --validate data.validation
                evaluate m data.test --metrics rmse precision@10
                compare m m --on data.test
                recommend m 1 --k 3
                predict m 1 2
                similar m 2 --k 2
                plot curve m
                plot ratings r
                space s
                  n_factors choice 3 5
                  lr_all loguniform 1e-3 0.05
                end
                e = experiment start svd data --space s --max-trials 4 --minimize rmse --fix n_epochs=3 --seed 1 --wait
                experiment trials e --sort rmse --top 2
                experiment show e 1
                plot history e
                b = experiment best e
                evaluate b.model data.test
                assert b.rmse == e.best.rmse
                assert e.status == "DONE"
                experiment list
                """)
        #expect(outcome == .done, "\(bench.notices)")
        #expect(bench.last("split") == ["train": 630, "validation": 135, "test": 135])
        #expect(bench.last("model")["parameters"]["n_factors"] == 5)
        #expect(bench.last("model")["curve"].array?.count == 6)
        #expect(bench.results.contains { $0["kind"] == "recommendations" && $0["value"].array?.count == 3 })
        #expect(bench.last("experiment")["status"] == "DONE")
        #expect(bench.last("table")["rows"].array?.count == 1)
        #expect(bench.last("trial")["metrics"]["rmse"].number != nil)
    }

    @Test func anExperimentOfAnEarlierSessionIsKnownWithItsModel() async throws {
        let first = try await Bench()
        await first.run(
            Bench.data
                + "space s\nn_factors choice 3 5\nend\ntpe = experiment start svd data --space s --max-trials 3 --fix n_epochs=2 --wait"
        )
        let console = Bench.Recorder()
        let second = Session(console: console, folders: Folders(environment: ["HOME": first.folder.path]))
        let script =
            "experiment list\nexperiment trials tpe\nb = experiment best tpe\nrecommend b.model 1 --k 2\nprint b.model.n_epochs"
        #expect(await second.run(Source(name: "t", text: script)) == .done, "\(console.notices.text)")
        #expect(console.output.text.contains("tpe") && console.output.text.contains("SUCCEEDED"))
        #expect(console.output.text.hasSuffix("2\n"))
    }

    @Test func aSecondExperimentOfTheSameNameGetsAFreeOneUnlessNamed() async throws {
        let bench = try await Bench()
        let start = "e = experiment start svd data --space s --max-trials 1 --fix n_epochs=1 --wait"
        #expect(
            await bench.run(Bench.data + "space s\nn_factors choice 3\nend\n\(start)\n\(start)\nprint e.name") == .done)
        #expect(bench.output.hasSuffix("e-2\n"))
        #expect(await bench.run(start + " --name e") == .failed)
        #expect(bench.notices.contains("there is an experiment 'e' already"))
    }

    @Test func everythingThatIsSavedOpensTheSame() async throws {
        let bench = try await Bench()
        let folder = bench.folder.path
        let outcome = await bench.run(
            Bench.data + """
                space s
                  n_factors choice 3 5
                end
                m = train svd data.train --n-factors 3 --n-epochs 2
                save r '\(folder)/r.csv'; save data '\(folder)/parts'; save s '\(folder)/s.json'; save m '\(folder)/m.model'
                r2 = open '\(folder)/r.csv'; d2 = open '\(folder)/parts'; s2 = open '\(folder)/s.json'; m2 = open '\(folder)/m.model'
                assert r2.ratings == r.ratings and r2.users == r.users
                assert d2.validation.ratings == data.validation.ratings
                assert s2.n_factors == s.n_factors
                one = evaluate m data.test; other = evaluate m2 d2.test
                assert one.rmse == other.rmse
                save m '\(folder)/m.txt'
                """)
        #expect(outcome == .failed)
        #expect(bench.notices.contains("it may be .model"), "\(bench.notices)")
    }

    @Test func aSplitWhoseFactsAreDamagedIsNotOpenedWithoutThem() async throws {
        let bench = try await Bench()
        await bench.run(Bench.data + "save data '\(bench.folder.path)/parts'")
        try bench.folder.write("{\"scale\": [1, ", to: "parts/split.json")
        #expect(await bench.run("d = open '\(bench.folder.path)/parts'") == .failed)
        #expect(bench.notices.contains("split.json:1:"), "\(bench.notices)")
    }

    @Test(arguments: [
        ("train svd data.train --n-factor 5", "did you mean --n-factors?"),
        ("train svd data.trian", "did you mean 'train'?"), ("train svd data", "is a split, not a dataset"),
        ("train svd data.train --n-factors x", "n_factors is a whole number"),
        ("train svd data.train --biased --unbiased", "--unbiased and --biased exclude each other"),
        ("evaluate data.train data.test", "not a model"),
        ("m = train svd data.train --n-epochs 1; evaluate m data.test --metrics rmsee", "did you mean rmse?"),
        ("m = train svd data.train --n-epochs 1; recommend m 99999", "no user 99999"),
        ("experiment start svd data", "needs --space"),
        ("experiment start sdv data --space s", "did you mean svd?"),
        ("experiment start svd data --space s --tuner TEP", "did you mean TPE?"),
        ("experiment start svd data --space s --fix n_epoch=3", "did you mean 'n_epochs'?"),
        ("experiment start svd data --space bad", "n_wheels"),
        ("experiment start svd data --space s --tuner-args gama=1", "did you mean 'gamma'?"),
        ("experiment trials nothing", "there is no experiment"),
        ("split r --ratio 0.9 0.9", "sum 1.8"), ("split r --by chorno", "did you mean chrono?"),
        ("load movielens 101k", "100k"), ("train svd data.train --early-stop 3", "--validate"),
        ("space t\n lr_all uniform 0.1 0.001\nend", "lr_all"),
        ("space t\n lr_all unifrm 0 1\nend", "did you mean 'uniform'?"), ("space t\n lr_all\nend", "the type"),
    ])
    func mistakesOfTheJobAreNamed(text: String, words: String) async throws {
        let bench = try await Bench()
        await bench.run(Bench.data + "space s\nn_factors choice 3\nend\nspace bad\nn_wheels choice 3\nend")
        #expect(await bench.run(text) == .failed)
        #expect(bench.notices.contains(words), "\(bench.notices)")
    }

    @Test func aStoreThatCannotBeOpenedCostsAWarningAndNothingElse() async throws {
        let bench = try await Bench()
        var folders = Folders(environment: ["HOME": bench.folder.path])
        folders.store = try bench.folder.write(String(repeating: "no database ", count: 100), to: "s.sqlite")
        let session = Session(console: bench.console, folders: folders)
        let text =
            Bench.data
            + "space s\nn_factors choice 3\nend\ne = experiment start svd data --space s --max-trials 2 --fix n_epochs=1 --wait\nassert e.count == 2"
        #expect(await session.run(Source(name: "t", text: text)) == .done)
        #expect(bench.notices.contains("warning") && bench.notices.contains("no SQLite database"))
    }

    @Test func aWordThatSeveralCommandsBeginWithHasHelpToo() async throws {
        let bench = try await Bench()
        #expect(await bench.run("load --help\nexperiment --help") == .done, "\(bench.notices)")
        #expect(bench.output.contains("load csv") && bench.output.contains("experiment trials"))
    }

    @Test func everyCommandHasHelpFromItsDeclaration() async throws {
        let bench = try await Bench()
        await bench.run("help")
        for command in CommandTable.all {
            #expect(bench.output.contains(command.name))
            let own = try await Bench()
            #expect(await own.run("\(command.name) --help") == .done)
            for option in command.options { #expect(own.output.contains("--" + option.name)) }
            #expect(own.output.contains(command.summary.split(separator: " ")[0]))
        }
    }
}

@Suite struct ProgressLineTests {
    @Test(arguments: [12, 30, 36, 45, 60, 200]) func noFigureIsCutInANarrowWindow(columns: Int) {
        let progress = WorkProgress(completed: 8928, total: 10_000_000, unit: "epoch", figureName: "loss", figure: 0.25)
        let text = ProgressLine.text(progress, elapsed: 1, style: TextStyle(columns: columns))
        #expect(text.count < max(columns, 13))
        #expect(!text.contains("loss") || text.contains("loss 0.2500"))
        #expect(columns < 60 || text.hasSuffix(" left"))
    }
}

@Suite struct CompleterTests {
    private func complete(_ line: String, earlier: [String] = [], _ setup: String = Bench.data) async throws -> [String]
    {
        let bench = try await Bench()
        await bench.run(setup)
        return Completer(directory: bench.session.directory).candidates(
            LineContext(line: line, cursor: line.count, earlier: earlier)
        ).map(\.text)
    }

    @Test(arguments: [
        ("exper", "experiment"), ("load m", "movielens"), ("load movielens 10", "100k"), ("x = spl", "split"),
        ("train svd da", "data.train"), ("train svd data.train --n-f", "--n-factors"),
        ("train svd data.train --precision d", "double"), ("experiment start svd da", "data"),
        ("experiment start svd data --tuner T", "TPE"), ("tuner show G", "GridSearch"),
        ("experiment start svd data --maximize prec", "precision@10"), ("evaluate m data.te", "data.test"),
        ("experiment start svd data --fix n_e", "n_epochs="), ("describe r", "r"),
        ("print data.v", "data.validation"), ("help expe", "experiment"), ("time tra", "train"),
    ])
    func wordsAreCompletedByMeaning(line: String, expected: String) async throws {
        #expect(try await complete(line).contains(expected))
    }

    @Test func onlyFittingObjectsAreOffered() async throws {
        #expect(
            try await complete("split ")
                == ["data.train", "data.validation", "data.test", "r"].sorted {
                    ($0 == "r" ? 1 : 0) < ($1 == "r" ? 1 : 0)
                })
        #expect(try await complete("plot curve ").isEmpty)
    }

    @Test func insideASpaceParametersAndTypesAreOffered() async throws {
        #expect(try await complete("  lr_a", earlier: ["space s"]) == ["lr_all"])
        #expect(try await complete("  lr_all logu", earlier: ["space s"]) == ["loguniform"])
    }

    @Test func fileNamesAreCompletedAndQuotedWhereTheyMustBe() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("", to: "my file.csv")
        #expect(try await complete("load csv \(folder.path)/my") == ["'\(folder.path)/my file.csv'"])
    }
}
