import Compute
import Experiments
import Foundation
import Metrics
import Ratings
import RecommenderTrials
import Recommenders
import TestSupport
import Testing
import Values

/// What the built program takes, and what it says of what it can't take.
@Suite struct TrialInputTests {
    private let folder: TrialFolder

    init() throws { folder = try TrialFolder() }

    @Test func aTrialGivesTheEmbeddedEnginesMetricsToTheBit() async throws {
        defer { folder.remove() }
        let result = try await folder.run(["--n_factors", "6", "--lr_all", "0.02"])
        var format = CSVFormat()
        format.scale = 1...5
        let tables = try ["train.csv", "validation.csv"].map { try RatingTable(csv: folder.file($0), format: format) }
        let names = ["precision@10", "rmse", "ndcg@10"]
        let metrics = try names.map { try Metric(parsing: $0) }
        let runner = RecommenderTrialRunner(
            algorithm: try Algorithms.named("svd"), trainset: try Trainset(tables[0]), validation: tables[1],
            judging: Judging(metrics))
        let embedded = try await runner.run(
            TrialRequest(
                sequence: 0, parameters: ["n_factors": 6, "lr_all": 0.02, "n_epochs": 3, "random_state": 42]),
            TrialHandle(id: "t", sequence: 0))
        let trial = try JSONValue(parsing: result.output)
        #expect(names.map { embedded.metrics[$0] } == ["precision_at_k", "rmse", "ndcg_at_k"].map { trial[$0] })
    }

    @Test func ratingsMayHaveAnyColumnsAndNoHead() async throws {
        defer { folder.remove() }
        let expected = try await folder.run([]).output
        let head = "user,item,rating,timestamp\n"
        let layouts: [(head: String, separator: String, flags: [String])] = [
            ("userID,itemID,rating,timestamp\n", ",", []),
            ("reader,book,stars,when\n", ",", ["--usercol", "reader", "--itemcol", "book", "--ratingcol", "stars"]),
            ("", "\t", []), ("", ";", ["--separator", ";"]),
        ]
        for layout in layouts {
            let other = try TrialFolder()
            defer { other.remove() }
            for name in ["train.csv", "validation.csv"] {
                let text = try folder.text(name)
                let rows = text.dropFirst(head.count).replacing(",", with: layout.separator)
                try other.write(layout.head + String(rows), to: name)
            }
            let result = try await other.run(layout.flags)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == expected)
        }
    }

    @Test func dataThatCantBeReadAreNamedWithTheRemedy() async throws {
        defer { folder.remove() }
        try folder.write([0x80, 0x05, 0x95, 0x00], to: "train.pkl")
        try folder.write([0x1F, 0x8B, 0x08, 0x00], to: "train.csv.gz")
        try folder.write("user,item,rating\n1,2,high\n", to: "bad.csv")
        try folder.write("user,item,rating\n1,2,9\n", to: "high.csv")
        try folder.write("user,item,rating\n1,2,3\n1,2,4\n", to: "twice.csv")
        try folder.write("", to: "empty.csv")
        for (file, words) in [
            ("train.pkl", "frame.to_csv"), ("train.csv.gz", "unpack it first"), ("bad.csv", "bad.csv:2:5"),
            ("high.csv", "a rating from 1.0 to 5.0"), ("none.csv", "no such file"), ("empty.csv", "holds no ratings"),
            ("twice.csv", "--duplicates"),
        ] {
            let result = try await folder.run(["--train-datapath", file])
            #expect(result.status == 1, "\(file)")
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(result.errors.hasPrefix("error: ") && result.errors.count { $0 == "\n" } == 1)
        }
        let kept = try await folder.run(["--train-datapath", "twice.csv", "--duplicates", "last"])
        #expect(!kept.errors.contains("second time"))
    }

    @Test func callsThatAreNotValidEndWith2AndSayWhy() async throws {
        defer { folder.remove() }
        for (flags, words) in [
            (["--n_factor", "5"], "did you mean --n-factors?"), (["--n_factors", "x"], "whole number"),
            (["--n_factors"], "needs a value"), (["stray"], "'stray'"),
            (["--surprise-reader", "ml-10m"], "--rating-scale"),
            (["--rating-scale", "5", "1"], "the lowest and the highest"), (["--primary-metric", "mae"], "not among"),
            (["--ranking-metrics", "rmse"], "rmse does not belong"),
            (["--rating-metrics", "rmze"], "did you mean rmse?"),
            (["--k", "0"], "--k"), (["--duplicates", "some"], "--duplicates"), (["--epochs", "many"], "many"),
            (["--epochs", "0"], "--n-epochs"), (["--datastor", "x"], "did you mean --datastore?"),
        ] {
            let result = try await folder.run(flags)
            #expect(result.status == 2, "\(flags): \(result.errors)")
            #expect(result.errors.contains(words), "\(flags): \(result.errors)")
        }
        for flags in [[], ["xyz"], ["svd"]] {
            let result = try await Program.run(flags, program: Program.trial, home: folder.path)
            #expect(result.status == (flags.isEmpty ? 0 : 2))
        }
    }

    @Test func aFlagIsTurnedOffAsTheShellDoesItToo() async throws {
        defer { folder.remove() }
        var outputs: [String] = []
        for flags in [["--unbiased"], ["--no-biased"], ["--biased", "false"], ["--biased=true"]] {
            let result = try await folder.run(flags)
            #expect(result.status == 0, "\(flags): \(result.errors)")
            outputs.append(result.output)
        }
        #expect(outputs[0] == outputs[1] && outputs[1] == outputs[2] && outputs[2] != outputs[3])
    }

    @Test func ratingScalesMayBeNegative() async throws {
        defer { folder.remove() }
        let result = try await folder.run(["--rating_scale", "-10", "10"], dropping: ["--surprise-reader", "ml-100k"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try ModelFile.read(folder.output("model.model")).scale == -10...10)
    }

    @Test func theProgramNeedsNothingButTheCLibraryAndStartsAtOnce() async throws {
        defer { folder.remove() }
        let libraries = try await Program.run([Program.trial], program: "/usr/bin/ldd", home: folder.path).output
        for line in libraries.split(separator: "\n") {
            let isOfTheCLibrary = ["linux-vdso", "libc.so", "libm.so", "ld-linux"].contains { line.contains($0) }
            #expect(isOfTheCLibrary, "\(line)")
        }
        // The processor's time, which other tests do not lengthen; alone it is the time that a start takes.
        let loop = "for i in $(seq 20); do \"$0\" --version > /dev/null || exit 1; done; times"
        let result = try await Program.run(["-c", loop, Program.trial], program: "/bin/bash", home: folder.path)
        #expect(result.status == 0, "\(result.errors)")
        let children = try #require(result.output.split(separator: "\n").last)
        let seconds = children.matches(of: #/(\d+)m([\d.]+)s/#).compactMap { Double($0.2) }
        #expect(seconds.count == 2 && seconds.reduce(0, +) / 20 < 0.02, "\(children)")
    }
}
