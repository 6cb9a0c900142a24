import Notebook
import TestSupport
import Testing
import Values

/// Searches over several learners, and on folds or seeds, as commands.
@Suite struct FoldCommandTests {
    private static let space = "space s\n  n_factors choice 2 3 4\n  lr_all loguniform 1e-3 5e-2\nend\n"

    private func bench(_ script: String) async throws -> Bench {
        let bench = try await Bench(format: .json)
        let outcome = await bench.run(Bench.data + Self.space + script)
        #expect(outcome == .done, "\(bench.notices)")
        return bench
    }

    private func rows(_ table: JSONValue) -> [JSONObject] {
        let columns = (table["columns"].array ?? []).compactMap(\.string)
        return (table["rows"].array ?? []).map { JSONObject(zip(columns, $0.array ?? []).map { ($0, $1) }) }
    }

    @Test func eachOfSeveralLearnersIsTriedAndTheBestOnesModelIsGiven() async throws {
        let bench = try await bench(
            """
            e = experiment start svd ncf data --max-trials 8 --tuner Random --seed 1 --fix n_epochs=2 batch_size=64 --wait
            experiment trials e --sort trial
            b = experiment best e
            print $b.model.algorithm
            experiment list
            """)
        let table = try #require(
            bench.results.first {
                $0["kind"].string == "table" && $0["value"]["columns"].array?.contains("learner") == true
            })
        let learners = rows(table["value"]).map { ($0["learner"]?["_name"].string ?? "", $0) }
        #expect(Set(learners.map(\.0)) == ["svd", "ncf"] && learners.count == 8)
        #expect(learners.allSatisfy { $0.1["ndcg@10"]?.number != nil && $0.1["learner"]?["n_epochs"].isNull == true })
        #expect(learners.allSatisfy { ($0.0 == "svd") == ($0.1["learner"]?["n_neg"].isNull == true) })
        let best = bench.last("trial")
        #expect(bench.last("value") == best["parameters"]["learner"]["_name"])
        #expect(bench.notices.contains("without --space the usual one is searched: svd (n_factors, lr_all"))
        #expect(bench.output.contains("svd ncf"))
    }

    @Test func aSpaceForSeveralLearnersChoosesAmongThem() async throws {
        let bench = try await Bench(format: .json)
        let json = """
            {"learner": {"_type": "choice", "_value": [{"_name": "svd", "n_factors": {"_type": "choice", "_value": [2, 3]}}, {"_name": "ncf"}]},
             "n_epochs": {"_type": "choice", "_value": [1, 2]}}
            """
        let path = try bench.folder.write(json, to: "space.json")
        let script =
            "s = open '\(path)'\ne = experiment start svd ncf data --space s --max-trials 6 --tuner Random --wait\n"
        #expect(await bench.run(Bench.data + script + "experiment trials e\n") == .done, "\(bench.notices)")
        let trials = rows(bench.last("table"))
        #expect(trials.count == 6 && trials.allSatisfy { $0["status"] == "SUCCEEDED" })
        #expect(await bench.run("experiment start svd ncf data --space s --fix n_factors=3\n") == .failed)
        #expect(bench.notices.contains("'n_factors' is both fixed and in the search space"))
        #expect(await bench.run("experiment start svd data --space s\n") == .failed)
        #expect(bench.notices.contains("learner"))
    }

    @Test func foldsJudgeOnEveryPartOfADatasetAndGoOnAfterAResume() async throws {
        let whole = try await bench(
            "e = experiment start svd r --space s --tuner Random --max-trials 12 --folds 4 --seed 2 --concurrency 2 --fix n_epochs=3 --wait\n"
                + "experiment trials e --sort trial\n")
        let resumed = try await bench(
            "e = experiment start svd r --space s --tuner Random --max-trials 5 --folds 4 --seed 2 --concurrency 1 --fix n_epochs=3 --wait\n"
                + "e = experiment resume e --max-trials 12 --wait\nexperiment trials e --sort trial\nb = experiment best e\nprint $b.model.lr_all\n"
        )
        func told(_ bench: Bench) -> [JSONObject] {
            rows(bench.last("table")).map { JSONObject($0.filter { $0.key != "seconds" }.map { ($0.key, $0.value) }) }
        }
        #expect(told(whole).count == 12 && told(whole) == told(resumed))
        let best = resumed.last("trial")["parameters"]
        #expect(resumed.last("value").number != nil && resumed.last("value") == best["lr_all"])
    }

    @Test func aSplitsTestPartIsLeftAloneByFolds() async throws {
        let bench = try await bench(
            "experiment start svd data --space s --tuner Random --max-trials 2 --folds 2 --seeds 2 --fix n_epochs=2 --wait --name f\n"
                + "b = experiment best f\nprint $b.model.n_factors\nexperiment show f 0\n")
        // A model of the training and the validation part; two folds with two seeds.
        #expect(bench.last("trial")["intermediate"].array?.count == 4)
        #expect(!bench.notices.contains("test part"))
    }

    @Test func whatIsProposedNextHasAllThatWasAskedForAndTheBestOnTheSameFoldsAreCompared() async throws {
        let options = "--tuner Random --max-trials 3 --folds 3 --fix n_epochs=2 --wait"
        let bench = try await bench(
            """
            a = experiment start svd r --space s \(options) --seed 1
            b = experiment start svd r --space s --metrics mae \(options) --seed 1
            c = experiment start svd r --space s \(options) --seed 2
            experiment explain a
            experiment compare a b c
            """)
        #expect(
            bench.output.contains(
                "experiment start svd r --space s --tuner Random --fix n_epochs=2 --seed 1 --folds 3 --max-trials 13"))
        let tests = bench.last("table")["tests"].array ?? []
        #expect(tests.count == 1 && tests.first?["n"] == 3 && tests.first?["b"] == "b")
        #expect(bench.notices.contains("the best of a and c are not tested: only values on the same folds"))
    }

    @Test func aPopulationGoesOnWithModelsOfOneShape() async throws {
        let bench = try await bench(
            """
            space rates
              lr_all loguniform 1e-3 5e-2
            end
            e = experiment start svd data --space rates --tuner PBT --tuner-args population_size=2 --max-trials 4 --fix n_epochs=1 n_factors=3 --wait
            experiment trials e
            """)
        let trials = rows(bench.last("table"))
        #expect(trials.count == 4 && trials.allSatisfy { $0["status"] == "SUCCEEDED" })
        #expect(await bench.run("experiment start svd data --space s --tuner PBT\n") == .failed)
        #expect(bench.notices.contains("n_factors=100 in place of searching it"))
    }
}
