import Experiments
import Foundation
import NNIProtocol
import Platform
import Tuning
import Values

extension NNIExperiment {
    /// So many failures without a success end the experiment, as with the embedded engine.
    private static let hopeless = 10

    /// Looks again and again until the search has ended, the manager is gone, or nobody wants to know any more.
    func run() async {
        var lastAnswer = Date()
        var watch = WorkerWatch(workers, patience: patience.worker)
        while !Task.isCancelled, !record.status.hasEnded, record.status != .stopping {
            let began = Date()
            do {
                try await observe()
                lastAnswer = Date()
                if await hasEnded() { return }
            } catch is CancellationError {
                return
            } catch {
                if await hasLostManager(since: lastAnswer, error) { return }
            }
            if await hasLost(await watch.look()) { return }
            // A manager with very much to tell is not asked all the time.
            let pause = max(patience.interval, min(5, Date().timeIntervalSince(began)))
            try? await Task.sleep(for: .seconds(pause))
        }
    }

    /// Whether a search whose limit was raised has not all of its trials yet: its manager goes on calling itself done, and
    /// one that was started anew for it needs some seconds for its tuner.
    private var isAwaitingMore: Bool {
        guard let reopened else { return false }
        if Date().timeIntervalSince(reopened) < 3 { return true }
        let most = record.configuration.maxTrials ?? 0
        return standing.trials < most && Date().timeIntervalSince(max(reopened, lastProgress)) < 30
    }

    /// Whether the search is over; its results are then complete.
    func hasEnded() async -> Bool {
        guard let seen = try? await client.status() else { return false }
        let isOpen = standing.ended < standing.trials
        if seen.word == .done, isAwaitingMore { return false }
        switch seen.word {
        case .done where !isOpen, .tunerNoMoreTrial where !isOpen && !trials.isEmpty:
            await awaitMetrics()
            guard record.status != .stopping, !record.status.hasEnded else { return true }
            if standing.best == nil, let failed = trials.first(where: { $0.status == .failed }) {
                finish(.error, error: failed.error)
            } else {
                finish(.done)
            }
        case .error:
            let told = seen.errors.isEmpty ? nil : seen.errors.joined(separator: "; ")
            let failure = managerLog?.tunerFailure.map { "NNI's tuner failed: \($0)" }
            let reason = failure ?? told ?? managerLog?.reason(workers: workers)
            finish(.error, error: reason ?? "NNI gives no reason; 'experiment log' shows its log")
        case .stopping, .stopped, .viewed:
            // A manager that fails calls itself stopped.
            if let reason = managerLog?.reason(workers: workers) {
                finish(.error, error: reason)
            } else {
                finish(.stopped, error: tie == .owns ? "it was stopped from elsewhere" : nil)
            }
        default:
            guard tie == .owns, standing[.failed] >= Self.hopeless, standing[.succeeded] == 0 else {
                return false
            }
            let reason = trials.first { $0.status == .failed }?.error
            await endManager()
            finish(.error, error: reason)
        }
        return true
    }

    /// NNI may call a trial successful a moment before it has stored the result.
    private func awaitMetrics() async {
        for _ in 0..<10 {
            guard trials.contains(where: { $0.status == .succeeded && $0.metrics.isEmpty }) else { return }
            try? await Task.sleep(for: .milliseconds(300))
            try? await observe()
        }
    }

    /// Whether the manager is gone for good.
    private func hasLostManager(since lastAnswer: Date, _ error: any Error) async -> Bool {
        let isDead = managerProcess.map { !ProcessIdentity.isAlive($0) } ?? false
        guard isDead || Date().timeIntervalSince(lastAnswer) > patience.manager else { return false }
        guard record.status != .stopping, !record.status.hasEnded else { return true }
        if isDead, managerLog?.wasStopped == true {
            finish(.stopped, error: "its manager was stopped from elsewhere", open: .userCanceled)
            return true
        }
        let ended = standing.ended
        let open = standing.trials - ended
        let logged = isDead ? await loggedReason() : nil
        var reason = isDead ? "the NNI manager at \(client.address) has died" : "\(error)"
        reason +=
            " while \(open == 1 ? "1 trial" : "\(open) trials") ran; \(ended) ended before and \(ended == 1 ? "is" : "are") kept"
        if let logged { reason = "\(logged); \(reason)" }
        if isDead, let log = managerLog { reason += "; its log is in \(log.folder)" }
        if managerProcess != nil { await ProcessTable.end(experiment: configuration.id, manager: managerProcess) }
        finish(.error, error: reason)
        return true
    }

    /// Says which workers are lost. What runs on the others goes on; once nothing does, the experiment ends with what is
    /// known, for NNI waits without end for trials of a worker that is cut off.
    private func hasLost(_ workers: [Worker]) async -> Bool {
        guard record.status != .stopping, !record.status.hasEnded, !workers.isEmpty else { return false }
        let fresh = workers.filter { !lost.contains($0) }
        if !fresh.isEmpty { noteLost(fresh) }
        if workers.count < self.workers.count {
            if hasTrialElsewhere(than: lost) { return false }
            // The others may be given a trial yet.
            if Date().timeIntervalSince(lastProgress) < patience.recovery { return false }
        }
        setStopping()
        await endManager()
        finish(.error)
        return true
    }

    /// Why a manager that has died says that it did; its last lines may come a moment later.
    private func loggedReason() async -> String? {
        for _ in 0..<10 {
            if let reason = managerLog?.reason(workers: workers) { return reason }
            try? await Task.sleep(for: .milliseconds(200))
        }
        return nil
    }

    /// The manager's log where it is on this machine.
    var managerLog: ManagerLog? {
        managerProcess == nil ? nil : ManagerLog(experiment: configuration.id, folder: logFolder)
    }
}
