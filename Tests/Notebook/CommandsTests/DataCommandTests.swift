import Notebook
import TestSupport
import Testing
import Values

/// What commands of data take, say and refuse.
@Suite struct DataCommandTests {
    private func bench(_ files: [String: String], _ script: String) async throws -> (bench: Bench, outcome: Outcome) {
        let bench = try await Bench(format: .json)
        var script = script
        for (name, text) in files {
            script = script.replacing("@\(name)", with: try bench.folder.write(text, to: name))
        }
        return (bench, await bench.run(script))
    }

    @Test(arguments: ["random", "leave-one-out"])
    func filterByIsRefusedWhereNothingIsDividedByIt(method: String) async throws {
        let (bench, outcome) = try await bench([:], Bench.data + "s = split r --by \(method) --filter-by item\n")
        #expect(outcome != .done && bench.notices.contains("--filter-by"))
    }

    @Test func aModelThatKnowsNoneOfTheUsersSaysSo() async throws {
        let (bench, outcome) = try await bench(
            ["a.csv": "user,item,rating\n1.0,10,4\n2.0,10,3\n", "b.csv": "user,item,rating\n1,10,4\n7,10,2\n"],
            "a = load csv @a.csv\nb = load csv @b.csv\nm = train svd a --n-epochs 2\nevaluate m b --metrics rmse\n")
        #expect(outcome == .done && bench.notices.contains("none of the users"))
    }

    @Test func anItemThatWasRatedTwiceIsRelevantOnce() async throws {
        let (bench, _) = try await bench(
            [
                "t.csv": "user,item,rating\n1,10,4\n1,11,2\n1,10,5\n1,11,2\n1,11,3\n2,10,1\n",
                "p.csv": "user,item,prediction\n1,11,9\n1,10,8\n2,10,1\n",
            ],
            """
            t = load csv @t.csv --duplicates keep
            p = load predictions @p.csv
            evaluate p t --metrics recall@2 precision@2 ndcg@2 map@2 r_precision@2

            """)
        let metrics = bench.last("metrics")
        #expect(
            metrics["recall@2"].number == 1 && metrics["ndcg@2"].number == 1 && metrics["r_precision@2"].number == 1)
        #expect(metrics["precision@2"].number == 0.75 && metrics["map@2"].number == 1)
    }

    @Test func predictionsTakeTheOptionsThatTheirErrorsName() async throws {
        let file = ["p.csv": "who;what;guess\n1;10;4,5\n1;10;3,5\n1;11;\n"]
        let options = "--columns who,what,guess --decimal , --missing drop"
        let (bench, outcome) = try await bench(file, "p = load predictions @p.csv \(options)\n")
        #expect(outcome != .done && bench.notices.contains("--duplicates first|last says"))
        let (other, done) = try await self.bench(
            file, "p = load predictions @p.csv \(options) --duplicates last\nhead p\n")
        #expect(done == .done)
        #expect(other.last("table")["rows"] == [[1, 10, 3.5]])
    }

    @Test(arguments: [
        "--decimal x", "--escape ab", "--encoding klingon", "--missing keep", "--separator , --decimal ,",
        "--columns user,user,rating", "--implicit --columns user,item,rating",
    ])
    func anOptionThatCannotHoldIsRefusedAtItsPlace(options: String) async throws {
        let (bench, outcome) = try await bench(["r.csv": "1,2,3\n"], "r = load csv @r.csv \(options)\n")
        #expect(outcome != .done)
        #expect(bench.notices.contains(String(options.split(separator: " ").last { $0.hasPrefix("--") } ?? "")))
    }

    @Test func timesAreShownToTheLastDigit() async throws {
        let (bench, _) = try await bench(
            ["r.csv": "1,2,3,1425904496123456789\n"], "r = load csv @r.csv\nhead r\ndescribe r\n")
        #expect(bench.output.contains("1425904496123456789") && bench.output.contains("2015-03-09"))
        #expect(bench.notices.contains("nanoseconds"))
    }
}
