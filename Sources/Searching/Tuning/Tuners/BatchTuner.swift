package import Values

/// A list of whole configurations, tried in order; NNI's `Batch`.
///
/// The space is one `choice` named `combine_params`, and each of its options is a trial's parameters. A configuration that was
/// tried elsewhere, by whatever outcome, is passed over; NNI passes over those that gave a value.
package struct BatchTuner: Tuner {
    static let description = TunerDescription(
        "Batch", "a list of whole configurations in order, the options of one choice named combine_params",
        source: "NNI's Batch"
    ) { _, task in try BatchTuner(task.space) }

    private static let parameter = "combine_params"

    package let learns = false
    private var left: ArraySlice<JSONObject>
    private var running: [Int: JSONObject] = [:]

    /// - Throws: `TunerError.unfitting` for any other space.
    package init(_ space: SearchSpace) throws(TunerError) {
        guard let configurations = Self.configurations(of: space) else { throw Self.unfitting(space) }
        left = configurations[...]
    }

    /// The configurations that a space lists; `nil` for any other space.
    package static func configurations(of space: SearchSpace) -> [JSONObject]? {
        guard space.parameters.count == 1, let parameter = space.parameters.first, parameter.name == Self.parameter,
            case .choice(let options) = parameter.distribution
        else { return nil }
        let configurations = options.compactMap { option in
            if case .value(let value) = option { value.object } else { nil }
        }
        return configurations.count == options.count ? configurations : nil
    }

    private static func unfitting(_ space: SearchSpace) -> TunerError {
        .unfitting(
            tuner: "Batch", parameter: space.parameterNames.first { $0 != parameter } ?? parameter,
            needs: "one choice named \(parameter) and nothing else, whose options are whole configurations")
    }

    package mutating func suggest(id: Int) -> Suggestion {
        if let known = running[id] { return .parameters(known) }
        guard let next = left.popFirst() else { return .exhausted }
        running[id] = next
        return .parameters(next)
    }

    package mutating func report(id: Int, _ outcome: TrialOutcome) { running[id] = nil }

    package mutating func learn(from trials: [PastTrial]) {
        for trial in trials {
            if let place = left.firstIndex(of: trial.parameters) { left.remove(at: place) }
        }
    }
}
