package import Compute
package import Metrics
package import Ratings
package import Values

/// What `TrainingRun` made: a model and how it came to be.
package struct TrainedModel: Sendable {
    package let recommender: any Recommender
    /// One entry an epoch.
    package let curve: [EpochRecord]
    package let seconds: Double
}

/// One epoch of a learning curve.
package struct EpochRecord: Hashable, Sendable {
    /// Counted from 1.
    package let epoch: Int
    package let loss: Double
    /// The validation metric after this epoch, where validation data were given.
    package let validation: Double?
}
