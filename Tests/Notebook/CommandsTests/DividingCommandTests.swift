import Foundation
import Notebook
import TestSupport
import Testing
import Values

/// Parts in time, folds, filters and samples, as commands.
@Suite struct DividingCommandTests {
    private func bench(_ script: String) async throws -> Bench {
        let bench = try await Bench(format: .json)
        #expect(await bench.run(Bench.data + script) == .done, "\(bench.notices)")
        return bench
    }

    /// Rows of a CSV file without its head.
    private func rows(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst().map(String.init)
    }

    @Test func foldsAreSavedAndOpenedAgainAsTheyWere() async throws {
        let bench = try await Bench(format: .json)
        let path = bench.folder.file("f")
        let script = """
            f = split r --by folds --k 5 --seed 1
            save f '\(path)'
            save r '\(bench.folder.file("r.csv"))'
            g = open '\(path)'
            assert f.fold2.test.ratings == g.fold2.test.ratings
            head g.fold2.test --n 3
            head f.fold2.test --n 3
            print f.folds.test
            """
        #expect(await bench.run(Bench.data + script) == .done, "\(bench.notices)")
        let tests = try (1...5).map { try rows("\(path)/fold\($0)/test.csv") }
        #expect(tests.map(\.count) == [180, 180, 180, 180, 180])
        #expect(try tests.flatMap(\.self).sorted() == rows(bench.folder.file("r.csv")).sorted())
        #expect(bench.last("folds")["folds"].array?.count == 5)
        let heads = bench.results.filter { $0["kind"].string == "table" }.map { $0["value"] }
        #expect(heads.count == 2 && heads[0] == heads[1])
        #expect(bench.last("value") == [180, 180, 180, 180, 180])
        #expect(await bench.run("save data '\(path)'\nh = open '\(path)'\nassert h.train.ratings > 0\n") == .done)
    }

    @Test func aFoldIsASplitThatASearchIsJudgedOn() async throws {
        let bench = try await bench(
            "f = split r --by folds --k 3\nx = f.fold3\n"
                + "e = experiment start svd x --max-trials 2 --fix n_epochs=2 --minimize rmse --wait\ne = experiment resume e --max-trials 3 --wait\n"
        )
        #expect(bench.notices.contains("judged on the test part"))
    }

    @Test func aFilterAndASampleCountWhatIsLeft() async throws {
        _ = try await bench(
            """
            x = filter r --positive-from 4 --min-user-ratings 3 --min-item-ratings 3
            assert x.min == 1 and x.max == 1
            y = filter x --min-user-ratings 3 --min-item-ratings 3
            assert x.ratings == y.ratings
            z = sample r --users 20 --fraction 0.5 --seed 3
            assert z.users == 20
            w = sample r --users 20 --fraction 0.5 --seed 3
            assert z.mean == w.mean
            m = train ncf x --n-epochs 1
            describe x
            """)
    }

    @Test(arguments: [
        ("split few --by folds --k 5", "2 ratings can't be divided into 5 folds", 4),
        ("split few --by time --ratio 0.8 0.2", "no timestamps", 4),
        ("split r --by folds --ratio 0.8 0.2", "--k says how many folds", 4),
        ("split r --by folds --negatives 9", "leave-one-out draws them", 4),
        ("split r --k 5", "add --by folds", 4),
        ("split r --by time --filter-by item", "--filter-by says", 4),
        ("filter r", "'filter' needs one of its options", 4),
        ("filter r --positive-from 9", "no rating is 9 or more", 4),
        ("filter r --min-item-ratings 100000", "no item has 100000 ratings", 4),
        ("filter few --after 1998-01-01", "no timestamps", 4),
        ("filter r --after yesterday", "--after is a date such as 1998", 4),
        ("sample r", "'sample' needs --users N or --fraction X", 4),
        ("sample r --users 61", "61 users can't be drawn from 60", 4),
        ("sample few --fraction 0.1", "less than one", 4),
        ("crossvalidate svd few --folds 5", "2 ratings can't be divided into 5 folds", 4),
        ("crossvalidate svd r --folds 1", "--folds is a whole number from 2", 4),
        ("crossvalidate svd r --repeats 0", "--repeats is a whole number from 1", 4),
        ("crossvalidate svd r --fix n_factor=3", "n_factors", 4),
        ("crossvalidate svd r --metrics ndcg@5,x", "whole number from 1 to 100000", 4),
        ("crossvalidate popular r --metrics rmse", "popular gives scores to rank by", 4),
        ("crossvalidate svd f --repeats 2", "folds already", 4),
        ("experiment start svd f --minimize rmse", "'f' is folds, not", 4),
    ])
    func whatCannotBeSaysWhatToDo(statement: String, words: String, line: Int) async throws {
        let bench = try await Bench()
        let file = try bench.folder.write("user,item,rating\n1,2,3\n2,3,4\n", to: "few.csv")
        let script =
            "r = load synthetic --users 60 --items 40 --ratings 900 --seed 3\nfew = load csv '\(file)'\n"
            + "f = split r --by folds --k 3\n"
        #expect(await bench.run(script + statement) != .done)
        #expect(bench.notices.contains(words) && bench.notices.contains("t.tb:\(line):"), "\(bench.notices)")
    }

    @Test func severalLengthsOfAListAreAskedForAtOnce() async throws {
        let bench = try await bench(
            """
            m = train svd data.train --n-epochs 2
            evaluate m data.test --metrics ndcg@1,5 rmse ndcg@5
            e = experiment start svd data --max-trials 1 --fix n_epochs=1 --minimize rmse --metrics precision@2,3 --wait
            experiment show e 0
            """)
        #expect(bench.last("metrics").object?.keys == ["ndcg@1", "ndcg@5", "rmse"])
        let metrics = bench.last("trial")["metrics"].object
        #expect(metrics?["precision@2"] != nil && metrics?["precision@3"] != nil)
    }

    @Test func whatListsOfferIsMeasuredBesideWhatIsRight() async throws {
        let names = ["distributional_coverage", "diversity", "novelty", "serendipity", "coverage"]
        let bench = try await bench(
            "m = train svd data.train --n-epochs 2\nevaluate m data.test --metrics "
                + names.map { $0 + "@5,10" }.joined(separator: " ") + "\n")
        let metrics = bench.last("metrics")
        for name in names { #expect((metrics[name + "@5"].number ?? 0) > 0, "\(name)") }
        #expect(metrics["diversity@5"] != metrics["diversity@10"])
    }
}
