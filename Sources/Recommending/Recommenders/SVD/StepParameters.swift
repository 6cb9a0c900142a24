import Values

/// Surprise's learning rates and regularizations: one for everything, and one of each kind of weight where it has its own.
struct StepParameters: Sendable {
    private let kinds: [String]
    private let rate: Parameter<Double>
    private let regularization: Parameter<Double>
    private let rates: [String: Parameter<Double?>]
    private let regularizations: [String: Parameter<Double?>]

    /// - Parameter kinds: the ending of the parameters' names, `bu`, and what it stands for, `user biases`.
    init(rate: Double, kinds: [(name: String, noun: String)]) {
        func own(_ prefix: String, _ noun: String, _ effect: String) -> [String: Parameter<Double?>] {
            kinds.reduce(into: [:]) {
                $0[$1.name] = Parameter(
                    "\(prefix)_\($1.name)", 0...1e6, help: "\(noun) of \($1.noun), instead of \(prefix)_all; \(effect)")
            }
        }
        self.kinds = kinds.map(\.name)
        self.rate = Parameter(
            "lr_all", 0...1e6, default: rate,
            help: "learning rate of everything; more learns faster and less exactly, too much diverges")
        regularization = Parameter(
            "reg_all", 0...1e6, default: 0.02,
            help: "regularization of everything; more smooths towards the mean, less fits each user more closely")
        rates = own("lr", "learning rate", "more lets them follow the ratings faster")
        regularizations = own("reg", "regularization", "more keeps them nearer to 0")
    }

    var descriptions: [ParameterDescription] {
        [rate.description, regularization.description] + kinds.compactMap { rates[$0]?.description }
            + kinds.compactMap { regularizations[$0]?.description }
    }

    /// The learning rate and the regularization of a kind of weight.
    func step(_ kind: String, _ values: ParameterValues) -> (rate: Double, regularization: Double) {
        (
            rates[kind].flatMap { values[$0] } ?? values[rate],
            regularizations[kind].flatMap { values[$0] } ?? values[regularization]
        )
    }

    /// The rates that were set, for messages: `lr_all 0.5`.
    static func rates(_ parameters: JSONObject) -> String {
        parameters.filter { $0.key.hasPrefix("lr_") && !$0.value.isNull }.map { "\($0.key) \($0.value.text())" }
            .joined(separator: ", ")
    }
}
