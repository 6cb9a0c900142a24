import Foundation
import LocalHTTP
import Ratings
import Recommenders
import TestSupport
import Testing
import Values

/// The built program, alone and under a manager of the test's own.
@Suite struct TrialProgramTests {
    private let folder: TrialFolder

    init() throws { folder = try TrialFolder() }

    @Test func aloneItTrainsWithTheFlagsAndWritesItsFiles() async throws {
        defer { folder.remove() }
        let result = try await folder.run(["--n_factors", "5", "--lr-all", "0.01"])
        #expect(result.status == 0, "\(result.errors)")
        let metrics = try folder.json("metrics.json")
        #expect(metrics.object?.keys == ["precision_at_k", "rmse", "ndcg_at_k"])
        #expect(try JSONValue(parsing: result.output) == metrics)
        let model = try ModelFile.read(folder.output("model.model"))
        #expect(model.parameters["n_factors"] == 5)
        #expect(model.parameters["lr_all"] == 0.01)
        #expect(model.parameters["n_epochs"] == 3)
        #expect(model.parameters["random_state"] == 42)
        #expect(model.parameters["biased"] == true)
    }

    @Test func bothSpellingsOfAFlagMeanTheSame() async throws {
        defer { folder.remove() }
        var outputs: [String] = []
        for flags in [
            ["--n_factors", "4", "--init_std_dev", "0.2", "--reg_all=0.05"],
            ["--n-factors=4", "--init-std-dev", "0.2", "--reg-all", "0.05"],
        ] {
            let result = try await folder.run(flags)
            #expect(result.status == 0, "\(result.errors)")
            outputs.append(result.output)
        }
        #expect(outputs[0] == outputs[1])
        let negative = try await folder.run(["--init_mean", "-0.1", "--n_factors", "4"])
        #expect(negative.status == 0, "\(negative.errors)")
    }

    @Test func removeSeenTakesOutWhatWasSeen() async throws {
        defer { folder.remove() }
        let kept = try await folder.run([], dropping: ["--remove-seen"])
        let removed = try await folder.run([])
        let values = try [kept, removed].map { try JSONValue(parsing: $0.output)["precision_at_k"].number ?? .nan }
        // The best items are those that training saw, and no seen item is in the validation ratings.
        #expect(values[0] < values[1])
        let help = try await Program.run(["svd", "--help"], program: Program.trial, home: folder.path)
        #expect(help.output.contains("opposite"))
    }

    @Test func theTunersParametersOutrankFlagsAndBudgetsGiveTheEpochs() async throws {
        defer { folder.remove() }
        for (name, budget, epochs) in [("STEPS", "2.4", 2), ("TRIAL_BUDGET", "4", 4), ("STEPS", "0.3", 1)] {
            let legacy = try folder.legacy(#"{"n_factors": 7, "n_epochs": 9, "\#(name)": \#(budget)}"#)
            let result = try await folder.run(["--n_factors", "5"], legacy)
            #expect(result.status == 0, "\(result.errors)")
            let model = try ModelFile.read(folder.output("model.model"))
            #expect(model.parameters["n_factors"] == 7)
            #expect(model.parameters["n_epochs"] == .integer(epochs))
            let lines = try folder.text("sys/.nni/metrics").split(separator: "\n")
            #expect(lines.count == epochs + 1)
            #expect(lines.last?.contains("FINAL") == true)
            #expect(try folder.json("parameter.cfg")["parameters"]["n_factors"] == 7)
        }
    }

    @Test func aRecordThatIsThereAlreadyStaysAsItIs() async throws {
        defer { folder.remove() }
        var legacy = try folder.legacy(#"{"n_factors": 7}"#)
        legacy["NNI_OUTPUT_DIR"] = folder.file("sys")
        let before = try folder.text("sys/parameter.cfg")
        let result = try await folder.run([], legacy)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try folder.text("sys/parameter.cfg") == before)
    }

    @Test func whatTheTunerMayNotSayIsNamed() async throws {
        defer { folder.remove() }
        for (parameters, words) in [
            (#"{"n_factor": 5}"#, "did you mean 'n_factors'?"),
            (#"{"n_factors": "many"}"#, "n_factors is a whole number"),
            (#"{"STEPS": "all"}"#, "STEPS is a number of epochs above 0"),
        ] {
            let result = try await folder.run([], try folder.legacy(parameters))
            #expect(result.status == 1)
            #expect(result.errors.contains("the tuner's parameters do not fit"), "\(result.errors)")
            #expect(result.errors.contains(words), "\(result.errors)")
        }
    }

    @Test func overHTTPEveryEpochIsReportedAndTheRestUnderItsName() async throws {
        defer { folder.remove() }
        let record =
            #"{"parameter_id": 4, "parameter_source": "algorithm", "parameters": {"n_factors": 6}, "parameter_index": 0}"#
        let message = JSONValue.object(["type": "parameter", "parameter": .string(record)]).text()
        let server = try LocalServer { request, _ in request.method == "GET" ? .text(message) : .text("") }
        let result = try await folder.run([], folder.manager(server.port))
        #expect(result.status == 0, "\(result.errors)")
        let metrics = try server.log.compactMap {
            try JSONValue(parsing: $0.body.isEmpty ? "0" : $0.body)["metric"].string
        }
        .map { try JSONValue(parsing: $0) }
        #expect(metrics.map { $0["type"].string } == ["PERIODICAL", "PERIODICAL", "PERIODICAL", "FINAL"])
        #expect(metrics.map { $0["sequence"].integer } == [0, 1, 2, 0])
        #expect(metrics.allSatisfy { $0["parameter_id"] == 4 && $0["trial_job_id"] == "abcde" })
        let final = try JSONValue(parsing: try #require(metrics.last?["value"].string))
        #expect(final.object?.keys == ["default", "rmse", "ndcg_at_k"])
        #expect(final["default"] == (try folder.json("metrics.json"))["precision_at_k"])
        #expect(metrics[2]["value"].string == final["default"].text())
        #expect(try folder.json("parameter.cfg") == (try JSONValue(parsing: record)))
    }

    @Test func aManagerThatDiesCostsTheReportButNotTheFiles() async throws {
        defer { folder.remove() }
        let message = JSONValue.object(["type": "parameter", "parameter": #"{"parameter_id": 0, "parameters": {}}"#])
            .text()
        let server = try LocalServer { request, count in
            if request.method == "GET" { return .text(message) }
            return count < 3 ? .text("") : .bytes("")
        }
        let result = try await folder.run([], folder.manager(server.port))
        #expect(result.status == 1)
        #expect(result.errors.contains("does not answer"), "\(result.errors)")
        #expect(try folder.json("metrics.json")["rmse"].number != nil)
        #expect(FileManager.default.fileExists(atPath: folder.output("model.model")))
    }

    @Test func anExperimentThatIsOverEndsTheTrial() async throws {
        defer { folder.remove() }
        let message = JSONValue.object([
            "type": "parameter", "parameter": #"{"parameter_id": 0, "parameters": {"n_epochs": 1000000}}"#,
        ]).text()
        let server = try LocalServer { request, count in
            if request.method == "GET" { return .text(message) }
            return count < 3 ? .text("") : .status(410, body: "Gone")
        }
        let result = try await folder.run([], folder.manager(server.port))
        #expect(result.status == 1)
        #expect(result.errors.contains("the experiment is over"), "\(result.errors)")
    }

    @Test func aFullDiskCostsTheFilesButNotTheReport() async throws {
        defer { folder.remove() }
        let legacy = try folder.legacy("{}")
        try FileManager.default.createDirectory(atPath: folder.file("out"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.output("metrics.json"), withDestinationPath: "/dev/full")
        let result = try await folder.run([], legacy)
        #expect(result.status == 1)
        #expect(result.errors.contains("metrics.json: the disk is full"), "\(result.errors)")
        #expect(try folder.text("sys/.nni/metrics").contains("FINAL"))
    }
}
