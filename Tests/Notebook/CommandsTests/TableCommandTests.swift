import Notebook
import TestSupport
import Testing
import Values

@Suite struct TableCommandTests {
    @Test func addMakesATableAndFillsItRowByRow() async throws {
        let bench = try await Bench(format: .json)
        let outcome = await bench.run(
            Bench.data
                + """
                m = train svd data.train --n-epochs 2
                scores = evaluate m data.test --metrics rmse mae
                add results first scores
                x = 4
                add results second seconds=2.5 "note=by hand" x
                print results
                """)
        #expect(outcome == .done, "\(bench.notices)")
        let table = bench.last("value")
        #expect(table["columns"] == ["label", "rmse", "mae", "seconds", "note", "x"])
        let rows = try #require(table["rows"].array)
        #expect(rows.count == 2)
        #expect(rows[0].array?[1].number != nil)
        #expect(rows[0].array?.suffix(3) == [nil, nil, nil])
        #expect(rows[1] == ["second", nil, nil, 2.5, "by hand", 4])
    }

    @Test func aTrialIsARowOfItsMetrics() async throws {
        let bench = try await Bench()
        let outcome = await bench.run(
            Bench.data
                + """
                space s
                  n_factors choice 2 3
                end
                e = experiment start svd data --space s --max-trials 2 --minimize rmse --metrics mae --fix n_epochs=2 --wait
                add results tuned e.best e.seconds
                print results.rmse
                print results.seconds
                """)
        #expect(outcome == .done, "\(bench.notices)")
        #expect(
            bench.output.firstMatch(of: #/\[\d+\.\d+\]\n\[\d+\.\d+\]/#) != nil, "\(bench.output)")
    }

    @Test(arguments: [
        ("x = 3\nadd x one", "'x' is a value, not a table"), ("add 3x one", "TABLE is a name"),
        ("add t one nothing", "nothing is named 'nothing'"), ("add t", "LABEL is missing"),
    ])
    func whatCantBeAddedIsNamed(text: String, words: String) async throws {
        let bench = try await Bench()
        #expect(await bench.run(text) == .failed)
        #expect(bench.notices.contains(words), "\(bench.notices)")
    }

    @Test(arguments: [
        ("t = tuner list\nprint \"TPE\" in t.tuner", "true"), ("t = tuner list\nprint \"X\" in t.tuner", "false"),
        ("t = tuner list --engine nni\nprint \"Evolution\" in t.tuner and not (\"Metis\" in t.tuner)", "true"),
        ("print \"b\" in \"abc\"", "true"), ("engine = \"nni\"\nif engine == \"nni\"\n  print engine\nend", "nni"),
        ("experiment = 2\nexperiment = experiment + 1\nprint experiment", "3"),
    ])
    func listsHoldValuesAndBeginningsOfCommandsMayBeNames(text: String, output: String) async throws {
        let bench = try await Bench()
        #expect(await bench.run(text) == .done, "\(bench.notices)")
        #expect(bench.output == output + "\n")
    }

    @Test func whatIsNoListIsNamedAndACommandStaysOne() async throws {
        let bench = try await Bench()
        #expect(await bench.run("print 1 in 2") == .failed)
        #expect(bench.notices.contains("'in' needs a list or a text"))
        #expect(await bench.run("experiment") != .done)
        #expect(bench.notices.contains("'experiment' needs another word"))
        #expect(await bench.run("engine = 1\nexperiment list") == .done)
    }
}
