import Commands
import Foundation
import Notebook
import Script
import TestSupport
import Testing
import Values

/// The examples of every command run as they stand, in a session that has what they name.
@Suite struct ExampleTests {
    /// What needs NNI: `NNIEngineTests` runs these.
    private static let elsewhere = ["engine install", "experiment attach", "experiment update", "experiment log"]

    /// Everything that an example may name.
    private static let setup = """
        ratings = load synthetic --users 200 --items 243 --ratings 6000 --seed 3
        data = split ratings --ratio 0.7 0.15 0.15
        space wide
          n_factors choice 3 5
          lr_all loguniform 1e-3 0.05
        end
        svd = train svd data.train --n-factors 3 --n-epochs 2
        other = train svd data.train --n-factors 2 --n-epochs 2
        tpe = experiment start svd data --space wide --max-trials 4 --maximize precision@10 --fix n_epochs=2 --wait
        best = experiment best tpe
        old = 1
        save wide space.json
        save ratings file.csv
        """

    @Test func everyCommandHasAnExampleAndEveryExampleRuns() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try FileManager.default.createDirectory(
            atPath: folder.file("ml-100k"), withIntermediateDirectories: true)
        try folder.write(Self.movieLens, to: "ml-100k/u.data")
        try folder.write("userId,movieId,rating\n1,2,3.5\n2,2,4\n", to: "ratings.csv")
        try folder.write("user,item,prediction\n1,2,3.5\n", to: "scores.csv")
        try folder.write("print 1\n", to: "setup.tb")
        let names = CommandTable.tunebook(
            SessionExperiments(Folders(environment: ["HOME": folder.path]))
        ).all
        #expect(names.allSatisfy { !$0.examples.isEmpty })
        var scripts: [[String]] = []
        for command in names where !Self.elsewhere.contains(command.name) { scripts.append(command.examples) }
        // In a process of its own, which works where the examples' files are.
        try folder.write(Self.setup + "\n" + Self.guarded(scripts.flatMap { $0 }), to: "all.tb")
        let result = try await Program.run(
            ["all.tb", "--keep-going"], home: folder.path, ["TUNEBOOK_DATA": folder.path])
        #expect(result.status == 0, "\(result.errors)")
        for file in ["best.model", "trials.csv", "history.svg"] {
            #expect(FileManager.default.fileExists(atPath: folder.file(file)), "\(file) was not written")
        }
    }

    /// As GroupLens lays its first set out.
    private static let movieLens = (1...60).flatMap { user in
        (0..<20).map { "\(user)\t\((user * 7 + $0 * 8) % 80 + 1)\t\((user + $0) % 5 + 1)\t88125094\($0 % 10)\n" }
    }.joined()

    /// `quit` comes last, as it ends the rest.
    private static func guarded(_ lines: [String]) -> String {
        let (last, others) = (lines.filter { $0 == "quit" }, lines.filter { $0 != "quit" })
        #expect(last.count == 1)
        return (others + last).joined(separator: "\n") + "\n"
    }
}
