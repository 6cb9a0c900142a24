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
    /// The mean training loss, each example's before its step.
    package let loss: Double
    /// The validation metric after this epoch, where validation data were given.
    package let validation: Double?
}

/// One training, from the parameters to the model, the same for every algorithm.
package struct TrainingRun: Sendable {
    package let algorithm: any LearningAlgorithm
    package let parameters: JSONObject
    package let trainset: Trainset
    package var validation: RatingTable?
    /// How the validation judges; its first metric is the curve's.
    package var judging = Judging([.rmse])
    /// Ends after so many epochs without a better validation metric, and gives the best epoch's model.
    package var earlyStop: Int?
    package var threads = 1
    /// None, or one for each of the algorithm's `pretrained`.
    package var pretrained: [any Recommender] = []

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
        let start = Date.timeIntervalSinceReferenceDate
        var trainer = try algorithm.makeTrainer(parameters, on: trainset, threads: threads, pretrained: pretrained)
        var curve: [EpochRecord] = []
        var best: (model: any Recommender, value: Double, epoch: Int)?
        progress?(WorkProgress(completed: 0, total: trainer.epochs, unit: "epoch"))
        for epoch in 1...max(1, trainer.epochs) {
            let loss = try trainer.trainEpoch(stop: stop)
            var value: Double?
            if let validation {
                let model = try trainer.makeModel()
                value = try judging.with([metric]).values(of: model, on: validation, stop: stop).first?.value
                if let value, best.map({ metric.direction.isBetter(value, than: $0.value) }) ?? true {
                    best = (model, value, epoch)
                }
            }
            let record = EpochRecord(epoch: epoch, loss: loss, validation: value)
            curve.append(record)
            onEpoch?(record)
            progress?(
                WorkProgress(
                    completed: epoch, total: trainer.epochs, unit: "epoch",
                    figureName: value == nil ? algorithm.trainingLoss.name : metric.name,
                    figure: value ?? algorithm.trainingLoss.shown(loss)))
            if let earlyStop, let best, epoch - best.epoch >= earlyStop { break }
        }
        let chosen = earlyStop == nil ? nil : best?.model
        return TrainedModel(
            recommender: try chosen ?? trainer.makeModel(), curve: curve, metric: validation == nil ? nil : metric,
            seconds: Date.timeIntervalSinceReferenceDate - start)
    }
}
