import Foundation
import TestSupport
import Testing

/// The lessons of tuning run as they are, shortened by their own parameters.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LessonTests {
    private func run(
        _ lesson: String, _ parameters: [String], _ variables: [String: String] = [:]
    ) async throws -> Program.Result {
        let home = try TemporaryFolder()
        defer { home.remove() }
        let file = Project.root.appendingPathComponent("scripts/lessons/\(lesson)").path
        let sets = parameters.flatMap { ["--set", $0] }
        return try await Program.run(["run", file] + sets, home: home.path, variables)
    }

    @Test(arguments: ["tune_svd.tb", "tune_ncf.tb"])
    func eachTunerHasItsRowAndOneThatTheEngineLacksIsSaid(lesson: String) async throws {
        let result = try await run(lesson, ["trials=1", "epochs=1"])
        #expect(result.status == 0, "\(result.errors)")
        for tuner in ["default", "Random", "Anneal", "Evolution", "SMAC", "TPE", "Metis", "Hyperband"] {
            let row = result.output.split(separator: "\n").first { $0.hasPrefix(tuner + " ") }
            let figures = row?.matches(of: #/\d\.\d/#).count ?? 0
            #expect(figures >= 2 || row?.contains("not in the engine embedded") == true, "\(tuner): \(row ?? "no row")")
        }
        #expect(result.output.contains("found the best model"))
    }

    @Test func theLessonOfNCFComparesItsPartsWithOneAnotherAndWithSVD() async throws {
        let result = try await run("ncf.tb", ["epochs=2"])
        #expect(result.status == 0, "\(result.errors)")
        for model in ["gmf", "mlp", "neumf", "joined", "svd", "paper", "stars"] {
            #expect(result.output.split(separator: "\n").contains { $0.hasPrefix(model + " ") }, "\(model)")
        }
    }

    @Test(.enabled(if: RealNNI.isThere, Comment(rawValue: RealNNI.note)))
    func onNNITheSameLessonRunsTheTunersThatNNIHas() async throws {
        let result = try await run(
            "tune_svd.tb", ["trials=2", "epochs=1", "engine=nni"], ["TUNEBOOK_NNI": RealNNI.folder])
        #expect(result.status == 0, "\(result.errors)")
        let rows = result.output.split(separator: "\n")
        for tuner in ["Random", "Evolution", "TPE"] {
            let row = rows.first { $0.hasPrefix(tuner + " ") }
            #expect(row?.contains("not in the engine") == false, "\(tuner): \(row ?? "no row")")
        }
        for tuner in ["Anneal", "SMAC", "Metis", "Hyperband"] {
            #expect(rows.contains { $0.hasPrefix(tuner + " ") && $0.contains("not in the engine nni") }, "\(tuner)")
        }
    }
}
