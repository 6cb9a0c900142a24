package import Experiments
import Foundation
import NNIProtocol
import Values

extension NNIExperiment {
    package func stop() async {
        let hadEnded = record.status.hasEnded
        if !hadEnded {
            setStopping()
            // What is known up to now, while the manager still tells.
            try? await observe()
        }
        await endManager()
        if !hadEnded { finish(.stopped, open: .userCanceled) }
    }

    package func close() async {
        await unfollow()
        if tie == .owns {
            await endManager()
            finish(.stopped, open: .userCanceled)
        }
    }

    /// Ends the manager and all that it runs on this machine: it is asked, then `nnictl` is, then its processes are ended.
    func endManager() async {
        let local = managerProcess
        if local.map(ProcessTable.isAlive) ?? true, (try? await client.requestStop()) != nil {
            let tries = max(1, Int(patience.stop / 0.25))
            try? await client.checkStopped(wait: .milliseconds(250), maxRetries: tries)
            for _ in 0..<tries where local.map(ProcessTable.isAlive) ?? false {
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
        defer {
            if tie != .attached, let madeFolder { try? FileManager.default.removeItem(atPath: madeFolder + "/code") }
        }
        guard let local else { return }
        if ProcessTable.isAlive(local) { try? await commandLine?.stop(configuration.id) }
        await ProcessTable.end(experiment: configuration.id, manager: local)
    }

    package func update(_ change: ExperimentChange) async throws {
        switch change {
        case .concurrency(let count):
            try await client.update(.concurrency, to: .integer(count))
            reopen { $0.concurrency = count }
        case .maxDuration(let seconds):
            try await client.update(.duration, to: .integer(Int(seconds.rounded(.up))))
            reopen { $0.maxDuration = seconds }
        case .maxTrials(let count):
            try await client.update(.trials, to: .integer(count))
            reopen { $0.maxTrials = count }
        case .searchSpace(let space):
            try await client.update(.searchSpace, to: space)
            reopen { $0.searchSpace = space }
        }
    }

    package func output(of trial: TrialRecord?, _ kind: TrialOutput) async throws -> String {
        guard let trial else { return try managerOutput() }
        if let folder = folder(of: trial) {
            let file = kind == .log ? "trial.log" : "trial.\(kind.rawValue)"
            if let bytes = FileManager.default.contents(atPath: "\(folder)/\(file)") {
                return String(decoding: bytes, as: UTF8.self)
            }
        }
        return try await client.trialFile(kind.rawValue, ofTrial: trial.id)
    }

    /// The manager's own log, where it is on this machine.
    private func managerOutput() throws -> String {
        guard let log = managerLog else { throw ExperimentError.noOutput(name: configuration.name) }
        let texts = ["nnictl_stderr.log", "nnimanager.log", "dispatcher.log"].compactMap { name in
            FileManager.default.contents(atPath: "\(log)/\(name)").map {
                "== \(log)/\(name)\n" + String(decoding: $0, as: UTF8.self)
            }
        }
        return texts.joined(separator: "\n")
    }
}
