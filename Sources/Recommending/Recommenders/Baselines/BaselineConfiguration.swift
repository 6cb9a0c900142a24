import Values

/// Surprise's options of its baseline estimates, with its defaults.
struct BaselineConfiguration: Sendable {
    /// How the biases are found.
    enum Method: String, CaseIterable, Sendable {
        /// Alternating least squares.
        case als
        /// Stochastic gradient descent.
        case sgd
    }

    private static let method = Parameter(
        "method", default: Method.als,
        help: "als sets all biases of one kind to their best values in turn, sgd moves them a little with each rating")
    private static let epochs = Parameter(
        "n_epochs", 1...10_000_000, unset: "10, sgd: 20",
        help: "passes over the ratings; more bring the biases nearer to the best ones, which als reaches in a few")
    private static let userRegularization = Parameter(
        "reg_u", 0...1e9, default: 15.0,
        help:
            "als: more draws the biases of users with few ratings nearer to 0, as so many ratings without a bias would")
    private static let itemRegularization = Parameter(
        "reg_i", 0...1e9, default: 10.0, help: "als: the same of items")
    private static let regularization = Parameter(
        "reg", 0...1e6, default: 0.02, help: "sgd: regularization; more draws all biases nearer to 0")
    private static let rate = Parameter(
        "learning_rate", 0...1e6, default: 0.005,
        help: "sgd: how far a rating moves its biases; more learns faster, too much diverges")

    static let descriptions = [
        method.description, epochs.description, userRegularization.description, itemRegularization.description,
        regularization.description, rate.description,
    ]

    /// Every parameter at its default.
    static let usual = BaselineConfiguration(ParameterValues(checked: JSONObject()))

    private let values: ParameterValues
    var parameters: JSONObject { values.json }
    let method: Method
    let epochs: Int
    let userRegularization: Double
    let itemRegularization: Double
    let regularization: Double
    let rate: Double

    /// - Throws: `RecommenderError.parameter`.
    init(_ given: JSONObject) throws(RecommenderError) {
        do {
            self.init(try ParameterValues(given, of: Self.descriptions))
        } catch {
            throw .parameter(error)
        }
    }

    private init(_ values: ParameterValues) {
        self.values = values
        method = values[Self.method]
        epochs = values[Self.epochs] ?? (method == .als ? 10 : 20)
        userRegularization = values[Self.userRegularization]
        itemRegularization = values[Self.itemRegularization]
        regularization = values[Self.regularization]
        rate = values[Self.rate]
    }
}
