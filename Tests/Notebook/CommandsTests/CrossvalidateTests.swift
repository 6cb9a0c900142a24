import Notebook
import TestSupport
import Testing
import Values

@Suite struct CrossvalidateTests {
    private func table(_ script: String) async throws -> JSONValue {
        let bench = try await Bench(format: .json)
        #expect(await bench.run(Bench.data + script) == .done, "\(bench.notices)")
        return bench.last("table")
    }

    @Test func eachMetricHasAValueOfEachFoldAndTheirMean() async throws {
        let table = try await table(
            "crossvalidate svd r --folds 3 --repeats 2 --metrics rmse ndcg@5,10 --fix n_factors=2 n_epochs=3\n")
        #expect(table["columns"] == ["metric", "mean", "deviation", "low", "high"])
        #expect((table["rows"].array ?? []).map { $0.array?.first } == ["rmse", "ndcg@5", "ndcg@10"])
        for row in (table["rows"].array ?? []).compactMap(\.array) {
            let values = table["folds"][row[0].string ?? ""].numbers
            #expect(values.count == 6 && Set(values).count == 6)
            let mean = try #require(row[1].number)
            #expect(abs(values.reduce(0, +) / 6 - mean) < 1e-12)
            #expect(try #require(row[3].number) < mean && mean < #require(row[4].number))
        }
        #expect(table["training_seconds"].array?.count == 6 && table["judging_seconds"].array?.count == 6)
    }

    /// A division is one piece: `split --by folds`, `crossvalidate` and `experiment start --folds` have the same parts.
    @Test func foldsOfASplitGiveTheSameValues() async throws {
        let fix = "n_factors=2 n_epochs=3 random_state=4"
        let own = try await table("crossvalidate svd r --folds 4 --seed 6 --metrics rmse --fix \(fix)\n")
        let given = try await table(
            "f = split r --by folds --k 4 --seed 6\ncrossvalidate svd f --metrics rmse --fix \(fix)\n")
        #expect(own["folds"] == given["folds"])
        let bench = try await Bench(format: .json)
        let script =
            "space s\n  n_factors choice 2\nend\nexperiment start svd r --space s --folds 4 --seed 6 --max-trials 1 --minimize rmse --fix n_epochs=3 random_state=4 --wait --name e\nexperiment show e 0\n"
        #expect(await bench.run(Bench.data + script) == .done, "\(bench.notices)")
        let mean = own["folds"]["rmse"].numbers.reduce(0, +) / 4
        #expect(abs((bench.last("trial")["metrics"]["rmse"].number ?? 0) - mean) < 1e-9)
    }

    @Test func anyNumberOfThreadsGivesTheSameAndTheSeedAnother() async throws {
        let call = "crossvalidate ncf r --folds 2 --metrics ndcg@5 --fix n_epochs=1"
        var values: [JSONValue] = []
        for option in ["", " --threads 2", " --seed 1"] {
            values.append(try await table(call + option + "\n")["folds"])
        }
        #expect(values[0] == values[1] && values[0] != values[2])
    }
}
