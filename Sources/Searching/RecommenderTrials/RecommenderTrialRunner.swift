import Compute
package import Experiments
import Metrics
package import Ratings
package import Recommenders
import Values

/// Trains and judges a trial in this process, on a thread of its own, over ratings that all trials share.
///
/// An objective of ratings (`rmse`) is reported every epoch. A ranking objective is measured once, at the end, unless
/// `ranksEveryEpoch` is set: ranking every epoch takes several times as long as the training itself.
package struct RecommenderTrialRunner: TrialRunner {
    private let algorithm: any LearningAlgorithm
    private let trainset: Trainset
    private let validation: RatingTable
    /// The objective is its first metric.
    private let judging: Judging
    private let ranksEveryEpoch: Bool

    package init(
        algorithm: any LearningAlgorithm, trainset: Trainset, validation: RatingTable, judging: Judging,
        ranksEveryEpoch: Bool = false
    ) {
        self.algorithm = algorithm
        self.trainset = trainset
        self.validation = validation
        self.judging = judging
        self.ranksEveryEpoch = ranksEveryEpoch
    }

    package var computes: Bool { true }

    package func run(_ request: TrialRequest, _ trial: TrialHandle) async throws -> TrialResult {
        let parameters = try TrialBudget.applied(to: request.parameters)
        return try await ComputeThread.run(name: "trial \(request.sequence)", stop: trial.stop) { stop in
            var training = TrainingRun(algorithm: algorithm, parameters: parameters, trainset: trainset)
            if ranksEveryEpoch || judging.metrics.first?.needsRanking == false {
                training.validation = validation
                training.judging = judging
            }
            let trained = try training.run(stop: stop) { record in
                if let value = record.validation { trial.report(value) }
            }
            let values = try judging.values(of: trained.recommender, on: validation, stop: stop)
            return TrialResult(
                objective: values[0].value,
                metrics: JSONObject(values.map { ($0.metric.name, .number($0.value)) }), model: trained,
                saveModel: { try ModelFile.write(trained.recommender, to: $0) })
        }
    }
}

extension TrainingRun {
    fileprivate func run(stop: StopFlag, onEpoch: @escaping (EpochRecord) -> Void) throws -> TrainedModel {
        try run(stop: stop, progress: nil, onEpoch: onEpoch)
    }
}
