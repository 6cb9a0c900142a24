import ChildPrograms
import Experiments
import Foundation
import NNIProtocol
import Tuning
import Values

/// What one look at a manager shows, as the experiment's own records.
struct Observation: Sendable {
    var status: ManagerStatus
    var trials: [TrialRecord]
    /// Trials with more reports than the manager can tell in time.
    var heavy: Set<String> = []
    /// A trial's folder on this machine, and the machine that it ran on.
    var places: [Int: (folder: String?, environment: String?)] = [:]

    /// Each trial's number. A manager that was resumed counts from its first ones again, so a number that another trial has
    /// gives way to the next free one.
    private static func numbers(of jobs: [TrialJob], _ earlier: [TrialRecord]) -> [Int] {
        let known = Dictionary(earlier.map { ($0.id, $0.sequence) }, uniquingKeysWith: { $1 })
        var used = Set(earlier.map(\.sequence))
        return jobs.enumerated().map { position, job in
            if let number = known[job.id] { return number }
            var number = job.sequence ?? position
            if used.contains(number) { number = (used.max() ?? -1) + 1 }
            used.insert(number)
            return number
        }
    }

    /// - Parameters:
    ///   - earlier: the records so far; of trials that had ended nothing is asked again.
    ///   - objective: the name of what NNI calls `default`.
    ///   - heavy: trials whose reports the manager could not tell in time.
    static func look(
        _ client: ManagerClient, earlier: [TrialRecord], objective: String, heavy: Set<String>
    ) async throws -> Observation {
        var observation = Observation(status: try await client.status(), trials: [])
        observation.heavy = heavy
        // What concerns one trial alone must not keep the rest waiting.
        let quick = client.limited(to: .seconds(5))
        let known = Dictionary(earlier.map { ($0.sequence, $0) }, uniquingKeysWith: { $1 })
        let jobs = try await client.trialJobs()
        for (job, sequence) in zip(jobs, numbers(of: jobs, earlier)) {
            observation.places[sequence] = (job.localFolder, job.environment)
            if let old = known[sequence], old.status.hasEnded, old.id == job.id,
                old.status.rawValue == job.status, job.final == nil || !old.metrics.isEmpty
            {
                observation.trials.append(old)
                continue
            }
            let status = TrialStatus(rawValue: job.status) ?? .unknown
            var reports: [MetricRecord]?
            if status != .waiting, (status != .running && status != .unknown) || !heavy.contains(job.id) {
                do {
                    reports = try await quick.metrics(ofTrial: job.id, .periodical)
                } catch let error as NNIEngineError {
                    if case .silent = error { observation.heavy.insert(job.id) }
                }
                // Of a trial that has ended nothing is asked again, so this time it may take as long as it takes.
                if reports == nil, status.hasEnded { reports = try? await client.metrics(ofTrial: job.id, .periodical) }
            }
            let parameterID = job.reportedParameterID ?? reports?.last?.parameterID
            var trial = TrialRecord(
                id: job.id, sequence: sequence, status: status,
                parameters: job.with(parametersOf: parameterID, among: jobs).parameters)
            trial.startTime = job.startTime
            trial.endTime = job.endTime
            trial.metrics = job.final?.metrics(objectiveName: objective) ?? [:]
            trial.error = known[sequence]?.error
            trial.intermediate =
                reports?.compactMap(\.value.objective) ?? known[sequence]?.intermediate ?? []
            if trial.status == .failed, trial.error == nil { trial.error = await reason(quick, job) }
            observation.trials.append(trial)
        }
        return observation
    }

    /// Why a trial failed: the last line that it wrote to its standard error.
    private static func reason(_ client: ManagerClient, _ job: TrialJob) async -> String {
        var text = try? await client.trialFile("stderr", ofTrial: job.id)
        if text ?? "" == "" { text = try? await client.trialFile("trial.log", ofTrial: job.id) }
        let lines = (text ?? "").split(whereSeparator: \.isNewline).map { ProgramRun.Result.plain(String($0)) }
            .filter { $0.contains { !$0.isWhitespace } }
        guard let last = lines.last(where: { $0.lowercased().contains("error") }) ?? lines.last else {
            return "it failed and wrote nothing; is its command right?"
        }
        let message = last.hasPrefix("error: ") ? String(last.dropFirst(7)) : last
        return String(message.prefix(500))
    }
}

extension ManagerStatus {
    /// The same state in the experiment's words; an experiment that is only viewed has ended before.
    var experimentStatus: ExperimentStatus {
        word == .viewed ? .stopped : word
    }
}
