import Foundation
import Notebook
import TestSupport
import Testing
import Values

@Suite struct PictureCommandTests {
    private static let search = """
        space p
          n_factors choice 5 10
          lr_all loguniform 1e-3 5e-2
        end
        m = train svd data.train --validate data.validation --n-epochs 3 --n-factors 4
        e = experiment start svd data --space p --tuner Random --max-trials 10 --minimize rmse --fix n_epochs=2 --seed 1 --wait
        g = experiment start svd data --space p --tuner Random --max-trials 6 --minimize rmse --maximize ndcg@5 --fix n_epochs=2 --seed 1 --wait

        """

    @Test func everyKindOfPictureIsDrawnAndSaved() async throws {
        let bench = try await Bench()
        let plots = [
            "history e", "history e g", "history g", "importance e", "slice e lr_all", "slice e n_factors",
            "parallel e",
            "curves e", "timeline e", "pareto g", "contour e lr_all n_factors", "curve m", "ratings r", "factors m",
        ]
        let saved = plots.indices.map { "plot \(plots[$0]) --save '\(bench.folder.path)/\($0).svg'\n" }
        let shown = plots.map { "plot \($0)\n" }
        #expect(await bench.run(Bench.data + Self.search + (saved + shown).joined()) == .done, "\(bench.notices)")
        for (place, plot) in plots.enumerated() {
            let svg = try String(contentsOfFile: "\(bench.folder.path)/\(place).svg", encoding: .utf8)
            #expect(svg.contains("<title") && svg.contains("<desc") && svg.contains("<path"), "\(plot)")
        }
        #expect(bench.output.contains("hypervolume of rmse and ndcg@5") && bench.output.contains("n_factors"))
    }

    @Test func trialsAndAxesAreChosen() async throws {
        let bench = try await Bench(format: .json)
        let text = "plot slice e lr_all --log y --top 50% --where \"lr_all < 0.03\" \"n_factors == 5\"\n"
        #expect(await bench.run(Bench.data + Self.search + text) == .done, "\(bench.notices)")
        let note = bench.last("plot")["notes"].array?.first?.string ?? ""
        #expect(note.contains("of 10 trials, lr_all < 0.03 and n_factors == 5 and the best 50 %"), "\(note)")
    }

    @Test(arguments: [
        ("plot slice e lr_al", "did you mean 'lr_all'"), ("plot contour e lr_all reg", "no trial has 'reg'"),
        ("plot history e --where \"lrr < 1\"", "no trial has 'lrr'"), ("plot history e --where lr_all", "no condition"),
        ("plot history e --top none", "neither a number"), ("plot parallel e --log z", "x"),
        ("plot factors n", "nothing is named 'n'"),
    ]) func whatIsNotThereIsSaidAtItsPlace(line: String, words: String) async throws {
        let bench = try await Bench()
        #expect(await bench.run(Bench.data + Self.search + line + "\n") != .done)
        #expect(bench.notices.contains(words), "\(bench.notices)")
    }

    @Test func aModelWithoutFactorsIsToldInThePicture() async throws {
        let bench = try await Bench()
        #expect(
            await bench.run(Bench.data + "b = train popular data.train\nplot factors b\n") == .done, "\(bench.notices)")
        #expect(bench.output.contains("popular has no factors"))
    }
}
