import Values

/// Surprise's hyper-parameters of SVD, with its names and defaults; `random_state` is 0 instead of unset, so that
/// results repeat.
struct SVDConfiguration: Sendable {
    static let descriptions: [ParameterDescription] = {
        let rate = ParameterDescription.Kind.number(0...1e6)
        let separate: [ParameterDescription] = [("lr", "learning rate"), ("reg", "regularization")].flatMap {
            prefix, noun in
            [("bu", "user biases"), ("bi", "item biases"), ("pu", "user factors"), ("qi", "item factors")].map {
                suffix, what in
                ParameterDescription("\(prefix)_\(suffix)", rate, help: "\(noun) of \(what), instead of \(prefix)_all")
            }
        }
        return [
            ParameterDescription("n_factors", .integer(1...100_000), default: 100, help: "number of factors"),
            ParameterDescription("n_epochs", .integer(1...10_000_000), default: 20, help: "passes over the ratings"),
            ParameterDescription("biased", .boolean, default: true, help: "learn biases beside the factors"),
            ParameterDescription(
                "init_mean", .number(-1000...1000), default: 0.0,
                help: "mean of the normal draws that factors start from"),
            ParameterDescription(
                "init_std_dev", .number(0...1000), default: 0.1, help: "standard deviation of those draws"),
            ParameterDescription("lr_all", rate, default: 0.005, help: "learning rate of everything"),
            ParameterDescription("reg_all", rate, default: 0.02, help: "regularization of everything"),
        ] + separate + [
            ParameterDescription(
                "random_state", .integer(0...Int(UInt32.max)), default: 0, help: "seed of the draws, as NumPy's"),
            ParameterDescription(
                "precision", .choice(["single", "double"]), default: "single",
                help: "single is fast, double follows Surprise to rounding"),
        ]
    }()

    let parameters: JSONObject
    let factors: Int
    let epochs: Int
    let isBiased: Bool
    let initialMean: Double
    let initialDeviation: Double
    let seed: UInt32
    let isDouble: Bool

    /// - Throws: `RecommenderError.parameter`.
    init(_ given: JSONObject) throws(RecommenderError) {
        parameters = try RecommenderError.completing(given, with: Self.descriptions)
        factors = parameters["n_factors"]?.integer ?? 100
        epochs = parameters["n_epochs"]?.integer ?? 20
        isBiased = parameters["biased"]?.boolean ?? true
        initialMean = parameters["init_mean"]?.number ?? 0
        initialDeviation = parameters["init_std_dev"]?.number ?? 0.1
        seed = UInt32(clamping: parameters["random_state"]?.integer ?? 0)
        isDouble = parameters["precision"]?.string == "double"
    }

    /// The learning rate and the regularization of `bu`, `bi`, `pu` or `qi`.
    func step(_ suffix: String) -> (rate: Double, regularization: Double) {
        func value(_ prefix: String) -> Double {
            (parameters["\(prefix)_\(suffix)"] ?? parameters["\(prefix)_all"])?.number ?? 0
        }
        return (value("lr"), value("reg"))
    }

    /// The rates that were set, for messages: `lr_all 0.5`.
    var rates: String {
        parameters.filter { $0.key.hasPrefix("lr_") && !$0.value.isNull }.map { "\($0.key) \($0.value.text())" }
            .joined(separator: ", ")
    }
}
