import Foundation
import TestSupport
import Testing

/// The lessons: those of tuning shortened by their own parameters, those that find something as they are.
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

    // MARK: - Findings

    private static let folder = Project.root.appendingPathComponent("scripts/lessons")
    /// Lessons of how to work, which the tests above and `ProgramTests` run.
    private static let ofTools: Set = ["ncf.tb", "quickstart.tb", "tune_ncf.tb", "tune_svd.tb"]

    private static var lessons: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".tb") }.sorted()
    }

    private static func text(_ lesson: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(lesson), encoding: .utf8)
    }

    /// What a lesson found, with the other sign each.
    private static func contradictions(_ text: String) -> [String] {
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        return lines.filter { $0.hasPrefix("assert ") && $0.contains(".adjusted < 0.01") }.map { line in
            line.contains(" > 0") ? line.replacing(" > 0", with: " < 0") : line.replacing(" < 0 ", with: " > 0 ")
        }
    }

    @Test(arguments: lessons.filter { !ofTools.contains($0) })
    func aLessonFindsWhatItSaysAndTheContraryFails(lesson: String) async throws {
        let text = try Self.text(lesson)
        let contradictions = Self.contradictions(text)
        #expect(!contradictions.isEmpty && text.contains("\nplot "), "each asserts a test, and shows a picture")
        let home = try TemporaryFolder()
        defer { home.remove() }
        try home.write(text + contradictions.map { "\n# %%\n\($0)\n" }.joined(), to: "both.tb")
        let result = try await Program.run(["run", "both.tb", "--keep-going"], home: home.path)
        let failures = result.errors.split(separator: "\n").filter { $0.contains(": error: ") }
        let last = text.split(separator: "\n", omittingEmptySubsequences: false).count
        let places = failures.compactMap { $0.split(separator: ":").dropFirst().first.flatMap { Int($0) } }
        #expect(places.count == contradictions.count && places.allSatisfy { $0 >= last }, "\(result.errors)")
    }

    @Test func everyLessonIsInTheTableOfLessons() throws {
        let page = try Self.text("README.md")
        for lesson in Self.lessons { #expect(page.contains("`\(lesson)`"), "\(lesson)") }
    }

    /// Of the first lesson, with what a student wrote.
    @Test(
        arguments: [
            ([], 0, "Exercise 3 is open"),
            (["collect=true"], 1, "exercise 1 is open"),
            (["test_ratings=4000", "collect=true"], 1, "exercise 2 is open"),
            (["test_ratings=400"], 1, "not yet: one tenth"),
            (["my_reg=0"], 1, "not yet: more regularization"),
            (["my_choice=popular"], 1, "not yet: which model"),
            (["my_choice=svd"], 1, "write mine, popular or neighbours"),
            (["test_ratings=4000", "my_reg=0.1", "my_choice=neighbours", "collect=true"], 0, "Exercise 3: right!"),
        ] as [([String], Int32, String)])
    func exercisesAreOpenWrongOrRight(answers: [String], status: Int32, words: String) async throws {
        let result = try await run("first.tb", answers)
        #expect(result.status == status, "\(result.errors)")
        #expect((result.output + result.errors).contains(words), "\(result.errors)")
    }

    // MARK: - NNI

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
