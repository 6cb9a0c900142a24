import Notebook
import TestSupport
import Testing
import Values

/// What is said with every result: intervals, tests, and where a comparison deceives.
@Suite struct StatisticsCommandTests {
    private static let data = """
        r = load synthetic --users 200 --items 60 --ratings 6000 --seed 5
        data = split r --ratio 0.6 0.2 0.2 --seed 1
        good = train svd data.train --n-epochs 20 --n-factors 8
        bad = train svd data.train --n-epochs 1 --n-factors 2

        """

    @Test func everyMetricHasItsIntervalBesideItsValue() async throws {
        let bench = try await Bench(format: .json)
        let text = "evaluate good data.test --metrics rmse ndcg@5 coverage@5\n"
        #expect(await bench.run(Self.data + text + text) == .done, "\(bench.notices)")
        let lines = bench.results.filter { $0["kind"] == "metrics" }
        #expect(lines.count == 2 && lines[0]["intervals"] == lines[1]["intervals"])
        for name in ["rmse", "ndcg@5"] {
            let ends = lines[0]["intervals"][name].numbers
            let value = try #require(lines[0]["value"][name].number)
            #expect(ends.count == 2 && ends[0] < value && value < ends[1])
        }
        // Users drawn twice recommend nothing new, so resamples say nothing of the catalog.
        #expect(lines[0]["intervals"]["coverage@5"] == .null)
        let shown = try await Bench()
        await shown.run(Self.data + text)
        #expect(shown.output.contains(#/rmse +\d\.\d+ ± 0\.\d+/#), "\(shown.output)")
    }

    @Test(arguments: ["t", "wilcoxon", "randomization"])
    func everyPairOfModelsIsTestedByEveryMetric(test: String) async throws {
        let bench = try await Bench(format: .json)
        let text = "compare good bad --on data.test --metrics rmse ndcg@5 --test \(test)"
        #expect(await bench.run(Self.data + text) == .done, "\(bench.notices)")
        let tests = bench.last("table")["tests"].array ?? []
        #expect(tests.map { $0["metric"].string } == ["rmse", "ndcg@5"])
        let first = try #require(tests.first)
        #expect(first["a"] == "good" && first["b"] == "bad" && (first["difference"].number ?? 1) < 0)
        #expect((first["adjusted"].number ?? 1) < 0.001)
        #expect((first["low"].number ?? 1) < (first["difference"].number ?? 0))
        let columns = bench.last("table")["columns"].array ?? []
        let rows = (bench.last("table")["rows"].array ?? []).map { $0.array ?? [] }
        let group = try #require(columns.firstIndex(of: "group rmse"))
        #expect(rows.map { $0[group] } == ["a", "b"])
    }

    @Test func aScriptReadsATestByItsMetricAndModels() async throws {
        let bench = try await Bench()
        let text = """
            both = compare good bad --on data.test --metrics rmse ndcg@5
            assert both.good.rmse < both.bad.rmse and both.tests.rmse.good.bad.difference < 0
            assert both.tests.rmse.good.bad.difference == -both.tests.rmse.bad.good.difference
            assert both.tests.bad.good.rmse.low == -both.tests.good.bad.rmse.high
            assert both.tests.rmse.adjusted < 0.001 and both.tests.rmse.n == 200 and both.tests.rmse.p < 0.001

            """
        #expect(await bench.run(Self.data + text) == .done, "\(bench.notices)")
        for (field, words) in [
            ("tests.adjusted", "'adjusted' is of one test, and here are 2"), ("tests.rmse.svd", "has no field 'svd'"),
            ("tests.rmse.good.good", "has no field 'good'"), ("ugly", "has no field 'ugly'"),
        ] {
            let other = try await Bench()
            await other.run(Self.data + text + "print both.\(field)")
            #expect(other.notices.contains(words), "\(field): \(other.notices)")
        }
    }

    @Test func theyAreSaidInWords() async throws {
        let bench = try await Bench()
        let text = """
            compare good bad --on data.test --metrics rmse
            compare good good --on data.test --metrics rmse
            """
        #expect(await bench.run(Self.data + text) == .done, "\(bench.notices)")
        #expect(bench.output.contains(#/rmse: good better by .*\[.*, .*\] .*than bad, p < 0\.001/#), "\(bench.output)")
        #expect(bench.output.contains("rmse: good, good: no difference can be told from 200 users"))
        #expect(bench.notices.isEmpty)
    }

    /// Each with what it says, or with nothing.
    @Test(arguments: [
        ("evaluate good data.train", "in the training too"),
        ("evaluate good data.test", ""),
        (
            "b = split r --ratio 0.6 0.4 --seed 2\no = train svd b.train --n-epochs 1\ncompare good o --on data.validation",
            "good and o were trained on different ratings"
        ),
        ("compare good bad --on data.test", ""),
        (
            "early = train svd data.train --validate data.validation --early-stop 2\nevaluate early data.validation",
            "these ratings chose the model"
        ),
        ("early = train svd data.train --validate data.validation --early-stop 2\nevaluate early data.test", ""),
    ]) func whereAComparisonDeceivesIsSaid(statements: String, words: String) async throws {
        let bench = try await Bench(format: .json)
        #expect(await bench.run(Self.data + statements) == .done, "\(bench.notices)")
        #expect(words.isEmpty ? bench.notices.isEmpty : bench.notices.contains(words), "\(bench.notices)")
    }

    @Test func sampledCandidatesAreSaidOnceASession() async throws {
        let bench = try await Bench(format: .json)
        let text = """
            loo = split r --by leave-one-out --negatives 20
            m = train svd loo.train --n-epochs 1
            evaluate m loo.test --protocol loo --metrics hit@5
            evaluate m loo.test --protocol loo --metrics ndcg@5
            """
        #expect(await bench.run(Self.data + text) == .done, "\(bench.notices)")
        #expect(bench.notices.split(separator: "\n").count { $0.contains("sampled") } == 1)
    }

    @Test func aWinnerIsJudgedOnceMore() async throws {
        let bench = try await Bench(format: .json)
        let text = """
            space wide
              lr_all loguniform 1e-3 0.05
              reg_all loguniform 1e-3 0.5
            end
            e = experiment start svd data --space wide --max-trials 8 --minimize rmse --fix n_epochs=6 --seed 3 --tuner Random --wait
            experiment best e
            experiment explain e
            evaluate e.best data.validation --metrics rmse ndcg@5
            """
        #expect(await bench.run(Self.data + text) == .done, "\(bench.notices)")
        let best = bench.last("trial")
        let optimism = best["optimism"]
        #expect(optimism["chosen"] == best["metrics"]["rmse"])
        let difference = try #require(optimism["difference"].number)
        #expect(difference == (optimism["again"].number ?? 0) - (optimism["chosen"].number ?? 0))
        #expect((optimism["low"].number ?? 9) <= difference && difference <= (optimism["high"].number ?? -9))
        let told = bench.last("value").string ?? ""
        #expect(told.contains("on the test part") && told.contains("over the middle trial"), "\(told)")
        #expect(bench.notices.contains("these ratings chose the model"))
        #expect(bench.notices.contains("chosen by rmse, which says little of lists"))
    }

    /// Without a part that chose nothing, fresh seeds tell what luck was.
    @Test(arguments: ["data2", "r --folds 3"]) func withoutATestPartTheWinnerIsTrainedAgain(data: String) async throws {
        let bench = try await Bench(format: .json)
        let text = """
            data2 = split r --ratio 0.8 0.2 --seed 1
            space wide
              lr_all loguniform 1e-3 0.05
            end
            e = experiment start svd \(data) --space wide --max-trials 4 --minimize rmse --fix n_epochs=3 --seed 3 --tuner Random --wait
            experiment best e
            experiment explain e
            """
        #expect(await bench.run(Self.data + text) == .done, "\(bench.notices)")
        #expect(bench.last("trial")["optimism"] == .null)
        let told = bench.last("value").string ?? ""
        #expect(told.contains(data == "data2" ? "with 3 other seeds" : "with other folds"), "\(told)")
    }
}
