import Foundation
import Ratings
import TestSupport
import Values

/// A folder with ratings to train on, and what a trial leaves there.
struct TrialFolder {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings, synthetic.seed) = (80, 60, 2000, 5)
        let table = try synthetic.make().table
        let parts = (0..<2).map { part in
            table.selecting(rows: table.ratings.indices.filter { ($0 % 5 == 0) == (part == 1) })
        }
        try parts[0].writeCSV(to: folder.file("train.csv"))
        try parts[1].writeCSV(to: folder.file("validation.csv"))
    }

    var path: String { folder.path }
    func remove() { folder.remove() }
    func file(_ name: String) -> String { folder.file(name) }
    func output(_ name: String) -> String { folder.file("out/\(name)") }
    func json(_ name: String) throws -> JSONValue {
        try JSONValue(parsingUTF8: [UInt8](Data(contentsOf: URL(fileURLWithPath: output(name)))))
    }
    func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }
    @discardableResult func write(_ bytes: [UInt8], to name: String) throws -> String {
        try folder.write(bytes, to: name)
    }
    @discardableResult func write(_ text: String, to name: String) throws -> String { try folder.write(text, to: name) }

    /// recommenders' own flags, as its notebook writes them.
    var flags: [String] {
        """
        --datastore \(path) --train-datapath train.csv --validation-datapath validation.csv --surprise-reader ml-100k \
        --rating-metrics rmse --ranking-metrics precision_at_k ndcg_at_k --usercol userID --itemcol itemID --k 10 \
        --random-state 42 --epochs 3 --primary-metric precision_at_k --biased --verbose --remove-seen
        """.split(separator: " ").map(String.init)
    }

    func run(
        _ more: [String], _ variables: [String: String] = [:], dropping: [String] = []
    ) async throws -> Program.Result {
        try await Program.run(
            ["svd"] + flags.filter { !dropping.contains($0) } + more, program: Program.trial, home: path,
            ["NNI_OUTPUT_DIR": file("out"), "TUNEBOOK_TRIAL_PATIENCE": "1"].merging(variables) { $1 })
    }

    /// A trial of NNI before 3.0 with these parameters.
    func legacy(_ parameters: String) throws -> [String: String] {
        try? FileManager.default.removeItem(atPath: file("sys"))
        try FileManager.default.createDirectory(atPath: file("sys"), withIntermediateDirectories: true)
        try write(#"{"parameter_id": 0, "parameters": \#(parameters)}"#, to: "sys/parameter.cfg")
        return ["NNI_PLATFORM": "local", "NNI_SYS_DIR": file("sys"), "NNI_TRIAL_JOB_ID": "abcde"]
    }

    /// A trial of NNI 3.0 whose manager listens here.
    func manager(_ port: UInt16) -> [String: String] {
        [
            "NNI_PLATFORM": "local", "NNI_SYS_DIR": file("out"), "NNI_TRIAL_JOB_ID": "abcde",
            "NNI_TRIAL_COMMAND_CHANNEL": "http://localhost:\(port)/env/local-env/abcde",
        ]
    }
}
