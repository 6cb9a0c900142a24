import Foundation
import Notebook
import Script
import TestSupport
import Testing
import Values

@Suite struct NCFCommandTests {
    private static let train = "m = train ncf data.train --n-epochs 2 --seed 1"

    @Test func aModelIsJudgedByWhatItsAlgorithmIsUsuallyJudgedBy() async throws {
        let bench = try await Bench(format: .json)
        #expect(
            await bench.run(
                Bench.data + Self.train
                    + "\nevaluate m data.test\ns = train svd data.train --n-epochs 2\nevaluate s data.test"
            ) == .done)
        let metrics = bench.results.filter { $0["kind"].string == "metrics" }.map { $0["value"].object?.keys ?? [] }
        #expect(metrics == [["ndcg@10", "precision@10", "recall@10", "map@10"], ["rmse", "mae"]])
    }

    @Test func metricsOfRatingsOfProbabilitiesAreRemarkedOn() async throws {
        let bench = try await Bench()
        #expect(await bench.run(Bench.data + Self.train + "\nevaluate m data.test --metrics rmse") == .done)
        #expect(bench.notices.contains("probabilities, not ratings"))
    }

    @Test func theWholeRoadOfAPretrainedModel() async throws {
        let bench = try await Bench(format: .json)
        let model = bench.folder.file("n.model")
        let text =
            Bench.data + """
                g = train ncf data.train --model-type GMF --n-factors 4 --n-epochs 2
                l = train ncf data.train --model-type MLP --layer-sizes 8 4 --n-epochs 2
                n = train ncf data.train --n-factors 4 --layer-sizes 8 4 --pretrained g l --alpha 0.3 --n-epochs 1
                compare g l n --on data.test --metrics ndcg@5
                recommend n 1 --k 3
                similar n 1 --k 3
                predict n 1 1
                save n '\(model)'
                o = open '\(model)'
                evaluate n data.test
                evaluate o data.test
                save n '\(bench.folder.file("n.npz"))'
                """
        #expect(await bench.run(text) == .done, "\(bench.notices)")
        let metrics = bench.results.filter { $0["kind"].string == "metrics" }.map { $0["value"] }
        #expect(metrics.count == 2 && metrics[0] == metrics[1])
        #expect(bench.last("table")["rows"].array?.count == 3)
        let probability = try #require(bench.last("value").number)
        #expect(probability > 0 && probability < 1)
        let zip = try Data(contentsOf: URL(fileURLWithPath: bench.folder.file("n.npz")))
        #expect(zip.starts(with: Data("PK".utf8)))
        for name in ["gmf_P.npy", "mlp_Q.npy", "ncf_weights.npy", "users.npy"] {
            #expect(zip.firstRange(of: Data(name.utf8)) != nil)
        }
    }

    @Test func leavingOneOutComesWithNegativesThatSurviveAFile() async throws {
        let bench = try await Bench(format: .json)
        let folder = bench.folder.file("split")
        let text = """
            r = load synthetic --users 60 --items 90 --ratings 900 --seed 3
            data = split r --by leave-one-out --negatives 20 --seed 4
            \(Self.train)
            evaluate m data.test --protocol loo --metrics hit@10 ndcg@10
            save data '\(folder)'
            again = open '\(folder)'
            evaluate m again.test --protocol loo --metrics hit@10 ndcg@10
            """
        #expect(await bench.run(text) == .done, "\(bench.notices)")
        let metrics = bench.results.filter { $0["kind"].string == "metrics" }.map { $0["value"] }
        #expect(metrics.count == 2 && metrics[0] == metrics[1])
        #expect(try #require(metrics[0]["hit@10"].number) > 0)
    }

    @Test func earlyStoppingTakesAMetricBeforeTheNumber() async throws {
        let bench = try await Bench(format: .json)
        let text =
            Bench.data
            + "m = train ncf data.train --n-epochs 200 --learning-rate 0.02 --validate data.validation --early-stop recall@5 2\nprint m.curve.count < 200"
        #expect(await bench.run(text) == .done, "\(bench.notices)")
        #expect(bench.last("value") == true)
    }

    @Test func aSearchReportsEveryEpoch() async throws {
        let bench = try await Bench(format: .json)
        let text =
            Bench.data + """
                space s
                  model_type choice GMF MLP NeuMF
                  layer_sizes choice [8,4] [12,6,3]
                  learning_rate loguniform 1e-3 1e-2
                end
                e = experiment start ncf data --space s --max-trials 3 --fix n_epochs=4 --seed 2 --wait
                experiment show e 1
                """
        #expect(await bench.run(text) == .done, "\(bench.notices)")
        #expect(bench.last("trial")["intermediate"].array?.count == 4)
        #expect(bench.last("experiment")["best"].number != nil)
    }

    @Test(arguments: [
        ("train ncf data.train --layer-sizes 15 8", 4, "begins with an even size"),
        ("train ncf data.train --layer-sizes 0 4", 4, "--layer-sizes"),
        ("train ncf data.train --learning-rate -1", 4, "--learning-rate"),
        ("train ncf data.train --model-type DeepFM", 4, "one of GMF, MLP, NeuMF"),
        ("train ncf data.train --layer-sizes 1000000 900000", 4, "TB of memory"),
        ("train ncf data.train --pretrained g", 4, "can't begin from these pre-trained models"),
        ("train ncf data.train --learning-rate 5000", 4, "learning_rate 5000"),
        ("train ncf data.train --validate data.test --early-stop ndcg@10", 4, "a number of epochs"),
        ("evaluate g data.test --protocol loo", 4, "no drawn negatives"),
        ("split r --by leave-one-out --ratio 0.5", 4, "--ratio"),
    ])
    func whatIsWrongIsSaidWithItsPlace(_ statement: String, _ line: Int, _ words: String) async throws {
        let bench = try await Bench()
        let outcome = await bench.run(
            Bench.data + "g = train ncf data.train --model-type GMF --n-epochs 1\n" + statement + "\nprint 1")
        #expect(outcome == .failed)
        #expect(bench.notices.contains("t.tb:\(line):"))
        #expect(bench.notices.contains(words))
    }
}
