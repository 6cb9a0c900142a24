import Values

/// Surprise's hyper-parameters of SVD++, with its names and defaults; `random_state` is 0 instead of unset, so that
/// results repeat.
struct SVDPlusPlusConfiguration: Sendable {
    private static let factors = Parameter(
        "n_factors", 1...100_000, default: 20,
        help: "number of factors; more tell users and items apart more finely, and learn noise the sooner")
    private static let epochs = Parameter(
        "n_epochs", 1...10_000_000, default: 20,
        help: "passes over the ratings; more fit them closer, in the end too close")
    private static let initialMean = Parameter(
        "init_mean", -1000...1000, default: 0.0,
        help: "mean of the normal draws that factors start from; more begins with all users and items alike")
    private static let initialDeviation = Parameter(
        "init_std_dev", 0...1000, default: 0.1,
        help: "standard deviation of those draws; more begins with users and items further apart")
    private static let steps = StepParameters(
        rate: 0.007,
        kinds: [
            ("bu", "user biases"), ("bi", "item biases"), ("pu", "user factors"), ("qi", "item factors"),
            ("yj", "implicit item factors"),
        ])
    private static let seed = Parameter(
        "random_state", 0...Int(UInt32.max), default: 0,
        help: "seed of the draws, as NumPy's; another one gives another model, about as good")
    private static let precision = Parameter(
        "precision", default: Precision.single, help: "single is fast, double follows Surprise to rounding")

    static let descriptions: [ParameterDescription] =
        [factors.description, epochs.description, initialMean.description, initialDeviation.description]
        + steps.descriptions + [seed.description, precision.description]

    private let values: ParameterValues
    var parameters: JSONObject { values.json }
    let factors: Int
    let epochs: Int
    let initialMean: Double
    let initialDeviation: Double
    let seed: UInt32
    let isDouble: Bool

    /// - Throws: `RecommenderError.parameter`.
    init(_ given: JSONObject) throws(RecommenderError) {
        values = try ParameterValues(learner: given, of: Self.descriptions)
        factors = values[Self.factors]
        epochs = values[Self.epochs]
        initialMean = values[Self.initialMean]
        initialDeviation = values[Self.initialDeviation]
        seed = UInt32(clamping: values[Self.seed])
        isDouble = values[Self.precision] == .double
    }

    /// The learning rate and the regularization of `bu`, `bi`, `pu`, `qi` or `yj`.
    func step(_ kind: String) -> (rate: Double, regularization: Double) { Self.steps.step(kind, values) }

    var rates: String { StepParameters.rates(parameters) }
}
