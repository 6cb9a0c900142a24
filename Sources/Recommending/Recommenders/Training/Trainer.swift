package import Compute
package import Metrics
package import Values

/// A model in the making. It is driven an epoch at a time by `TrainingRun`, which adds validation, early stopping,
/// progress and the learning curve, and is the same for every algorithm.
///
/// It may be handed to another thread, but one at a time trains it: what it learns is not copied with it.
package protocol Trainer: Sendable {
    /// The number of epochs that the parameters ask for.
    var epochs: Int { get }
    /// One pass over the data. - Returns: the training loss during the pass; `nil` where nothing is minimised step by step.
    /// - Throws: `ComputeError.stopped`, or `RecommenderError.diverged`.
    mutating func trainEpoch(stop: StopFlag) throws -> Double?
    /// What has been learned so far.
    func makeModel() throws -> any Recommender
    /// A trainer that begins with what this one has learned, and leaves this one as it is. Its epochs are counted on, so
    /// that with the same parameters it comes to the bits of one unbroken training; other ones hold from here.
    ///
    /// - Throws: `RecommenderError.parameter`, or `.otherShape` where weights or what the optimizer keeps would not fit.
    func continued(with parameters: JSONObject) throws -> any Trainer
    /// What it takes of memory, about, without the data.
    var bytes: Int { get }
}

/// What a training's loss is.
package enum TrainingLoss: Sendable {
    /// The mean of the squared differences between ratings and estimates.
    case squaredError
    /// The mean of `−y·log(p) − (1 − y)·log(1 − p)`.
    case logLoss
    /// A sum that the algorithm minimises, in units of its own.
    case objective

    /// What it is shown as.
    package var name: String { self == .squaredError ? "training rmse" : "training loss" }
    package var unit: String {
        switch self {
        case .squaredError: "rmse"
        case .logLoss: "log loss"
        case .objective: "loss"
        }
    }
    /// A root puts the squared error on the scale of the ratings, beside an RMSE.
    package func shown(_ loss: Double) -> Double { self == .squaredError ? loss.squareRoot() : loss }
}

/// A way to learn a recommender, with all that the rest of the program asks of it.
package protocol LearningAlgorithm: Sendable {
    init()
    /// The word after `train`: `svd`.
    var name: String { get }
    /// One line of help.
    var summary: String { get }
    /// The hyper-parameters that a search space may hold and that become command options.
    var parameters: [ParameterDescription] { get }
    /// The parameter that seeds the draws, where there are any.
    var seedParameter: String? { get }
    /// What it minimises epoch by epoch; `nil` where a model is computed in one go.
    var trainingLoss: TrainingLoss? { get }
    /// What `recommenders`' training script of it does otherwise.
    var script: TrainingScript { get }
    /// What its models are usually judged by, the most telling first.
    var usualMetrics: [Metric] { get }
    /// What is searched where nobody says what, in NNI's JSON; empty where there is nothing to tune.
    var defaultSpace: JSONObject { get }
    /// Whether an epoch takes so long that ranking all items for all users after each one adds little.
    var ranksEveryEpoch: Bool { get }
    /// The parameters that say what is learned, not how: a training with another value of one can't go on from what another
    /// learned. Some count only with others, which are given as far as they are known.
    func shape(with parameters: JSONObject) -> [String]
    /// The models that a training may begin from, in words; empty where it always begins from random values.
    var pretrained: [String] { get }
    /// - Throws: `RecommenderError` where these parameters can't be trained with, whatever the data.
    func check(_ parameters: JSONObject) throws(RecommenderError)
    /// - Parameters:
    ///   - parameters: checked here; missing ones take their defaults.
    ///   - pretrained: none, or one for each of `self.pretrained`.
    /// - Throws: `RecommenderError` that names the parameter, the value and the remedy.
    func makeTrainer(
        _ parameters: JSONObject, on trainset: Trainset, threads: Int, pretrained: [any Recommender]
    ) throws -> any Trainer
    /// The inverse of `Recommender.encode`.
    func decode(_ archive: ModelArchive) throws -> any Recommender
}

/// Where a training script of `recommenders` differs from the algorithm itself.
package struct TrainingScript: Sendable {
    /// One line of help.
    package let summary: String
    /// Its own defaults.
    package let defaults: JSONObject
    /// Flags that it takes and does nothing with.
    package let ignored: [String]

    package init(_ summary: String, defaults: JSONObject = [:], ignored: [String] = []) {
        self.summary = summary
        self.defaults = defaults
        self.ignored = ignored
    }
}

extension LearningAlgorithm {
    package var ranksEveryEpoch: Bool { false }
    package func shape(with parameters: JSONObject) -> [String] { [] }
    package var pretrained: [String] { [] }
    package var script: TrainingScript { TrainingScript(summary.prefix(1).uppercased() + summary.dropFirst() + ".") }

    /// An epoch's loss as it is shown, where there is one.
    package func shownLoss(_ record: EpochRecord) -> Double? {
        trainingLoss.flatMap { loss in record.loss.map(loss.shown) }
    }
}
