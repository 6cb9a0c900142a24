import Values

/// The hyper-parameters of BPR.
struct BPRConfiguration: Sendable {
    private static let factors = Parameter(
        "n_factors", 1...100_000, default: 64,
        help: "numbers that describe a user and an item: more tell finer tastes apart, and need more regularization")
    private static let epochs = Parameter(
        "n_epochs", 1...10_000_000, default: 50,
        help: "passes over the positives: more fit the known choices more closely, too many learn them by heart")
    private static let rate = Parameter(
        "learning_rate", 0...1e6, default: 0.01,
        help:
            "how far a step goes: more learns faster and, at a few hundredths, worse than popularity; 0 learns nothing")
    private static let regularization = Parameter(
        "reg", 0...1e6, default: 0.01,
        help: "pull of all factors and biases to 0: more smooths towards what many like, less fits each choice")
    private static let negatives = Parameter(
        "negatives", default: BPRNegatives.popular,
        help:
            "what a liked item is put before: popular draws items as often as they are liked, uniform all alike, which leaves popular items higher"
    )
    private static let seed = Parameter(
        "random_state", 0...Int(UInt32.max), default: 0, help: "seed of first factors, pairs and their order")
    private static let precision = Parameter(
        "precision", default: Precision.single, help: "what factors are computed in")

    static let descriptions: [ParameterDescription] = [
        factors.description, epochs.description, rate.description, regularization.description, negatives.description,
        seed.description,
        precision.description,
    ]

    let parameters: JSONObject
    let factors: Int
    let epochs: Int
    let rate: Double
    let regularization: Double
    let negatives: BPRNegatives
    let seed: UInt64
    let isDouble: Bool

    /// - Throws: `RecommenderError.parameter`.
    init(_ given: JSONObject) throws(RecommenderError) {
        let values = try ParameterValues(learner: given, of: Self.descriptions)
        parameters = values.json
        factors = values[Self.factors]
        epochs = values[Self.epochs]
        rate = values[Self.rate]
        regularization = values[Self.regularization]
        negatives = values[Self.negatives]
        seed = UInt64(values[Self.seed])
        isDouble = values[Self.precision] == .double
    }
}
