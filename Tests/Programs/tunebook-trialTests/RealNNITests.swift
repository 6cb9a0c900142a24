import Foundation
import NNIEngine
import NNIProtocol
import TestSupport
import Testing
import Tuning
import Values

/// Real NNI runs the built program.
@Suite(.serialized, .enabled(if: RealNNI.isThere, Comment(rawValue: RealNNI.note)), .timeLimit(.minutes(5)))
struct RealNNITests {
    private let folder: TrialFolder

    init() throws { folder = try TrialFolder() }

    /// Runs a configuration file to its end and looks at its trials before the manager is stopped.
    private func run(_ file: String, _ look: (ManagerClient, [TrialJob]) async throws -> Void) async throws {
        let environment = Program.environment(home: folder.path, RealNNI.environment)
        let installation = try NNIInstallation(
            environment: ["TUNEBOOK_NNI": RealNNI.folder], installFolder: "/none")
        let nnictl = NNICommandLine(installation, environment: environment)
        let port = Int.random(in: 20_000..<30_000)
        try await nnictl.create(configuration: file, port: port, patience: 120)
        let manager = ManagerClient(ManagerAddress(port: port))
        do {
            try await manager.checkExperimentStatus(wait: .milliseconds(500), maxRetries: 300)
            try await manager.checkMetricsWritten(wait: .milliseconds(500), maxRetries: 60)
            try await look(manager, try await manager.trialJobs())
        } catch {
            try await nnictl.stop(try await manager.profile().id)
            throw error
        }
        try await nnictl.stop(try await manager.profile().id, at: ManagerAddress(port: port))
    }

    /// The configuration as somebody has it who runs recommenders' script.
    private func configuration(trialCommand: String) -> String {
        """
        experimentName: svd
        trialConcurrency: 2
        maxTrialNumber: 3
        searchSpaceFile: search_space.json
        trialCommand: \(trialCommand)
        trialCodeDirectory: .
        tuner:
          name: TPE
          classArgs:
            optimize_mode: maximize
        trainingService:
          platform: local
        """
    }

    @Test func oneLineOfAConfigurationSwapsTheTrialIn() async throws {
        defer { folder.remove() }
        let space: JSONValue = [
            "n_factors": ["_type": "choice", "_value": [4, 8]],
            "lr_all": ["_type": "loguniform", "_value": [0.001, 0.05]],
        ]
        try folder.write(space.text(), to: "search_space.json")
        let before = configuration(trialCommand: "python3 svd_training.py \(folder.flags.joined(separator: " "))")
        let after = before.replacing("python3 svd_training.py", with: "\(Program.trial) svd")
        let file = try folder.write(after, to: "config.yml")
        try await run(file) { manager, trials in
            #expect(trials.map(\.status) == ["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"])
            for trial in trials {
                let results = try #require(trial.localFolder)
                func read(_ name: String) throws -> JSONValue {
                    try JSONValue(parsingUTF8: [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(results)/\(name)"))))
                }
                let metrics = try read("metrics.json")
                #expect(metrics["precision_at_k"].number == trial.final?.objective)
                #expect(metrics["rmse"] == trial.final?.json["rmse"])
                #expect(FileManager.default.fileExists(atPath: "\(results)/model.model"))
            }
            // The manager gives parameters to whoever asks first, so that a trial may have those of its neighbour; the
            // id in its report tells which.
            for trial in trials {
                let path = try #require(trial.localFolder) + "/parameter.cfg"
                let given = try JSONValue(parsingUTF8: [UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
                let owner = trials.first { $0.parameterID == trial.reportedParameterID }
                #expect(given["parameters"].object == owner?.suggested)
                #expect(given["parameters"].object == trial.parameters)
            }
            let report = try await manager.trials(optimizeMode: .maximize)
            #expect(report.bestMetrics["precision_at_k"]?.number == trials.compactMap { $0.final?.objective }.max())
        }
    }

    @Test func aParameterThatThereIsNotFailsTheTrialAndIsNamed() async throws {
        defer { folder.remove() }
        try folder.write(#"{"n_factor": {"_type": "uniform", "_value": [4, 8]}}"#, to: "search_space.json")
        let text = configuration(trialCommand: "\(Program.trial) svd \(folder.flags.joined(separator: " "))")
            .replacing("maxTrialNumber: 3", with: "maxTrialNumber: 1")
        try await run(try folder.write(text, to: "config.yml")) { manager, trials in
            #expect(trials.map(\.status) == ["FAILED"])
            let results = try #require(trials.first?.localFolder)
            let errors = try String(contentsOfFile: "\(results)/trial.stderr", encoding: .utf8)
            #expect(errors.contains("did you mean 'n_factors'?"), "\(errors)")
        }
    }
}
