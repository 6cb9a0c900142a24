import Foundation
import Notebook
import TestSupport
import Testing
import Values

/// Judging, assessors and pictures, as commands.
@Suite struct JudgingCommandTests {
    private static let data = """
        r = load synthetic --users 60 --items 40 --ratings 1200 --seed 5
        loo = split r --by leave-one-out --negatives 20
        data = split r --ratio 0.7 0.15 0.15
        space wide
          lr_all loguniform 1e-3 0.05
        end

        """

    @Test func aSearchIsJudgedByTheProtocolThatWasAskedFor() async throws {
        let bench = try await Bench(format: .json)
        let text = """
            e = experiment start svd loo --space wide --max-trials 3 --maximize hit@5 --protocol loo --fix n_epochs=3 --seed 1 --wait
            evaluate e.best loo.test --protocol loo --metrics hit@5
            """
        #expect(await bench.run(Self.data + text) == .done, "\(bench.notices)")
        let best = try #require(bench.last("experiment")["best"].number)
        #expect(bench.last("metrics")["hit@5"].number == best)
    }

    @Test func predictionsObeyTheProtocol() async throws {
        let bench = try await Bench(format: .json)
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write(
            "user,item,prediction\n"
                + (1...60).flatMap { user in (1...40).map { "\(user),\($0),\(Double(user * $0 % 17))\n" } }.joined(),
            to: "p.csv")
        let text = """
            p = load predictions '\(file)'
            full = evaluate p loo.test --metrics ndcg@5
            loo2 = evaluate p loo.test --metrics ndcg@5 --protocol loo
            assert full.ndcg@5 != loo2.ndcg@5
            """
        #expect(await bench.run(Self.data + text) == .done, "\(bench.notices)")
    }

    @Test(arguments: [
        ("evaluate p data.test --remove-seen", "do not say what was seen"),
        ("evaluate p data.test --protocol loo --metrics hit@5", "no drawn negatives"),
        ("evaluate p data.test --metrics coverage@5", "with the training data"),
        ("evaluate m loo.test --protocol loo --keep-seen", "ranks drawn items alone"),
        ("experiment start svd data --space wide --protocol loo --maximize hit@5", "no drawn negatives"),
        ("experiment start svd data --space wide --fix n_epochs=2 n_epochs=3", "n_epochs of --fix is given twice"),
        ("experiment start svd data --space wide --fix lr_all=0.1", "'lr_all' is both fixed and in the search space"),
        ("experiment start svd data --space wide --assessor Medianstopp", "did you mean Medianstop?"),
        ("experiment start svd data --space wide --assessor Medianstop --assessor-args start_stepp=2", "start_step"),
        ("plot ratings r --save r.png", "it may be .svg"),
    ]) func whatHasNoEffectOrNoMeaningIsRefused(statement: String, words: String) async throws {
        let bench = try await Bench(format: .json)
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = try folder.write("user,item,prediction\n1,1,3\n1,2,4\n2,1,2\n", to: "p.csv")
        let text = "p = load predictions '\(file)'\nm = train svd data.train --n-epochs 1\n" + statement
        #expect(await bench.run(Self.data + text) == .failed)
        #expect(bench.notices.contains(words), "\(bench.notices)")
    }

    @Test func coverageIsMeasuredLikeEveryOtherMetric() async throws {
        let bench = try await Bench(format: .json)
        let text = """
            m = train svd data.train --n-epochs 3
            evaluate m data.test --metrics coverage@1 coverage@40 ndcg@5
            """
        #expect(await bench.run(Self.data + text) == .done, "\(bench.notices)")
        let metrics = bench.last("metrics")
        #expect(metrics["coverage@40"].number == 1)
        #expect((metrics["coverage@1"].number ?? 9) < 1)
    }

    @Test func anAssessorEndsHopelessTrialsAndTheTableSaysSo() async throws {
        let bench = try await Bench(format: .json)
        let text = """
            e = experiment start svd data --space wide --max-trials 20 --minimize rmse --fix n_epochs=8 --assessor Medianstop --assessor-args start_step=2 --seed 3 --concurrency 1 --tuner Random --wait
            experiment trials e --status EARLY_STOPPED
            experiment best e
            """
        #expect(await bench.run(Self.data + text) == .done, "\(bench.notices)")
        let rows = bench.last("table")["rows"].array ?? []
        #expect(!rows.isEmpty && rows.count < 20)
        #expect(rows.allSatisfy { $0.array?[2].number != nil }, "the last value is kept")
        #expect(bench.last("trial")["status"] == "SUCCEEDED")
    }

    @Test(arguments: ["rsquared", "exp_var", "precision@5", "mae", "rmse"])
    func trialsAreSortedBestFirstByAnyMetric(metric: String) async throws {
        let bench = try await Bench(format: .json)
        let text = """
            e = experiment start svd data --space wide --max-trials 6 --minimize rmse --metrics mae rsquared exp_var precision@5 --fix n_epochs=4 --seed 3 --tuner Random --wait
            experiment trials e --sort \(metric)
            """
        #expect(await bench.run(Self.data + text) == .done, "\(bench.notices)")
        let table = bench.last("table")
        let column = try #require(table["columns"].array?.firstIndex(of: .string(metric)))
        let values = (table["rows"].array ?? []).compactMap { $0.array?[column].number }
        #expect(values.count == 6)
        #expect(values == (metric == "mae" || metric == "rmse" ? values.sorted() : values.sorted(by: >)))
    }

    @Test func picturesAreSavedInsteadOfShown() async throws {
        let bench = try await Bench(format: .json)
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let text = """
            m = train svd data.train --n-epochs 3 --validate data.validation
            e = experiment start svd data --space wide --max-trials 3 --fix n_epochs=2 --wait
            plot history e --save '\(folder.file("h.svg"))'
            plot curve m --save '\(folder.file("c.svg"))'
            plot ratings r --save '\(folder.file("r.svg"))'
            p = plot ratings r
            save p '\(folder.file("again.svg"))'
            """
        #expect(await bench.run(Self.data + text) == .done, "\(bench.notices)")
        for name in ["h", "c", "r"] {
            let svg = try String(contentsOfFile: folder.file("\(name).svg"), encoding: .utf8)
            #expect(svg.hasPrefix("<svg") && svg.contains("<title"))
        }
        let (one, other) = (folder.file("r.svg"), folder.file("again.svg"))
        #expect(FileManager.default.contents(atPath: one) == FileManager.default.contents(atPath: other))
    }
}
