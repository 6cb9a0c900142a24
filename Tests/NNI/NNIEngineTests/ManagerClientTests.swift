import Foundation
import LocalHTTP
import NNIEngine
import TestSupport
import Testing
import Tuning
import Values

@Suite struct ManagerAddressTests {
    @Test(arguments: [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("18190", "http://127.0.0.1:18190"),
        ("far.example:81", "http://far.example:81"), ("http://h/", "http://h:80"), ("https://h", "https://h:443"),
        ("http://h:1/pre/fix/", "http://h:1/pre/fix"), ("http://h:1/api/v1/nni/check-status", "http://h:1"),
        ("http://h:1/oview", "http://h:1"), ("http://[::1]:9", "http://[::1]:9"),
    ])
    func anAddressIsReadAsPeopleWriteIt(text: String, expected: String) throws {
        #expect("\(try ManagerAddress(parsing: text))" == expected)
    }

    @Test(arguments: ["", "ftp://h", "http://", "70000", "a b"])
    func whatIsNoAddressIsSaid(text: String) {
        #expect(throws: NNIEngineError.badAddress(text)) { try ManagerAddress(parsing: text) }
    }
}

@Suite struct ManagerClientTests {
    private func failure(_ answer: LocalServer.Answer) async throws -> NNIEngineError {
        let server = try LocalServer { _, _ in answer }
        let client = ManagerClient(ManagerAddress(port: Int(server.port)), limit: .milliseconds(500))
        return try #require(await #expect(throws: NNIEngineError.self) { try await client.status() })
    }

    @Test func whatIsNoManagerIsSaid() async throws {
        #expect(
            "\(try await failure(.text("<html>hello</html>")))".contains("answered with what is no JSON ('<html>hello"))
        #expect("\(try await failure(.text("{\"state\": 1}")))".contains("answered without a status"))
        #expect("\(try await failure(.text("{\"status\": \"RUNN")))".contains("no JSON"))
        let refused = "\(try await failure(.status(500, body: "{\"error\": \"store is broken\"}")))"
        #expect(refused.contains("status 500: store is broken"))
    }

    @Test func anAnswerThatIsCutOrNeverComesEndsInAnError() async throws {
        let cut = try await failure(.bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\""))
        #expect("\(cut)".contains("cut off"), "\(cut)")
        let silent = try await failure(.silence)
        #expect("\(silent)".contains("did not answer within"), "\(silent)")
        let client = ManagerClient(ManagerAddress(port: 9))
        let absent = try #require(await #expect(throws: NNIEngineError.self) { try await client.status() })
        #expect("\(absent)".contains("http://127.0.0.1:9: the connection was refused"))
    }

    @Test func waitingEndsWhenItsTaskIsCancelled() async throws {
        let server = try LocalServer { _, _ in .silence }
        let task = Task { try await ManagerClient(ManagerAddress(port: Int(server.port))).status() }
        try await Task.sleep(for: .milliseconds(50))
        let began = ContinuousClock.now
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(ContinuousClock.now - began < .seconds(15))
    }

    // MARK: - The utilities

    @Test func theSearchIsAwaitedUntilItIsDone() async throws {
        let manager = try FakeManager()
        let client = ManagerClient(manager.address)
        let waiting = Task { try await client.checkExperimentStatus(wait: .milliseconds(10), maxRetries: 1000) }
        try await Task.sleep(for: .milliseconds(60))
        manager.change { $0.status = "TUNER_NO_MORE_TRIAL" }
        try await waiting.value
        await #expect(throws: NNIEngineError.timedOut(what: "the NNI experiment", seconds: 0.02)) {
            manager.change { $0.status = "NO_MORE_TRIAL" }
            try await client.checkExperimentStatus(wait: .milliseconds(10), maxRetries: 2)
        }
    }

    @Test func anErrorStatusWithoutErrorsIsStillAnError() async throws {
        let manager = try FakeManager()
        manager.change { $0.status = "ERROR" }
        await #expect(throws: NNIEngineError.failed(status: "ERROR", errors: [])) {
            try await ManagerClient(manager.address).checkExperimentStatus()
        }
        manager.change { $0.errors = ["the tuner died"] }
        let error = await #expect(throws: NNIEngineError.self) {
            try await ManagerClient(manager.address).checkExperimentStatus()
        }
        #expect("\(try #require(error))".hasSuffix("ended in ERROR: the tuner died"))
    }

    @Test func stoppingIsAwaited() async throws {
        let manager = try FakeManager()
        let address = "\(manager.address)"
        await #expect(throws: NNIEngineError.stillRunning(address: address)) {
            try await ManagerClient(manager.address).checkStopped(wait: .milliseconds(5), maxRetries: 3)
        }
        try await ManagerClient(ManagerAddress(port: 9)).checkStopped(wait: .milliseconds(5), maxRetries: 3)
    }

    @Test func metricsAreAwaitedButNotThoseOfFailedTrials() async throws {
        let manager = try FakeManager()
        manager.change { $0.trials = [FakeManager.trial(0, "FAILED"), FakeManager.trial(1, "SUCCEEDED")] }
        let client = ManagerClient(manager.address)
        await #expect(throws: NNIEngineError.self) {
            try await client.checkMetricsWritten(wait: .milliseconds(5), maxRetries: 3)
        }
        manager.change { $0.trials[1] = FakeManager.trial(1, "SUCCEEDED", value: "1.5") }
        try await client.checkMetricsWritten(wait: .milliseconds(5), maxRetries: 3)
    }

    @Test func theBestTrialIsFoundAmongThoseWithANumber() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let manager = try FakeManager()
        manager.change {
            $0.trials = [
                FakeManager.trial(0, "SUCCEEDED", value: "{\"default\": 3, \"mae\": 1}", x: 0.25, logPath: folder.path),
                FakeManager.trial(1, "SUCCEEDED", value: "{\"default\": NaN}"),
                FakeManager.trial(2, "SUCCEEDED", value: "\"good\""), FakeManager.trial(3, "RUNNING"),
                FakeManager.trial(4, "SUCCEEDED", value: "2", x: 0.75, logPath: "10.0.0.2:/far/t4"),
            ]
        }
        let client = ManagerClient(manager.address)
        let least = try await client.trials(optimizeMode: .minimize)
        #expect(least.bestParameters == ["x": 0.75])
        #expect(least.bestMetrics == ["default": 2])
        #expect(least.bestFolder == "/far/t4")
        #expect(least.trials.count == 4)
        try folder.write("{\"rmse\": 3, \"mae\": 1}", to: "metrics.json")
        let most = try await client.trials(optimizeMode: .maximize)
        #expect(most.bestMetrics == ["rmse": 3, "mae": 1])
        manager.change { $0.trials = [] }
        await #expect(throws: NNIEngineError.self) { try await client.trials(optimizeMode: .maximize) }
    }
}
