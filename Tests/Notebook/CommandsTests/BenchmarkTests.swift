import Notebook
import TestSupport
import Testing
import Values

/// The fair comparison: every learner on the same budget, judged on ratings that none has seen.
@Suite struct BenchmarkTests {
    private static let data =
        "r = load synthetic --users 120 --items 50 --ratings 3000 --seed 5\ndata = split r --ratio 0.6 0.2 0.2 --seed 1\n"
    private static let call = "bench = benchmark data --learners random popular ease --max-trials 3 --seed 2\n"

    private func run(_ script: String) async throws -> Bench {
        let bench = try await Bench(format: .json)
        #expect(await bench.run(Self.data + script) == .done, "\(bench.notices)")
        return bench
    }

    private func rows(_ table: JSONValue) -> [[JSONValue]] { (table["rows"].array ?? []).map { $0.array ?? [] } }

    @Test func everyLearnerHasARowTheBestFirstWithItsIntervalAndItsBudget() async throws {
        let table = try await run(Self.call).last("table")
        #expect(
            table["columns"] == [
                "learner", "ndcg@10", "low", "high", "group", "trials", "seconds", "bytes",
            ])
        let rows = rows(table)
        #expect(Set(rows.map { $0[0].string }) == ["random", "popular", "ease"])
        let values = rows.compactMap { $0[1].number }
        #expect(values == values.sorted(by: >) && rows.last?[0] == "random")
        for row in rows {
            let (value, low, high) = (row[1].number ?? -1, row[2].number ?? 2, row[3].number ?? -2)
            #expect(low < value && value < high)
            #expect((row[7].number ?? 0) > 0)
        }
        // Where there is nothing to tune one trial is all.
        let trials = Dictionary(uniqueKeysWithValues: rows.map { ($0[0].string ?? "", $0[5].number ?? 0) })
        #expect(trials == ["ease": 3, "popular": 1, "random": 1])
        #expect(rows[0][4] == "a" && rows[2][4] != "a")
        #expect(table["tests"].array?.count == 3)
        #expect(table["conclusion"].string?.isEmpty == false)
    }

    @Test func theModelsAreAtHandAndJudgedAsTheTableSays() async throws {
        let bench = try await run(Self.call + "evaluate bench.ease data.test --metrics ndcg@10\nprint bench.ease.reg\n")
        let row = try #require(rows(bench.last("table")).first { $0[0] == "ease" })
        #expect(bench.last("metrics")["ndcg@10"] == row[1])
        #expect((bench.last("value").number ?? 0) > 0)
    }

    /// Its searches are ordinary experiments, under the benchmark's name and the learner's.
    @Test func theSameLineGoesOnWithTheSearchesThatThereAre() async throws {
        let bench = try await run(Self.call + "experiment list\n" + Self.call + "experiment list\n")
        let lists = bench.results.filter { $0["value"]["columns"].array?.contains("id") == true }
        #expect(lists.count == 2)
        #expect(rows(lists[0]["value"]).count == rows(lists[1]["value"]).count)
        let tables = bench.results.filter { $0["value"]["conclusion"] != .null }
        #expect(tables.count == 2 && values(tables[0]) == values(tables[1]))
    }

    private func values(_ result: JSONValue) -> [[JSONValue]] { rows(result["value"]).map { Array($0.prefix(6)) } }

    @Test func withFoldsEveryUserIsJudgedOnceAndEachFoldIsTunedByItself() async throws {
        let bench = try await run(
            "bench = benchmark r --learners popular ease --folds 3 --max-trials 2 --seed 2\nexperiment list\n")
        let table = try #require(bench.results.first { $0["value"]["conclusion"] != .null })["value"]
        #expect(rows(table).map { $0[0] } == ["ease", "popular"] || rows(table).map { $0[0] } == ["popular", "ease"])
        let names = rows(bench.last("table")).flatMap { $0.compactMap(\.string) }
        for fold in 1...3 { #expect(names.contains("bench-ease-\(fold)")) }
    }

    /// Each with words of what is said to it.
    @Test(arguments: [
        ("benchmark r", "split"),
        ("benchmark data --learners svd", "two learners at least"),
        ("benchmark data --learners svd ease --metric rmse", "ease gives no ratings"),
        ("benchmark data --learners esae svd", "ease"),
        ("benchmark data --folds 1", "2"),
    ]) func whatCanNotBeComparedIsRefusedWithTheRemedy(statement: String, words: String) async throws {
        let bench = try await Bench(format: .json)
        #expect(await bench.run(Self.data + statement + "\n") != .done)
        #expect(bench.notices.contains(words), "\(bench.notices)")
    }
}
