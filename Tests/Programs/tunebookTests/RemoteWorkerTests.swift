import Foundation
import TestSupport
import Testing
import Values

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// NNI's remote service on real SSH servers.
@Suite(
    .serialized, .enabled(if: RealNNI.isThere, Comment(rawValue: RealNNI.note)),
    .enabled(if: SSHServer.isThere, Comment(rawValue: SSHServer.note)), .timeLimit(.minutes(10)))
struct RemoteWorkerTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    private func run(_ script: String) async throws -> Program.Result {
        try await Program.run(["--keep-going", "-c", script], home: home.path, ["TUNEBOOK_NNI": RealNNI.folder])
    }

    private func start(_ options: String, workers: [SSHServer], key: String) -> String {
        let names = workers.map { "\($0.user)@\($0.host):\($0.port)" }.joined(separator: " ")
        return
            "e = experiment start svd data --space s --minimize rmse \(options) --engine nni --workers \(names) --ssh-key '\(key)' --worker-python '\(RealNNI.folder)/bin' --wait\n"
    }

    /// NNI's folders on the workers are in this user's real home.
    private func removeWorkerFolders(_ output: String) {
        for match in output.matches(of: #/\(([a-z0-9]{8})\): [A-Z]/#) {
            let path = FileManager.default.homeDirectoryForCurrentUser.path + "/nni-experiments/\(match.1)"
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    @Test func trialsRunOnAWorkerAndTheBestModelIsTrainedAgainHere() async throws {
        let server = try SSHServer()
        defer {
            server.stop()
            home.remove()
        }
        let run = try await run(
            NNIEngineTests.data
                + start(
                    "--max-trials 3 --concurrency 2 --metrics mae --fix n_epochs=5", workers: [server], key: server.key)
                + "experiment status e\nexperiment trials e\nb = experiment best e\nx = evaluate b.model data.validation --metrics rmse\nassert x.rmse == b.rmse\nexperiment log e 0\n"
        )
        removeWorkerFolders(run.output)
        #expect(run.status == 0, "\(run.output)\n\(run.errors)")
        #expect(run.output.contains("DONE, 3 of 3 trials"))
        #expect(run.output.count { $0 == "{" } >= 1, "the trial's standard output")
    }

    @Test func aWorkerThatRefusesTheKeyIsNamed() async throws {
        let server = try SSHServer()
        defer {
            server.stop()
            home.remove()
        }
        let script =
            NNIEngineTests.data + start("--max-trials 1", workers: [server], key: server.otherKey)
            + "experiment status e\n"
        var run = try await run(script)
        // NNI's manager dies of it, now and then before it has written why: nobody can name the reason then.
        for _ in 0..<5 where run.errors.contains("has died") && !run.errors.contains("refuses") {
            removeWorkerFolders(run.output)
            run = try await self.run(script)
        }
        removeWorkerFolders(run.output)
        #expect(run.errors.contains("\(server.user)@127.0.0.1:\(server.port) refuses the key"), "\(run.errors)")
        #expect(run.output.contains("ERROR"))
    }

    @Test func aWorkerThatIsNotThereIsSaidBeforeAnythingStarts() async throws {
        defer { home.remove() }
        try home.write("-----BEGIN RSA PRIVATE KEY-----\n", to: "key")
        let run = try await run(
            NNIEngineTests.data
                + "experiment start svd data --space s --minimize rmse --engine nni --workers me@127.0.0.1:9 --ssh-key key"
        )
        #expect(run.status == 1)
        #expect(run.errors.contains("no SSH server answers at me@127.0.0.1:9"), "\(run.errors)")
    }

    @Test(.enabled(if: OtherMachine.isPossible, Comment(rawValue: OtherMachine.note)), .timeLimit(.minutes(5)))
    func aWorkerThatIsCutOffIsNamedAndTheExperimentEndsWithWhatIsKnown() async throws {
        let machines = [try OtherMachine(1), try OtherMachine(2)]
        let servers = try machines.map { try SSHServer(host: $0.address, inNamespace: $0.name) }
        defer {
            servers.forEach { $0.stop() }
            machines.forEach { $0.remove() }
            home.remove()
        }
        // Every server takes the first one's key.
        for server in servers.dropFirst() { try server.trust(servers[0]) }
        // One trial ends at once, the other one goes on for ever.
        let data = NNIEngineTests.data.replacing("n_factors choice 4 8", with: "n_epochs choice 3 1000000").replacing(
            "  lr_all choice 0.005 0.02\n", with: "")
        let script =
            data
            + start(
                "--tuner GridSearch --max-trials 2 --concurrency 2 --fix n_factors=4000", workers: servers,
                key: servers[0].key) + "experiment status e\nexperiment trials e\nb = experiment best e\nb\n"
        async let running = run(script)
        let cut = try await machineWithLongTrial(machines)
        try machines[cut].cutCable()
        let ended = try await running
        removeWorkerFolders(ended.output)
        let name = "\(servers[cut].user)@\(servers[cut].host):22"
        #expect(ended.errors.contains("worker \(name) was lost"), "\(ended.errors)")
        #expect(ended.output.contains("SUCCEEDED"), "\(ended.output)")
        #expect(ended.output.contains("SYS_CANCELED"), "\(ended.output)")
    }

    /// Waits until one trial has ended and the other one goes on, and tells where that is.
    private func machineWithLongTrial(_ machines: [OtherMachine]) async throws -> Int {
        var seen: Set<Int32> = []
        for _ in 0..<1200 {
            try await Task.sleep(for: .milliseconds(100))
            var running: [Int32: Int] = [:]
            for (index, machine) in machines.enumerated() {
                for process in try machine.processes() {
                    let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
                    guard String(decoding: line, as: UTF8.self).contains("tunebook-trial\0svd") else { continue }
                    running[process] = index
                }
            }
            seen.formUnion(running.keys)
            if seen.count > 1, running.count == 1, let index = running.first?.value {
                // NNI needs a moment to store the result of the trial that has ended.
                try await Task.sleep(for: .seconds(5))
                return index
            }
        }
        throw CocoaError(.userCancelled)
    }
}
