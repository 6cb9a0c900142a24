import Commands
import Compute
import Display
import Foundation
import Notebook
import Script
import TestSupport
import Testing
import Values

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
        let console = Recorder()
        let second = Bench.session(Folders(environment: ["HOME": first.folder.path]), [console])
        let script =
            "experiment list\nexperiment trials tpe\nb = experiment best tpe\nrecommend b.model 1 --k 2\nprint b.model.n_epochs"
        #expect(await second.run(Source(name: "t", text: script)) == .done, "\(console.notices.text)")
        #expect(console.output.text.contains("tpe") && console.output.text.contains("SUCCEEDED"))
        #expect(console.output.text.hasSuffix("2\n"))
    }

    @Test func aNameMayComeAgainAndTheNewestIsMeant() async throws {
        let bench = try await Bench()
        let start = "e = experiment start svd data --space s --max-trials 1 --fix n_epochs=1 --wait"
        #expect(
            await bench.run(Bench.data + "space s\nn_factors choice 3\nend\n\(start)\nf = e\n\(start)\nprint e.name")
                == .done)
        #expect(bench.output.hasSuffix("e\n"))
        let old = "x = experiment status e~1\nassert x.id == f.id\nassert x.id != e.id\nassert f.id != e.id"
        #expect(await bench.run(old) == .done, "\(bench.notices)")
        #expect(await bench.run("experiment status e~9") == .failed)
        #expect(bench.notices.contains("there are 2 experiments named 'e'"))
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
        ("train svd data.trian", "did you mean 'train'?"), ("plot ratings data", "is a split, not a dataset"),
        ("train svd data.train --n-factors x", "--n-factors is a whole number"),
        ("train svd data.train --biased --unbiased", "--unbiased and --biased exclude each other"),
        ("evaluate data.train data.test", "not a model"),
        ("m = train svd data.train --n-epochs 1; evaluate m data.test --metrics rmsee", "did you mean rmse?"),
        ("m = train svd data.train --n-epochs 1; recommend m 99999", "no user 99999"),
        ("experiment start svd", "SPLIT"), ("experiment start svd svd data --space s", "twice"),
        ("experiment start svd r --space s", "--folds 5"), ("experiment start svd r.best --folds 3", "best"),
        ("experiment start svd r --space s --folds 1", "--folds is a whole number"),
        ("experiment start svd r --folds 3 --assessor Medianstop", "takes no assessor"),
        ("experiment start svd data --seeds 3 --tuner Hyperband", "Hyperband compares"),
        ("experiment start svd ncf data --space s", "has no 'learner'"),
        ("experiment start svd data --tuner PBT", "have --fix n_factors="),
        ("experiment start svd ncf data --tuner PBT", "svd and ncf can't go on from one another"),
        ("experiment start svd ncf data --fix n_wheels=3", "n_wheels"),
        ("experiment start sdv data --space s", "did you mean svd?"),
        ("experiment start svd data --space s --tuner TEP", "did you mean TPE?"),
        ("experiment start svd data --space s --fix n_epoch=3", "did you mean 'n_epochs'?"),
        ("experiment start svd data --space bad", "n_wheels"),
        ("experiment start svd data --space s --tuner TPE --tuner-args gama=1", "did you mean 'gamma'?"),
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
        let session = Bench.session(folders, [bench.console])
        let text =
            Bench.data
            + "space s\nn_factors choice 3 4\nend\ne = experiment start svd data --space s --max-trials 2 --fix n_epochs=1 --wait\nassert e.count == 2"
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
        for command in bench.session.commands.all {
            #expect(bench.output.contains(command.name))
            let own = try await Bench()
            #expect(await own.run("\(command.name) --help") == .done)
            for option in command.options { #expect(own.output.contains("--" + option.flag)) }
            #expect(own.output.contains(command.summary.split(separator: " ")[0]))
        }
    }
}
