package import Compute
package import Values

/// A model in the making. It is driven an epoch at a time by `TrainingRun`, which adds validation, early stopping,
/// progress and the learning curve, and is the same for every algorithm.
package protocol Trainer {
    /// The number of epochs that the parameters ask for.
    var epochs: Int { get }
    /// One pass over the data. - Returns: the mean training loss during the pass.
    /// - Throws: `ComputeError.stopped`, or `RecommenderError.diverged`.
    mutating func trainEpoch(stop: StopFlag) throws -> Double
    /// What has been learned so far.
    func makeModel() throws -> any Recommender
}

/// A way to learn a recommender, with all that the rest of the program asks of it.
package protocol LearningAlgorithm: Sendable {
    /// The word after `train`: `svd`.
    var name: String { get }
    /// One line of help.
    var summary: String { get }
    /// The hyper-parameters that a search space may hold and that become command options.
    var parameters: [ParameterDescription] { get }
    /// - Parameter parameters: checked here; missing ones take their defaults.
    /// - Throws: `RecommenderError` that names the parameter, the value and the remedy.
    func makeTrainer(_ parameters: JSONObject, on trainset: Trainset, threads: Int) throws -> any Trainer
    /// The inverse of `Recommender.encode`.
    func decode(_ archive: ModelArchive) throws -> any Recommender
}
