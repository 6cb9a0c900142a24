package import Experiments
import Foundation
import NNIProtocol
import Platform
import Tuning
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
        await flush()
    }

    package func close() async {
        await unfollow()
        if tie == .owns {
            await endManager()
            finish(.stopped, open: .userCanceled)
        }
        await flush()
    }

    /// Ends the manager and all that it runs on this machine: it is asked, and after a while its processes are ended.
    func endManager() async {
        let local = managerProcess
        func isUp() async -> Bool {
            if let local { return ProcessIdentity.isAlive(local) }
            guard (try? await client.limited(to: .seconds(2)).status()) == nil else { return true }
            return false
        }
        if local.map(ProcessIdentity.isAlive) ?? true, (try? await client.limited(to: .seconds(5)).requestStop()) != nil
        {
            // NNI waits without end for a worker that is cut off.
            let end = Date().addingTimeInterval(lost.isEmpty ? patience.stop : min(10, patience.stop))
            while Date() < end, await isUp() { try? await Task.sleep(for: .milliseconds(200)) }
        }
        if let local { await ProcessTable.end(experiment: configuration.id, manager: local) }
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
        let texts = ["nnictl_stderr.log", "dispatcher.log", "nnimanager.log"].compactMap { name in
            log.text(name).map { "== \(log.folder)/\(name)\n\($0)" }
        }
        return texts.joined(separator: "\n")
    }
}
