import Compute
import EmbeddedEngine
import Experiments
import Foundation
import NNIProtocol
import NNIServer
import TestSupport
import Testing
import Tuning
import Values

/// NNI's routes over an experiment of this process, with NNI's shapes.
@Suite struct RestRoutesTests {
    private struct Runner: TrialRunner {
        let delay: Duration

        func run(_ request: TrialRequest, _ trial: TrialHandle) async throws -> TrialResult {
            if request.sequence == 2 { throw Failure() }
            for step in 1...3 { trial.report(Double(step)) }
            let end = ContinuousClock.now + delay
            while ContinuousClock.now < end {
                try trial.stop.check()
                try await Task.sleep(for: .milliseconds(2))
            }
            let x = request.parameters["x"]?.number ?? 0
            return TrialResult(objective: x, metrics: ["rmse": .number(x), "mae": 2.0])
        }

        struct Failure: Error {}
    }

    private let folder: TemporaryFolder
    private let experiment: EmbeddedExperiment
    private let routes: RestRoutes

    init() async throws {
        folder = try TemporaryFolder()
        (experiment, routes) = try await Self.made(folder, trials: 4, delay: .zero)
    }

    private static func made(
        _ folder: TemporaryFolder, trials: Int, delay: Duration
    ) async throws -> (EmbeddedExperiment, RestRoutes) {
        let space: JSONValue = ["x": ["_type": "uniform", "_value": [0, 1]]]
        var configuration = ExperimentConfiguration(
            id: "served", name: "s", subject: .recommender(RecommenderSubject("svd", data: "test")),
            searchSpace: space, tuner: "Random", objective: "rmse", mode: .minimize)
        configuration.maxTrials = trials
        configuration.concurrency = 2
        let experiment = try EmbeddedExperiment(
            configuration,
            EmbeddedExperiment.Parts(
                tuner: RandomTuner.search(try SearchSpace(json: space), seed: 1), runner: Runner(delay: delay)),
            store: InMemoryStore())
        await experiment.start()
        if delay == .zero { await experiment.wait() }
        let surroundings = RestSurroundings(port: 8080, home: folder.path, logs: folder.file("logs"))
        return (experiment, RestRoutes(experiment, surroundings) { await experiment.stop() })
    }

    private func get(_ path: String, _ query: [String: String] = [:]) async -> RestAnswer {
        await routes.answer(RestRequest(method: "GET", path: parts(path), query: query))
    }

    private func parts(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }

    private func json(_ path: String, _ query: [String: String] = [:]) async throws -> JSONValue {
        guard case .json(let json) = await get(path, query) else { throw Missing() }
        return json
    }

    private struct Missing: Error {}

    @Test func theExperimentIsToldAsNNITellsIt() async throws {
        defer { folder.remove() }
        #expect(ManagerStatus(json: try await json("check-status")) == ManagerStatus(.done))
        let profile = try await json("experiment")
        let read = try #require(ExperimentProfile(json: profile))
        #expect(read.id == "served" && read.parameters["maxTrialNumber"] == 4 && read.startTime != nil)
        #expect(profile.object?["nextSequenceId"] == 4)
        #expect(await get("version") == .text("3.0.0"))
        #expect(try await json("experiment-metadata").object?["port"] == 8080)
        #expect(try await json("experiments-info").array?.count == 1)
        let counts = try await json("job-statistics").array ?? []
        #expect(counts.contains(["trialJobStatus": "SUCCEEDED", "trialJobNumber": 3]))
        #expect(counts.contains(["trialJobStatus": "FAILED", "trialJobNumber": 1]))
    }

    @Test func trialsAndMetricsAreReadBackByOurOwnClient() async throws {
        defer { folder.remove() }
        let jobs = try await json("trial-jobs").array?.compactMap(TrialJob.init(json:)) ?? []
        let trials = await experiment.snapshot.trials
        #expect(jobs.map(\.id) == trials.map(\.id) && jobs.map(\.parameters) == trials.map(\.parameters))
        #expect(jobs.map(\.status) == ["SUCCEEDED", "SUCCEEDED", "FAILED", "SUCCEEDED"])
        #expect(jobs[0].final?.metrics(objectiveName: "rmse") == trials[0].metrics)
        #expect(jobs[2].final == nil)
        let failed = try await json("trial-jobs", ["status": "FAILED"]).array
        #expect(failed?.count == 1)
        func metrics(_ path: String, _ query: [String: String] = [:]) async throws -> [MetricRecord] {
            try await json(path, query).array?.compactMap(MetricRecord.init(json:)) ?? []
        }
        #expect(try await metrics("metric-data").count == 12)
        #expect(try await metrics("metric-data", ["type": "FINAL"]).count == 3)
        #expect(try await metrics("metric-data/\(jobs[0].id)").map(\.value.objective).prefix(3) == [1, 2, 3])
        #expect(try await metrics("metric-data-range/1/3").count == 4)
        #expect(try await metrics("metric-data-latest").count == 6)
        let exported = try await json("export-data").array ?? []
        #expect(exported.count == 3 && exported[0].object?["trialJobId"]?.string == jobs[0].id)
        // What is exported is taken as imported.
        #expect(
            exported.compactMap { $0.object.flatMap(PastTrial.init(json:)) }.allSatisfy { $0.outcome.learned != nil })
    }

    @Test func whatThereIsNotIsRefusedInWords() async throws {
        defer { folder.remove() }
        for (path, query, status) in [
            ("no-such", [:], 404), ("trial-jobs/nobody", [:], 404), ("trial-jobs", ["status": "ODD"], 400),
            ("metric-data", ["type": "ODD"], 400), ("metric-data-range/a/b", [:], 400),
            ("trial-file/served-0/passwd", [:], 404), ("trial-file/nobody/stdout", [:], 404), ("", [:], 404),
        ] as [(String, [String: String], Int)] {
            guard case .failure(status, let message) = await get(path, query) else {
                Issue.record("\(path) is answered")
                continue
            }
            #expect(!message.isEmpty)
        }
        let bad: [(String, String, [String: String], String)] = [
            ("PUT", "experiment", ["update_type": "ODD"], "{}"), ("PUT", "experiment", [:], "{}"),
            ("PUT", "experiment", ["update_type": "MAX_TRIAL_NUM"], "{\"params\": {\"maxTrialNumber\": -1}}"),
            ("PUT", "experiment", ["update_type": "MAX_TRIAL_NUM"], "no json"), ("POST", "trial-jobs", [:], "[]"),
            ("POST", "trial-jobs", [:], "{\"y\": 1}"), ("POST", "experiment/import-data", [:], "[]"),
        ]
        for (method, path, query, body) in bad {
            let answer = await routes.answer(
                RestRequest(method: method, path: parts(path), query: query, body: Array(body.utf8)))
            guard case .failure(400, _) = answer else {
                Issue.record("\(method) \(path) \(body): \(answer)")
                continue
            }
        }
    }

    @Test func aRunningExperimentIsChanged() async throws {
        defer { folder.remove() }
        let (live, routes) = try await Self.made(folder, trials: 4, delay: .seconds(600))
        func send(_ method: String, _ path: String, _ query: [String: String] = [:], _ body: String = "") async
            -> RestAnswer
        {
            await routes.answer(RestRequest(method: method, path: parts(path), query: query, body: Array(body.utf8)))
        }
        while await live.snapshot.trials.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
        #expect(
            await send(
                "PUT", "experiment", ["update_type": "MAX_TRIAL_NUM"], "{\"params\": {\"maxTrialNumber\": 6}}")
                == .text(""))
        #expect(await send("POST", "trial-jobs", [:], "{\"x\": 0.5}") == .json(["sequenceId": 2]))
        #expect(
            await send(
                "POST", "experiment/import-data", [:], "[{\"parameter\": {\"x\": 0.1}, \"value\": \"0.01\"}]")
                == .text(""))
        let imported = await send("GET", "experiment/imported-data")
        #expect(imported == .json([["parameter": ["x": 0.1], "value": 0.01]]))
        #expect(await send("DELETE", "trial-jobs/served-0") == .text(""))
        while await live.snapshot.trials.first?.status != .userCanceled { try await Task.sleep(for: .milliseconds(2)) }
        while await live.snapshot.trials.count < 3 { try await Task.sleep(for: .milliseconds(2)) }
        let third = await live.snapshot.trials[2]
        #expect(third.isCustomized && third.parameters == ["x": 0.5])
        #expect(await live.summary.record.configuration.maxTrials == 6)
        #expect(await send("DELETE", "experiment") == .text(""))
        await live.wait()
        #expect(await live.status == .stopped)
    }
}
