import Compute
import Values

/// The training of a model that is computed in one go: one epoch that minimises no loss step by step.
struct DirectTrainer: Trainer {
    /// Makes a trainer of the same data for other parameters.
    private let other: @Sendable (JSONObject) throws -> any Trainer
    private let fit: @Sendable (StopFlag) throws -> any Recommender
    private var model: (any Recommender)?

    init(
        other: @escaping @Sendable (JSONObject) throws -> any Trainer,
        fit: @escaping @Sendable (StopFlag) throws -> any Recommender
    ) {
        self.other = other
        self.fit = fit
    }

    var epochs: Int { 1 }
    var bytes: Int { 0 }

    mutating func trainEpoch(stop: StopFlag) throws -> Double? {
        try stop.check()
        model = try fit(stop)
        return nil
    }

    func makeModel() throws -> any Recommender { try model ?? fit(StopFlag()) }
    func continued(with parameters: JSONObject) throws -> any Trainer { try other(parameters) }
}
