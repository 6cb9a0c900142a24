import Foundation
import NNIProtocol
import Tuning
package import Values

/// recommenders' NNI utilities, with waits and limits as parameters.
///
/// Upstream fails itself where an error status comes without errors, where a trial has no result, and where NNI 3.0
/// writes no `parameter.cfg`; here results come from the manager.
extension ManagerClient {
    /// Waits until the search is done: `DONE`, or `TUNER_NO_MORE_TRIAL`.
    ///
    /// - Throws: `NNIEngineError.failed` with the manager's errors for `ERROR`, `STOPPING`, `STOPPED` and `VIEWED`,
    ///   `.timedOut` after `maxRetries` looks.
    package func checkExperimentStatus(wait: Duration = .seconds(20), maxRetries: Int = 10) async throws {
        for _ in 0..<maxRetries {
            let status = try await status()
            switch status.word {
            case .done, .tunerNoMoreTrial: return
            case .running, .noMoreTrial, .initialized: break
            default: throw NNIEngineError.failed(status: status.word.rawValue, errors: status.errors)
            }
            try await Task.sleep(for: wait)
        }
        throw NNIEngineError.timedOut(what: "the NNI experiment", seconds: wait / .seconds(1) * Double(maxRetries))
    }

    /// Waits until the address does not answer any more.
    ///
    /// - Throws: `NNIEngineError.stillRunning`.
    package func checkStopped(wait: Duration = .seconds(20), maxRetries: Int = 10) async throws {
        for _ in 0..<maxRetries {
            do {
                _ = try await status()
            } catch is CancellationError {
                throw CancellationError()
            } catch NNIEngineError.unreachable {
                return
            } catch {}
            try await Task.sleep(for: wait)
        }
        throw NNIEngineError.stillRunning(address: "\(address)")
    }

    /// Waits until every trial has its final result; trials that failed or were cancelled never will.
    ///
    /// - Throws: `NNIEngineError.timedOut`.
    package func checkMetricsWritten(wait: Duration = .seconds(20), maxRetries: Int = 10) async throws {
        for _ in 0..<maxRetries {
            let open = try await trialJobs().filter { job in
                let hasNone = ["FAILED", "USER_CANCELED", "SYS_CANCELED", "EARLY_STOPPED"].contains(job.status)
                return job.final == nil && !hasNone
            }
            if open.isEmpty { return }
            try await Task.sleep(for: wait)
        }
        throw NNIEngineError.timedOut(
            what: "writing the metrics of all trials", seconds: wait / .seconds(1) * Double(maxRetries))
    }

    /// The trials that have a result, and the best of them.
    ///
    /// - Throws: `NNIEngineError.noResults`.
    package func trials(optimizeMode: Direction) async throws -> TrialsReport {
        let jobs = try await trialJobs().filter { $0.final != nil }
        let judged = jobs.compactMap { job in
            job.final?.objective.flatMap { $0.isFinite ? (job: job, value: $0) : nil }
        }
        let best = judged.min { optimizeMode.isBetter($0.value, than: $1.value) }
        guard let best = best?.job else { throw NNIEngineError.noResults(address: "\(address)") }
        // The trial's own file knows the name of the metric that NNI calls `default`.
        let written = best.localFolder.flatMap { FileManager.default.contents(atPath: $0 + "/metrics.json") }
            .flatMap { try? JSONValue(parsingUTF8: Array($0), allowsNonFinite: true).object }
        return TrialsReport(
            trials: jobs.map { ($0.final?.metrics(objectiveName: "default") ?? [:], $0.folder) },
            bestMetrics: written ?? best.final?.metrics(objectiveName: "default") ?? [:],
            bestParameters: best.parameters, bestFolder: best.folder)
    }
}

/// What `trials(optimizeMode:)` tells.
package struct TrialsReport: Sendable {
    /// The metrics of each trial, the optimised one as `default`, and its folder on the machine that ran it.
    package let trials: [(metrics: JSONObject, folder: String?)]
    package let bestMetrics: JSONObject
    package let bestParameters: JSONObject
    package let bestFolder: String?
}
