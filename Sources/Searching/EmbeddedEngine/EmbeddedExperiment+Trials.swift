import Compute
import Experiments
import Foundation
import Tuning
import Values

struct FinishedTrial: Sendable {
    let sequence: Int
    let result: Result<TrialResult, any Error>
}

/// One trial after another, from its suggestion to its end.
extension EmbeddedExperiment {
    /// The next trial, once there is room for it: one of before that is run again, one that was asked for, or the tuner's.
    func nextTrial() -> (request: TrialRequest, handle: TrialHandle)? {
        guard ledger.status == .running || ledger.status == .tunerNoMoreTrial,
            running.count - paused.count < current.concurrency
        else { return nil }
        if !unfinished.isEmpty { return begin(again: unfinished.removeFirst()) }
        let sequence = ledger.trials.count
        if !queued.isEmpty {
            let point = queued.removeFirst()
            search.take(point, id: sequence)
            makeRoom(for: sequence)
            return begin(sequence, point, isCustomized: true)
        }
        guard canSuggest, current.maxTrials.map({ sequence < $0 }) ?? true else { return nil }
        switch search.suggest(id: sequence) {
        case .waiting: return nil
        case .exhausted:
            canSuggest = false
            apply(.status(.tunerNoMoreTrial))
            return nil
        case .parameters(let parameters):
            apply(.suggested(byModel: search.modelled))
            return begin(sequence, parameters, isCustomized: false)
        }
    }

    /// Lets a trial that was asked for be one more than there were to be.
    private func makeRoom(for sequence: Int) {
        guard let most = current.maxTrials, most <= sequence else { return }
        reconfigure { $0.maxTrials = sequence + 1 }
    }

    private func begin(
        _ sequence: Int, _ parameters: JSONObject, isCustomized: Bool
    ) -> (request: TrialRequest, handle: TrialHandle) {
        var trial = TrialRecord(
            id: "\(configuration.id)-\(sequence)", sequence: sequence, status: .running, parameters: parameters)
        trial.isCustomized = isCustomized
        return begin(trial)
    }

    private func begin(again old: TrialRecord) -> (request: TrialRequest, handle: TrialHandle) {
        var trial = TrialRecord(id: old.id, sequence: old.sequence, status: .running, parameters: old.parameters)
        trial.isCustomized = old.isCustomized
        apply(.curve([], trial: old.sequence))
        return begin(trial)
    }

    private func begin(_ trial: TrialRecord) -> (request: TrialRequest, handle: TrialHandle) {
        var trial = trial
        trial.startTime = Date()
        apply(.trial(trial))
        let handle = handle(of: trial)
        running[trial.sequence] = OpenTrial(handle: handle)
        let request = TrialRequest(
            sequence: trial.sequence, parameters: configuration.fixed.merging(trial.parameters), id: trial.id,
            isCustomized: trial.isCustomized,
            origins: Checkpoints.origins(of: trial, among: ledger.trials).map {
                configuration.fixed.merging($0.parameters)
            })
        return (request, handle)
    }

    private func handle(of trial: TrialRecord) -> TrialHandle {
        let sequence = trial.sequence
        let desk = search.judge(of: sequence)
        return TrialHandle(
            id: trial.id, sequence: sequence,
            assess: { step, values in desk?.assess(id: sequence, step: step, values: values) ?? .goOn },
            onReport: { [writer] step, values in
                writer.add([.intermediate(values, step: step - 1, trial: sequence)])
            },
            onPause: { [weak self] in Task { await self?.notePause(sequence) } },
            valuesOfEnded: { last in desk?.valuesOfEnded(id: sequence, last: last) ?? last })
    }

    private func notePause(_ sequence: Int) {
        guard running[sequence]?.handle.isPaused == true else { return }
        paused.append(sequence)
        if parts.runner.computes { parts.cores.give() }
        resumePaused()
        poke()
    }

    /// Paused trials go on once nothing else is running.
    private func resumePaused() {
        while !paused.isEmpty, running.count == paused.count { takeUp(paused[0])?.handle.resume() }
    }

    /// A trial is paused no more: it holds a core as it did.
    private func takeUp(_ sequence: Int) -> OpenTrial? {
        guard let index = paused.firstIndex(of: sequence) else { return nil }
        paused.remove(at: index)
        if parts.runner.computes { parts.cores.takeAtOnce() }
        return running[sequence]
    }

    nonisolated func perform(_ request: TrialRequest, _ trial: TrialHandle) async -> FinishedTrial {
        let (runner, cores) = (parts.runner, parts.cores)
        if runner.computes {
            do { try await cores.take(stop: trial.stop) } catch {
                return FinishedTrial(sequence: request.sequence, result: .failure(error))
            }
        }
        defer { if runner.computes { cores.give() } }
        let limit = configuration.maxTrialDuration.map { seconds in
            Task { [weak self] in
                try await Task.sleep(for: .seconds(seconds))
                await self?.cancelTrial(
                    request.sequence, as: .earlyStopped, "it took longer than the \(seconds) s that a trial may take")
            }
        }
        defer { limit?.cancel() }
        do {
            return FinishedTrial(sequence: request.sequence, result: .success(try await runner.run(request, trial)))
        } catch {
            return FinishedTrial(sequence: request.sequence, result: .failure(error))
        }
    }

    func end(_ finished: FinishedTrial) {
        let sequence = finished.sequence
        defer {
            resumePaused()
            poke()
        }
        _ = takeUp(sequence)
        guard let open = running.removeValue(forKey: sequence), var trial = ledger.trial(sequence) else { return }
        trial.endTime = Date()
        switch finished.result {
        case .success(let result) where open.handle.earlyStop == nil || open.canceledAs != nil:
            trial.status = .succeeded
            trial.metrics = result.metrics
        case .failure(let error) where open.handle.earlyStop == nil && open.canceledAs == nil:
            trial.status = .failed
            trial.error = "\(error)"
        default:
            trial.status = open.canceledAs ?? .earlyStopped
            trial.error = open.reason ?? open.handle.earlyStop
        }
        keep(open.handle)
        let reports = ledger.trial(sequence)?.reports ?? []
        if trial.status == .earlyStopped, let last = reports.last {
            let values = open.handle.valuesOfEnded(last)
            trial.metrics = JSONObject(zip(configuration.goals.objectives, values).map { ($0.metric, .number($1)) })
        }
        apply(.trial(trial), file: file(of: trial, finished))
        // One that only its experiment's end has ended has none of its own.
        if trial.isSettled || ledger.status == .running {
            search.end(id: sequence, trial.outcome(configuration.goals), reports: reports)
        }
        if ledger.summary.best == nil, ledger.summary[.failed] >= Self.hopeless, ledger.status == .running {
            apply(.status(.noMoreTrial))
            cancelTrials(as: .systemCanceled, "no trial has succeeded")
        }
    }

    /// Keeps the model of a trial that becomes the best.
    private func file(of trial: TrialRecord, _ finished: FinishedTrial) -> StoreWriter.File? {
        guard case .success(let result) = finished.result, ledger.becomesBest(trial) else { return nil }
        model = result.model
        guard let models = parts.models, let save = result.saveModel else { return nil }
        return models.file(of: finished.sequence, save)
    }
}
