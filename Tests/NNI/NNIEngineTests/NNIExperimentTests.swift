import Experiments
import Foundation
import LocalHTTP
import NNIEngine
import TestSupport
import Testing
import Tuning
import Values

@Suite struct NNIExperimentTests {
    private func attach(
        _ manager: FakeManager, store: any ExperimentStore = InMemoryStore(), models: TemporaryFolder? = nil,
        patience: Double = 0.3
    ) async throws -> NNIExperiment {
        var waits = NNIExperiment.Patience()
        waits.interval = 0.02
        waits.manager = patience
        waits.stop = 0.5
        return try await Attaching.attach(
            manager.address, name: { $0 ?? "e" }, store: store,
            models: { id in models.map { KeptModels(folder: $0.path, experiment: id) } }, patience: waits
        ).experiment
    }

    @Test func whatTheManagerSaysBecomesTheExperimentsRecords() async throws {
        let manager = try FakeManager()
        manager.change {
            $0.trials = [FakeManager.trial(0, "RUNNING", x: 0.25)]
            $0.reports = ["t0": [3, 2]]
        }
        let store = InMemoryStore()
        let experiment = try await attach(manager, store: store)
        #expect(experiment.configuration.objective == "rmse")
        #expect(experiment.configuration.mode == .minimize)
        #expect(experiment.configuration.maxTrials == 4)
        let open = await experiment.snapshot
        #expect(open.record.status == .running)
        #expect(open.trials.map(\.intermediate) == [[3, 2]])
        manager.change {
            $0.reports = ["t0": [3, 2, 1.5]]
            $0.trials = [
                FakeManager.trial(0, "SUCCEEDED", value: "{\"default\": 1.5, \"mae\": 1}", x: 0.25),
                FakeManager.trial(1, "FAILED"), FakeManager.trial(2, "SUCCEEDED", value: "{\"default\": NaN}"),
                FakeManager.trial(3, "USER_CANCELED"),
            ]
            $0.files = ["t1/stderr": "Traceback\nerror: no data\n"]
            $0.status = "DONE"
        }
        await experiment.wait()
        let stored = try #require(try store.find("far"))
        #expect(stored.record.status == .done)
        #expect(stored.trials.map(\.status) == [.succeeded, .failed, .succeeded, .userCanceled])
        #expect(stored.trials[0].parameters == ["x": 0.25])
        #expect(stored.trials[0].metrics == ["rmse": 1.5, "mae": 1])
        #expect(stored.trials[0].intermediate == [3, 2, 1.5])
        #expect(stored.trials[1].error == "no data")
        #expect(stored.best?.sequence == 0)
    }

    @Test func theBestModelIsKeptWhileItsFolderIsOnThisMachine() async throws {
        let (folder, models) = (try TemporaryFolder(), try TemporaryFolder())
        defer { [folder, models].forEach { $0.remove() } }
        try folder.write("the model", to: "model.model")
        let manager = try FakeManager()
        manager.change {
            $0.trials = [FakeManager.trial(0, "SUCCEEDED", value: "1", logPath: folder.path)]
            $0.status = "DONE"
        }
        let experiment = try await attach(manager, models: models)
        await experiment.wait()
        #expect(FileManager.default.contents(atPath: models.file("fakefake-0.model")) == Data("the model".utf8))
    }

    @Test func anExperimentInErrorKeepsItsResultsAndSaysWhy() async throws {
        let manager = try FakeManager()
        manager.change {
            $0.trials = [FakeManager.trial(0, "SUCCEEDED", value: "1"), FakeManager.trial(1, "RUNNING")]
            $0.status = "ERROR"
            $0.errors = ["tuner: no module named smac"]
        }
        let experiment = try await attach(manager)
        await experiment.wait()
        let now = await experiment.snapshot
        #expect(now.record.status == .error)
        #expect(now.record.error == "tuner: no module named smac")
        #expect(now.trials.map(\.status) == [.succeeded, .systemCanceled])
    }

    @Test func aManagerThatStopsAnsweringEndsTheExperimentWithWhatIsKnown() async throws {
        let manager = try FakeManager()
        manager.change { $0.trials = [FakeManager.trial(0, "SUCCEEDED", value: "1"), FakeManager.trial(1, "RUNNING")] }
        let experiment = try await attach(manager)
        manager.change { $0.override = .bytes("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n[") }
        await experiment.wait()
        let now = await experiment.snapshot
        #expect(now.record.status == .error)
        #expect(now.record.error?.contains("while 1 trial ran; 1 ended before and is kept") == true)
        #expect(now.best?.sequence == 0)
    }

    @Test func aShortSilenceIsForgiven() async throws {
        let manager = try FakeManager()
        let experiment = try await attach(manager, patience: 10)
        manager.change { $0.override = .status(500, body: "busy") }
        try await Task.sleep(for: .milliseconds(100))
        #expect(await experiment.status == .running)
        manager.change {
            $0.override = nil
            $0.trials = [FakeManager.trial(0, "SUCCEEDED", value: "1")]
            $0.status = "DONE"
        }
        await experiment.wait()
        #expect(await experiment.status == .done)
    }

    @Test func stoppingAsksTheManagerAndClosesWhatRan() async throws {
        let manager = try FakeManager()
        manager.change { $0.trials = [FakeManager.trial(0, "RUNNING")] }
        let experiment = try await attach(manager)
        await experiment.stop()
        #expect(manager.log.contains { $0.method == "DELETE" && $0.path.hasSuffix("/experiment") })
        let now = await experiment.snapshot
        #expect(now.record.status == .stopped)
        #expect(now.trials.map(\.status) == [.userCanceled])
    }

    @Test func leavingAnAttachedExperimentDoesNotTouchIt() async throws {
        let manager = try FakeManager()
        let experiment = try await attach(manager)
        #expect(experiment.outlivesSession)
        await experiment.close()
        #expect(!manager.log.contains { $0.method == "DELETE" })
    }

    @Test func anExperimentThatIsAttachedAgainKeepsItsNameAndResults() async throws {
        let manager = try FakeManager()
        manager.change {
            $0.trials = [FakeManager.trial(0, "SUCCEEDED", value: "1")]
            $0.reports = ["t0": [2, 1]]
        }
        let store = InMemoryStore()
        await (try await attach(manager, store: store)).close()
        let again = try await attach(manager, store: store)
        #expect(again.configuration.name == "far")
        #expect(try store.identities().count == 1)
        #expect(try store.find("far")?.trials.map(\.intermediate) == [[2, 1]])
        await again.close()
    }

    @Test func limitsAreChangedWithNNIsWords() async throws {
        let manager = try FakeManager()
        let experiment = try await attach(manager)
        for change: ExperimentChange in [
            .concurrency(3), .maxTrials(9), .maxDuration(7.2), .searchSpace(["y": ["_type": "choice", "_value": [1]]]),
        ] {
            try await experiment.update(change)
        }
        let asked = manager.log.filter { $0.method == "PUT" }
        #expect(
            asked.map { $0.path.split(separator: "=").last.map(String.init) ?? "" } == [
                "TRIAL_CONCURRENCY", "MAX_TRIAL_NUM", "MAX_EXEC_DURATION", "SEARCH_SPACE",
            ])
        #expect(asked[0].body == "{\"params\": {\"trialConcurrency\": 3}}")
        #expect(asked[2].body == "{\"params\": {\"maxExperimentDuration\": 8}}")
        #expect(await experiment.snapshot.record.configuration.maxTrials == 9)
        await experiment.close()
    }

    @Test func anAttachedIdIsLookedForInTheRegistry() async throws {
        let home = try TemporaryFolder()
        defer { home.remove() }
        try FileManager.default.createDirectory(
            atPath: home.file("nni-experiments"), withIntermediateDirectories: true)
        let text =
            #"{"abcd": {"id": "abcd", "port": 8123, "status": "RUNNING"}, "gone": {"id": "gone", "port": 1, "status": "STOPPED"}}"#
        try home.write(text, to: "nni-experiments/.experiment")
        #expect("\(try await Attaching.address("abcd", home: home.path))" == "http://127.0.0.1:8123")
        await #expect(throws: NNIEngineError.unknownExperiment("gone", running: ["abcd"])) {
            try await Attaching.address("gone", home: home.path)
        }
        try home.write(String(text.dropLast(20)), to: "nni-experiments/.experiment")
        let error = await #expect(throws: NNIEngineError.self) { try await Attaching.address("abcd", home: home.path) }
        #expect("\(try #require(error))".contains("give the manager's address"))
    }
}
