import Foundation
import Values

/// The hyper-parameters of implicit ALS, with the names and defaults of Rendle et al. (2021).
struct ALSConfiguration: Sendable {
    private static let factors = Parameter(
        "n_factors", 1...100_000, default: 64,
        help: "numbers that describe a user and an item: more tell finer tastes apart, and need more regularization")
    private static let epochs = Parameter(
        "n_epochs", 1...10_000_000, default: 16,
        help: "times that all users and all items are solved; each lowers the loss, the first ones most")
    private static let regularization = Parameter(
        "reg", 0...1e6, default: 0.003,
        help: "pull of all factors to 0: more smooths towards what many like, less fits each user's items closely")
    private static let weight = Parameter(
        "unobserved_weight", 0...1e6, default: 0.1,
        help:
            "how much it counts that a user did not choose an item: more holds popular items down, 0 learns nothing of it"
    )
    private static let exponent = Parameter(
        "frequency_exponent", 0...2, default: 1.0,
        help: "how regularization grows with the ratings of a user or item: 0 is the same for all, 1 in proportion")
    private static let deviation = Parameter(
        "init_std_dev", 0...1000, default: 0.1,
        help:
            "spread of the first factors, before it is divided by the root of n_factors; hardly matters after some epochs"
    )
    private static let seed = Parameter(
        "random_state", 0...Int(UInt32.max), default: 0, help: "seed of the first factors, as NumPy's")
    private static let precision = Parameter(
        "precision", default: Precision.single, help: "single is fast, double is exact to many more digits")

    static let descriptions: [ParameterDescription] = [
        factors.description, epochs.description, regularization.description, weight.description, exponent.description,
        deviation.description, seed.description, precision.description,
    ]

    let parameters: JSONObject
    let factors: Int
    let epochs: Int
    let objective: ALSObjective
    let initialDeviation: Double
    let seed: UInt32
    let isDouble: Bool

    /// - Throws: `RecommenderError.parameter`.
    init(_ given: JSONObject) throws(RecommenderError) {
        let values = try ParameterValues(learner: given, of: Self.descriptions)
        parameters = values.json
        factors = values[Self.factors]
        epochs = values[Self.epochs]
        objective = ALSObjective(
            regularization: values[Self.regularization], weight: values[Self.weight], exponent: values[Self.exponent])
        initialDeviation = values[Self.deviation] / Double(factors).squareRoot()
        seed = UInt32(clamping: values[Self.seed])
        isDouble = values[Self.precision] == .double
    }
}

/// What implicit ALS minimises, with `ŷ = p · q`, `Σ_seen (ŷ − 1)² + weight · Σ_all ŷ² + Σ_rows ridge · ‖row‖²`.
struct ALSObjective: Hashable, Sendable {
    let regularization: Double
    /// Of every user with every item, seen or not.
    let weight: Double
    let exponent: Double

    /// The regularization of a user with `count` items of `all`, or of an item with `count` users of `all`.
    func ridge(count: Int, of all: Int) -> Double {
        regularization * pow(Double(count) + weight * Double(all), exponent)
    }

    /// What the equations of every row begin with, by the product of the other side's factors with themselves.
    func start<Scalar: BinaryFloatingPoint>(_ gramian: [Double], as scalar: Scalar.Type) -> [Scalar] {
        gramian.map { Scalar(weight * $0) }
    }

    var singular: RecommenderError {
        .singular(
            what: "a row of factors",
            remedy: "reg above \(regularization) makes it regular, and precision double tells smaller numbers from 0")
    }
}
