import EmbeddedEngine
import Experiments
import Foundation
import Metrics
import NNIEngine
import Ratings
import RecommenderTrials
import Recommenders
import TestSupport
import Testing
import Tuning
import Values

/// One small search, and the engine that runs it.
struct EngineBench {
    let store = InMemoryStore()
    let runner: RecommenderTrialRunner
    let fixed: JSONObject = ["n_epochs": 3]
    /// Opens once somebody listens: trials of this process are over before that otherwise.
    let gate = Gate()
    private let engine: EngineName
    private let folder: TemporaryFolder
    private let split: DataSplit

    init(_ engine: EngineName) throws {
        self.engine = engine
        folder = try TemporaryFolder()
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings) = (60, 40, 1200)
        split = try synthetic.make().table.split(by: .random, ratios: [0.7, 0.15, 0.15], seed: 1, filterBy: .user)
        runner = RecommenderTrialRunner(
            algorithm: SVDAlgorithm(), trainset: try Trainset(split.train), validation: split.validation ?? split.test,
            judging: Judging([.rmse]))
    }

    func remove() { folder.remove() }

    /// - Parameter id: of the embedded engine's; NNI gives its own.
    func start(trials: Int, fixed more: JSONObject = [:], id: String = "contract-id") async throws
        -> any LiveExperiment
    {
        var subject = RecommenderSubject("svd", data: "synthetic")
        subject.fixed = fixed.merging(more)
        var configuration = ExperimentConfiguration(
            id: id, name: "contract", subject: .recommender(subject),
            searchSpace: ["lr_all": ["_type": "uniform", "_value": [0.001, 0.02]]], tuner: "Random", objective: "rmse",
            mode: .minimize)
        configuration.maxTrials = trials
        let manager = ExperimentManager(store: store, modelFolder: nil)
        return try await manager.start(configuration, on: try made(configuration))
    }

    private func made(_ configuration: ExperimentConfiguration) throws -> any Engine {
        switch engine {
        case .embedded:
            let space = try SearchSpace(json: configuration.searchSpace)
            return InProcessEngine(
                EmbeddedExperiment.Parts(
                    tuner: RandomTuner.search(space, seed: 1), runner: GatedRunner(runner: runner, gate: gate)))
        case .nni: return try nni(configuration)
        }
    }

    private func nni(_ configuration: ExperimentConfiguration) throws -> any Engine {
        var environment = ProcessInfo.processInfo.environment
        environment["HOME"] = folder.path
        environment["TUNEBOOK_NNI"] = RealNNI.folder
        let installation = try NNIInstallation(environment: environment, installFolder: folder.path)
        let made = try SearchFolder.make(folder.file("search"))
        try SearchFolder.copy(program: Program.trial, into: made.code)
        try split.train.writeCSV(to: made.code + "/" + TrialCommandLine.trainFile)
        try (split.validation ?? split.test).writeCSV(to: made.code + "/" + TrialCommandLine.validationFile)
        try SearchFolder.write(configuration.searchSpace.text(), to: made.folder + "/space.json")
        let command = try TrialCommandLine(
            program: "./tunebook-trial", configuration, try #require(configuration.subject.recommender),
            algorithm: SVDAlgorithm(), scale: split.train.scale)
        return NNIManagerEngine(
            NNICommandLine(installation, environment: environment),
            job: SearchJob(
                configuration: [
                    "experimentName": .string(configuration.name),
                    "searchSpaceFile": .string(made.folder + "/space.json"), "trialCommand": .string(command.text),
                    "trialCodeDirectory": .string(made.code), "trialConcurrency": 1,
                    "maxTrialNumber": .integer(configuration.maxTrials ?? 1),
                    "tuner": ["name": "Random", "classArgs": ["seed": 1]], "trainingService": ["platform": "local"],
                ], folder: made.folder), runner: runner)
    }
}

/// What waits here goes on once it is opened.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func pass() async {
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }

    func open() {
        isOpen = true
        for one in waiting { one.resume() }
        waiting = []
    }
}

/// Runs trials as another one does, once its gate is open.
private struct GatedRunner: TrialRunner {
    let runner: RecommenderTrialRunner
    let gate: Gate

    func run(_ request: TrialRequest, _ trial: TrialHandle) async throws -> TrialResult {
        await gate.pass()
        return try await runner.run(request, trial)
    }
}
