import Notebook
import TestSupport
import Testing
import Values

/// What commands of a search say, and the order in which they show it.
@Suite struct SearchCommandTests {
    private static let space = """
        space s
          n_factors choice 2 3 4
          n_epochs choice 2 3
        end
        s1 = split r --ratio 0.7 0.15 0.15

        """

    private func bench(_ script: String) async throws -> (bench: Bench, outcome: Outcome) {
        let bench = try await Bench(format: .json)
        return (bench, await bench.run(Bench.data + Self.space + script))
    }

    @Test func trialsComeBestFirst() async throws {
        let (bench, outcome) = try await bench(
            """
            e = experiment start svd s1 --space s --tuner GridSearch --max-trials 6 --wait
            experiment trials e

            """)
        #expect(outcome == .done, "\(bench.notices)")
        let values = (bench.last("table")["rows"].array ?? []).compactMap { $0.array?[2].number }
        #expect(values.count == 6 && values == values.sorted() && Set(values).count > 1)
        _ = await bench.run("experiment trials e --sort trial\n")
        #expect((bench.last("table")["rows"].array ?? []).map { $0.array?[0].integer } == [0, 1, 2, 3, 4, 5])
        _ = await bench.run("experiment trials e --top 1 --columns n_epochs trial\n")
        #expect(bench.last("table")["columns"] == ["n_epochs", "trial"])
        #expect(bench.last("table")["rows"].array?.count == 1)
        #expect(await bench.run("experiment trials e --columns n_epoch\n") != .done)
        #expect(bench.notices.contains("n_epochs"))
    }

    @Test(arguments: [
        ("--tuner TPE --tuner-args n_startup_jobs=20 --max-trials 4", "first 20 trials"),
        ("--tuner tpe --tuner-args n_startup_jobs=20 --max-trials 20", "first 20 trials"),
        ("--maximize rmse --max-trials 30", "looks for the worst"),
        ("--minimize ndcg@5 --max-trials 30", "looks for the worst"),
    ])
    func whatASearchCanNotGiveIsSaid(options: String, note: String) async throws {
        let (bench, _) = try await bench("e = experiment start svd s1 --space s \(options)\nexperiment stop e\n")
        #expect(bench.notices.contains(note), "\(bench.notices)")
    }

    @Test(arguments: [
        "--tuner TPE --max-trials 4", "--tuner TPE --tuner-args n_startup_jobs=2 --max-trials 4",
        "--tuner Random --max-trials 4 --minimize rmse", "--tuner GP --max-trials 30 --maximize ndcg@5",
    ])
    func nothingIsSaidOfASearchThatLearns(options: String) async throws {
        let (bench, _) = try await bench("e = experiment start svd s1 --space s \(options)\nexperiment stop e\n")
        #expect(!bench.notices.contains("note: "), "\(bench.notices)")
    }

    @Test func theDefaultSaysInALineHowItSearches() async throws {
        let (bench, _) = try await bench("e = experiment start svd s1 --space s --max-trials 12\nexperiment stop e\n")
        #expect(bench.notices.contains("Auto begins with 3 points"), "\(bench.notices)")
    }

    @Test func aStoredTrialHasItsCurve() async throws {
        let (bench, outcome) = try await bench(
            """
            e = experiment start svd s1 --space s --tuner GridSearch --max-trials 2 --fix lr_all=0.01 --wait
            t = experiment show e 1
            plot curve t
            b = experiment best e
            plot curve b.model

            """)
        #expect(outcome == .done, "\(bench.notices)")
    }

    @Test func ratingsThatTrainingHadAreSaidToHaveBeenThere() async throws {
        let (bench, _) = try await bench("m = train svd s1.train --n-epochs 2\nevaluate m s1.test\n")
        #expect(!bench.notices.contains("in the training"))
        _ = await bench.run("evaluate m s1.train\n")
        #expect(bench.notices.contains("these ratings were in the training"))
        _ = await bench.run("evaluate m r\n")
        #expect(bench.notices.contains(" ratings were in the training"))
    }

    @Test func aModelTellsItsLossInTheUnitOfItsValidation() async throws {
        let bench = try await Bench()
        _ = await bench.run(
            Bench.data + Self.space + "train svd s1.train --n-epochs 2 --validate s1.validation --metric mae\n")
        #expect(
            bench.output.contains("training rmse ") && bench.output.contains("validation mae "),
            "\(bench.output) \(bench.notices)")
    }
}
