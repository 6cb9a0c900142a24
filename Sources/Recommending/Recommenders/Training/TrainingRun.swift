package import Compute
import Foundation
package import Metrics
package import Ratings
package import Values

/// What `TrainingRun` made: a model and how it came to be.
package struct TrainedModel: Sendable {
    package let recommender: any Recommender
    /// One entry an epoch; empty for a model that was opened from a file.
    package let curve: [EpochRecord]
    /// What the curve's validation values are.
    package let metric: Metric?
    package let seconds: Double

    package init(
        recommender: any Recommender, curve: [EpochRecord] = [], metric: Metric? = nil, seconds: Double = 0
    ) {
        self.recommender = recommender
        self.curve = curve
        self.metric = metric
        self.seconds = seconds
    }
}

/// One epoch of a learning curve.
package struct EpochRecord: Hashable, Sendable {
    /// Counted from 1.
    package let epoch: Int
    /// The training loss, where there is one; a mean of each example's before its step, where it is one of examples.
    package let loss: Double?
    /// The validation metric after this epoch, where validation data were given.
    package let validation: Double?
    /// The metrics after the first that were asked for too.
    package var further: [Double] = []
}

/// A training that was broken off, with all that is needed to go on with it.
package struct TrainingProgress: Sendable {
    /// Nobody trains it any more: whoever goes on does so with a copy.
    package let trainer: any Trainer
    /// The epochs so far.
    package let curve: [EpochRecord]
    /// What they took.
    package let seconds: Double
    /// The best epoch's model, where training ends early for want of a better one.
    let best: Best?

    struct Best {
        let model: any Recommender
        let value: Double
        let epoch: Int
    }

    init(trainer: any Trainer, curve: [EpochRecord], seconds: Double, best: Best?) {
        self.trainer = trainer
        self.curve = curve
        self.seconds = seconds
        self.best = best
    }

    /// What was learned, as the beginning of another training that counts its epochs from 1.
    package var asBeginning: TrainingProgress {
        TrainingProgress(trainer: trainer, curve: [], seconds: 0, best: nil)
    }
}

/// One training, from the parameters to the model, the same for every algorithm.
package struct TrainingRun: Sendable {
    package let algorithm: any LearningAlgorithm
    package let parameters: JSONObject
    package let trainset: Trainset
    package var validation: RatingTable?
    /// How the validation judges; its first metric is the curve's.
    package var judging = Judging([.rmse])
    /// How many of its metrics are measured after every epoch.
    package var curveMetrics = 1
    /// Ends after so many epochs without a better validation metric, and gives the best epoch's model.
    package var earlyStop: Int?
    package var threads = 1
    /// None, or one for each of the algorithm's `pretrained`.
    package var pretrained: [any Recommender] = []
    /// A training of this trainset to go on with. Its epochs count: `n_epochs` is how many there are in all.
    package var begun: TrainingProgress?

    private var metric: Metric { judging.metrics.first ?? .rmse }

    package init(algorithm: any LearningAlgorithm, parameters: JSONObject, trainset: Trainset) {
        self.algorithm = algorithm
        self.parameters = parameters
        self.trainset = trainset
    }

    /// Trains on the calling thread.
    ///
    /// - Throws: `ComputeError.stopped`, `RecommenderError`, `MetricsError`.
    package func run(
        stop: StopFlag, progress: ProgressHandler? = nil, onEpoch: ((EpochRecord) -> Void)? = nil
    ) throws -> TrainedModel {
        try runOn(stop: stop, progress: progress, onEpoch: onEpoch).model
    }

    /// Trains on the calling thread, and gives what goes on from here too.
    ///
    /// - Parameter onEpoch: is told the epochs of before first.
    /// - Throws: as `run`.
    package func runOn(
        stop: StopFlag, progress: ProgressHandler? = nil, onEpoch: ((EpochRecord) -> Void)? = nil
    ) throws -> (model: TrainedModel, progress: TrainingProgress) {
        let start = Date.timeIntervalSinceReferenceDate
        var trainer =
            try begun?.trainer.continued(with: parameters)
            ?? algorithm.makeTrainer(parameters, on: trainset, threads: threads, pretrained: pretrained)
        var (curve, best) = (begun?.curve ?? [], earlyStop == nil ? nil : begun?.best)
        for record in curve { onEpoch?(record) }
        func tell(_ figure: EpochRecord?) {
            progress?(
                WorkProgress(
                    completed: curve.count, total: trainer.epochs, unit: "epoch",
                    figureName: figure.flatMap { $0.validation == nil ? algorithm.trainingLoss?.name : metric.name },
                    figure: figure.flatMap { $0.validation ?? algorithm.shownLoss($0) }))
        }
        tell(nil)
        while curve.count < trainer.epochs, !hasEnded(curve, best) {
            let loss = try trainer.trainEpoch(stop: stop)
            let epoch = curve.count + 1
            var values: [Double] = []
            if let validation {
                let model = try trainer.makeModel()
                let metrics = Array(judging.metrics.prefix(max(1, curveMetrics)))
                values = try judging.with(metrics.isEmpty ? [metric] : metrics)
                    .values(of: model, on: validation, stop: stop).map(\.value)
                let value = values.first
                if earlyStop != nil, let value,
                    best.map({ metric.direction.isBetter(value, than: $0.value) }) ?? true
                {
                    best = TrainingProgress.Best(model: model, value: value, epoch: epoch)
                }
            }
            let record = EpochRecord(
                epoch: epoch, loss: loss, validation: values.first, further: Array(values.dropFirst()))
            curve.append(record)
            onEpoch?(record)
            tell(record)
        }
        let recommender = try best?.model ?? trainer.makeModel()
        let seconds = (begun?.seconds ?? 0) + Date.timeIntervalSinceReferenceDate - start
        return (
            TrainedModel(
                recommender: recommender, curve: curve, metric: validation == nil ? nil : metric, seconds: seconds),
            TrainingProgress(trainer: trainer, curve: curve, seconds: seconds, best: best)
        )
    }

    private func hasEnded(_ curve: [EpochRecord], _ best: TrainingProgress.Best?) -> Bool {
        guard let earlyStop, let best else { return false }
        return curve.count - best.epoch >= earlyStop
    }
}
