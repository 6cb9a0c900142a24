import Compute
package import Experiments
import Foundation
import Metrics
package import Ratings
package import Recommenders
package import Tuning
import Values

/// Trains and judges a trial in this process, on a thread of its own, over ratings that all trials share.
///
/// An objective of ratings (`rmse`) is reported every epoch. A ranking objective is measured once, at the end, unless
/// `ranksEveryEpoch` is set: ranking every epoch takes several times as long as the training itself. Where a trial is
/// trained several times, on folds or with other seeds, each report is the mean over those so far, and so are its metrics.
package struct RecommenderTrialRunner: TrialRunner {
    /// What takes time of a trial, as a metric.
    package static let seconds = "seconds"

    private let learners: LearnerChoice
    private let data: TrialData
    /// The objective is its first metric, unless that is what the training takes.
    private let judging: Judging
    private let ranksEveryEpoch: Bool
    private let goals: Goals
    private let shelf: TrainerShelf?
    private let best: BestMeasured

    /// - Parameters:
    ///   - goals: the objectives; unless they are given, the first metric is the one.
    ///   - ranksEveryEpoch: whether a ranking objective is measured every epoch of any learner.
    ///   - shelf: where trainings wait that may be gone on with; without one they are trained anew.
    package init(
        learners: LearnerChoice, data: TrialData, judging: Judging, goals: Goals? = nil, ranksEveryEpoch: Bool = false,
        shelf: TrainerShelf? = nil
    ) {
        self.learners = learners
        self.data = data
        self.judging = judging
        self.ranksEveryEpoch = ranksEveryEpoch
        let first = judging.metrics.first ?? .rmse
        self.goals = goals ?? Goals(first.direction, of: first.name)
        self.shelf = shelf
        best = BestMeasured(self.goals)
    }

    /// One learner, on one training and validation part.
    package init(
        algorithm: any LearningAlgorithm, trainset: Trainset, validation: RatingTable, judging: Judging,
        ranksEveryEpoch: Bool = false
    ) {
        self.init(
            learners: LearnerChoice([algorithm]), data: TrialData(trainset, validation: validation), judging: judging,
            ranksEveryEpoch: ranksEveryEpoch)
    }

    package var computes: Bool { true }

    package func close() async { shelf?.removeAll() }

    package func run(_ request: TrialRequest, _ trial: TrialHandle) async throws -> TrialResult {
        let training = try TrialTraining(request, learners)
        return try await ComputeThread.run(name: "trial \(request.sequence)", stop: trial.stop) { stop in
            if data.count == 1 { return try runOnce(training, trial, stop) }
            return try runRepeatedly(training, trial, stop)
        }
    }

    /// What a trial with these parameters gives to keep.
    package func model(of request: TrialRequest, _ trial: TrialHandle) async throws -> (any Sendable)? {
        guard data.count > 1 else { return try await run(request, trial).model }
        let training = try TrialTraining(request, learners)
        return try await ComputeThread.run(name: "trial \(request.sequence)", stop: trial.stop) { stop in
            try wholeModel(training, stop)
        }
    }

    // MARK: - One fit

    private func runOnce(_ training: TrialTraining, _ trial: TrialHandle, _ stop: StopFlag) throws -> TrialResult {
        let fit = data.fits[0]
        let isObjective = judging.metrics.first?.name == goals.first.metric
        let reportsEveryEpoch =
            ranksEveryEpoch || training.algorithm.ranksEveryEpoch || judging.metrics.first?.needsRanking == false
        let trained = try training.train(on: fit.trainset, seed: fit.seed, shelf: shelf, stop: stop) { run in
            guard isObjective, reportsEveryEpoch else { return }
            run.validation = fit.validation
            run.judging = judging
            run.curveMetrics = ranksEveryEpoch ? measuredObjectives : 1
        } onEpoch: { record in
            if let value = record.validation { trial.report(value, further: further(record)) }
        }
        return result(try metrics(of: trained, on: fit.validation, stop), trained)
    }

    /// How many of the judging's metrics are objectives: they stand before all others.
    private var measuredObjectives: Int { goals.objectives.count { $0.metric != Self.seconds } }

    /// The other objectives after an epoch, in the goals' order; what a training takes is not known before its end.
    private func further(_ record: EpochRecord) -> [Double] {
        guard !goals.isSingle, !record.further.isEmpty else { return [] }
        var next = record.further.makeIterator()
        return goals.objectives.dropFirst().map { $0.metric == Self.seconds ? .nan : next.next() ?? .nan }
    }

    /// All metrics of a model, and what it took, where that is an objective.
    private func metrics(of trained: TrainedModel, on validation: RatingTable, _ stop: StopFlag) throws -> JSONObject {
        let start = Date.timeIntervalSinceReferenceDate
        let values = try judging.values(of: trained.recommender, on: validation, stop: stop)
        var metrics = JSONObject(values.map { ($0.metric.name, .number($0.value)) })
        if goals.names.contains(Self.seconds) {
            metrics[Self.seconds] = .number(trained.seconds + Date.timeIntervalSinceReferenceDate - start)
        }
        return metrics
    }

    private func result(_ metrics: JSONObject, _ trained: TrainedModel?) -> TrialResult {
        let objective = metrics[goals.first.metric]?.number ?? .nan
        guard let trained else { return TrialResult(objective: objective, metrics: metrics) }
        return TrialResult(
            objective: objective, metrics: metrics, model: trained,
            saveModel: { try ModelFile.write(trained.recommender, to: $0) })
    }

    // MARK: - Several fits

    private func runRepeatedly(_ training: TrialTraining, _ trial: TrialHandle, _ stop: StopFlag) throws -> TrialResult
    {
        var sums: [(name: String, value: Double)] = []
        var mean = JSONObject()
        var first: TrainedModel?
        for (number, fit) in data.fits.enumerated() {
            let trained = try training.train(
                on: fit.trainset, fit: number, seed: fit.seed, shelf: shelf, stop: stop, prepare: { _ in },
                onEpoch: { _ in })
            let measured = try metrics(of: trained, on: fit.validation, stop)
            for (place, (name, value)) in measured.enumerated() {
                if number == 0 { sums.append((name, 0)) }
                sums[place].value += value.number ?? .nan
            }
            mean = JSONObject(sums.map { ($0.name, JSONValue.number($0.value / Double(number + 1))) })
            let values = goals.objectives.map { mean[$0.metric]?.number ?? .nan }
            trial.report(values[0], further: Array(values.dropFirst()))
            try stop.check()
            if number == 0, data.whole == nil { first = trained }
        }
        // Only the best trial's model is kept, so only one that may be the best is made.
        guard let measured = goals.measured(mean), best.take(measured) else { return result(mean, nil) }
        return result(mean, try first ?? wholeModel(training, stop))
    }

    /// Of all ratings; where every fit has them all, that of the trial's own seed.
    private func wholeModel(_ training: TrialTraining, _ stop: StopFlag) throws -> TrainedModel {
        try training.train(
            on: data.whole ?? data.fits[0].trainset, fit: data.whole == nil ? 0 : data.count, shelf: shelf, stop: stop,
            prepare: { _ in }, onEpoch: { _ in })
    }
}

extension Goals {
    /// The metrics of objectives and constraints.
    fileprivate var names: [String] { objectives.map(\.metric) + constraints.map(\.metric) }
}
