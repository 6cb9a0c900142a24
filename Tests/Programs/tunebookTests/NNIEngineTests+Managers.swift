import Foundation
import TestSupport
import Testing
import Values

/// Managers that outlive a session, are interrupted, die or are seen from elsewhere, and what is left of them.
extension NNIEngineTests {
    @Test func aDetachedManagerIsFoundAgainAndStopped() async throws {
        defer { home.remove() }
        let first = try await run(
            Self.data
                + "far = experiment start svd data --space s --max-trials 3 --minimize rmse --fix n_epochs=5 --engine nni --detach"
        )
        #expect(first.status == 0, "\(first.errors)")
        #expect(!leftovers().isEmpty)
        let id = try #require(last("experiment", first)["id"].string)
        let second = try await run("experiment list")
        #expect(rows(last("table", second)).first?["status"] == "RUNNING", "\(second.output)")
        let third = try await run(
            "e = experiment attach \(id)\nexperiment wait e\nexperiment trials e\nb = experiment best e\nb.model\nexperiment stop e"
        )
        #expect(third.status == 0, "\(third.errors)")
        #expect(rows(last("table", third)).count == 3)
        #expect(last("model", third)["algorithm"] == "svd")
        #expect(last("experiment", third)["name"] == "far")
        #expect(leftovers().isEmpty, "\(leftovers())")
    }

    @Test func anInterruptStopsTheManagerAndItsTrials() async throws {
        defer { home.remove() }
        let run = try await run(
            Self.long
                + "experiment start svd data --space s --max-trials 2 --minimize rmse --fix n_epochs=100000 --engine nni --wait",
            interruptAfter: .seconds(20))
        #expect(run.status == 130, "\(run.errors)")
        #expect(leftovers().isEmpty, "\(leftovers())")
    }

    @Test func aManagerThatDiesEndsTheExperimentWithoutOrphans() async throws {
        defer { home.remove() }
        let script =
            Self.long
            + "e = experiment start svd data --space s --max-trials 2 --minimize rmse --fix n_epochs=100000 --engine nni\nexperiment wait e\nexperiment trials e"
        async let running = run(script)
        var manager: Int32?
        for _ in 0..<600 where manager == nil {
            try await Task.sleep(for: .milliseconds(100))
            let trial = processes("tunebook-trial")
            if !trial.isEmpty { manager = processes("main.js").first }
        }
        kill(try #require(manager), SIGKILL)
        let ended = try await running
        #expect(ended.errors.contains("has died while"), "\(ended.errors)")
        #expect(ended.errors.contains("its log is in"))
        #expect(leftovers().isEmpty, "\(leftovers())")
    }

    @Test func anotherSessionLooksOnAndMayStopIt() async throws {
        defer { home.remove() }
        let port = Int.random(in: 18_000..<32_000)
        async let running = run(
            Self.long
                + "e = experiment start svd data --space s --max-trials 2 --minimize rmse --fix n_epochs=100000 --engine nni --port \(port)\nexperiment wait e\nexperiment status e",
            format: "text")
        for _ in 0..<600 where processes("tunebook-trial").isEmpty { try await Task.sleep(for: .milliseconds(100)) }
        try await Task.sleep(for: .seconds(2))
        let other = try await run("a = experiment attach \(port)\nexperiment stop a", format: "text")
        #expect(other.errors.contains("another session runs 'e' and keeps its record"), "\(other.errors)")
        let first = try await running
        #expect(first.output.contains("STOPPED"), "\(first.output) \(first.errors)")
        #expect(first.output.contains("stopped from elsewhere"), "\(first.output)")
        #expect(leftovers().isEmpty, "\(leftovers())")
    }

    @Test func aProgramThatIsKilledLeavesNoManagerBehind() async throws {
        defer { home.remove() }
        async let running = run(
            Self.long
                + "experiment start svd data --space s --max-trials 2 --minimize rmse --fix n_epochs=100000 --engine nni --wait"
        )
        for _ in 0..<600 where processes("tunebook-trial").isEmpty { try await Task.sleep(for: .milliseconds(100)) }
        kill(try #require(processes("--format").first), SIGKILL)
        _ = try await running
        for _ in 0..<300 where !leftovers().isEmpty { try await Task.sleep(for: .milliseconds(100)) }
        #expect(leftovers().isEmpty, "\(leftovers())")
    }

    /// Those of this test's home whose command line has a word.
    private func processes(_ word: String) -> [Int32] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.compactMap { Int32($0) }.filter { process in
            let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") ?? Data()
            let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            return String(decoding: environment, as: UTF8.self).contains("HOME=\(home.path)")
                && String(decoding: line, as: UTF8.self).contains(word)
        }
    }
}
