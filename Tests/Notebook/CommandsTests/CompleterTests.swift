import Commands
import Compute
import Display
import Foundation
import Notebook
import Script
import TestSupport
import Testing
import Values

@Suite struct CompleterTests {
    private func complete(_ line: String, earlier: [String] = [], _ setup: String = Bench.data) async throws -> [String]
    {
        let bench = try await Bench()
        await bench.run(setup)
        return Completer(bench.session).candidates(
            LineContext(line: line, cursor: line.count, earlier: earlier)
        ).map(\.text)
    }

    @Test(arguments: [
        ("exper", "experiment"), ("load m", "movielens"), ("load movielens 10", "100k"), ("x = spl", "split"),
        ("train svd da", "data.train"), ("train svd data.train --n-f", "--n-factors"),
        ("train svd data.train --precision d", "double"), ("experiment start svd da", "data"),
        ("experiment start svd data --tuner T", "TPE"), ("tuner show G", "GridSearch"),
        ("experiment start svd data --maximize prec", "precision@10"), ("evaluate m data.te", "data.test"),
        ("experiment start svd data --fix n_e", "n_epochs="), ("describe r", "r"),
        ("print data.v", "data.validation"), ("help expe", "experiment"), ("time tra", "train"),
    ])
    func wordsAreCompletedByMeaning(line: String, expected: String) async throws {
        #expect(try await complete(line).contains(expected))
    }

    @Test func onlyFittingObjectsAreOffered() async throws {
        #expect(
            try await complete("split ")
                == ["data.train", "data.validation", "data.test", "r"].sorted {
                    ($0 == "r" ? 1 : 0) < ($1 == "r" ? 1 : 0)
                })
        #expect(try await complete("plot curve ").isEmpty)
    }

    @Test func insideASpaceParametersAndTypesAreOffered() async throws {
        #expect(try await complete("  lr_a", earlier: ["space s"]) == ["lr_all"])
        #expect(try await complete("  lr_all logu", earlier: ["space s"]) == ["loguniform"])
    }

    /// The candidate, put into a statement, names just the file.
    @Test(arguments: [
        "plain.txt", "my file.txt", "it's.txt", "a\"b.txt", "a$b.txt", "a'b\"c$d\\e.txt", "[x].txt", "semi;colon.txt",
        "#.txt",
    ])
    func aCompletedFileIsTheFileWhateverItsNameHolds(name: String) async throws {
        let bench = try await Bench(format: .json)
        try bench.folder.write("here", to: name)
        for typed in ["", "'", "\""] {
            let line = "source \(typed)\(bench.folder.path)/"
            let context = LineContext(line: line, cursor: line.count)
            let candidates = Completer(bench.session).candidates(context).map(\.text)
            #expect(candidates.count == 1, "\(line)")
            let word = try #require(candidates.first)
            #expect(await bench.run("print 1 > \(word)") == .done, "\(word): \(bench.notices)")
            #expect(try String(contentsOfFile: bench.folder.file(name), encoding: .utf8).contains("1"), "\(word)")
            try bench.folder.write("here", to: name)
        }
    }

    @Test func aDollarThatBeginsNoNameIsPartOfAFilesName() async throws {
        let bench = try await Bench()
        try bench.folder.write("here", to: "a$b.json")
        for line in ["open \"\(bench.folder.path)/a$", "open \(bench.folder.path)/a$"] {
            let answer = Completer(bench.session).answer(LineContext(line: line, cursor: line.count))
            #expect(answer.start == 5 && answer.candidates.count == 1, "\(line)")
            #expect(
                answer.candidates.first?.text.contains("a$b.json") == true
                    || answer.candidates.first?.text.contains("a\\$b.json") == true)
        }
    }

    @Test func fieldsBelowFieldsAreOffered() async throws {
        let setup = Bench.data + "\nm = train svd data.train --n-factors 2 --n-epochs 1"
        #expect(try await complete("print data.train.us", setup) == ["data.train.users"])
        #expect(try await complete("print m.parameters.n_f", setup) == ["m.parameters.n_factors"])
        #expect(try await complete("print data.nothing.us", setup).isEmpty)
    }

    @Test func anExperimentsColumnsAndFieldsAreOfferedBeforeItsTrials() async throws {
        let setup =
            Bench.data
            + "\ne = experiment start knn data --max-trials 1 --minimize rmse --metrics mae --wait"
        #expect(try await complete("experiment trials e --sort ma", setup) == ["mae"])
        #expect(try await complete("experiment trials e --columns trial mi", setup).contains("min_k"))
        #expect(try await complete("print e.best.metrics.rm", setup) == ["e.best.metrics.rmse"])
        #expect(try await complete("experiment trials e --sort tr", setup) == ["trial"])
    }

    @Test func onlyTheParametersOfTheNamedLearnerAreOffered() async throws {
        let knn = try await complete("experiment start knn data --fix ")
        #expect(knn.contains("k=") && !knn.contains("n_factors="))
        let both = try await complete("experiment start knn svd data --fix ")
        #expect(both.contains("k=") && both.contains("n_factors="))
        let tuner = try await complete("experiment start svd data --tuner GridSearch --tuner-args ")
        #expect(!tuner.contains("gamma="))
    }

    @Test func fileNamesAreCompletedAndQuotedWhereTheyMustBe() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("", to: "my file.csv")
        #expect(try await complete("load csv \(folder.path)/my") == ["'\(folder.path)/my file.csv'"])
    }
}
