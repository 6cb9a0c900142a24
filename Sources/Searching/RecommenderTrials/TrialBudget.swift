import Tuning
package import Values

/// The share of a training that a tuner grants a trial, as a number of epochs.
package enum TrialBudget {
    static let epochsName = "n_epochs"

    /// The parameters with `n_epochs` in place of a budget: rounded half to even, at least 1. A budget outranks an
    /// `n_epochs` that is searched too, else a tuner would grant what nobody spends.
    ///
    /// - Throws: `ParameterError.badValue` for a budget that is no number above 0.
    package static func applied(to parameters: JSONObject) throws(ParameterError) -> JSONObject {
        var result = parameters
        for name in TrialBudgets.names {
            guard let budget = parameters[name] else { continue }
            result[name] = nil
            guard let number = budget.number, number.isFinite, number > 0, number < 1e9 else {
                throw .badValue(
                    name: name, value: budget.text(), expected: "a number of epochs above 0", nearest: nil)
            }
            result[epochsName] = .integer(max(1, Int(number.rounded(.toNearestOrEven))))
        }
        return result
    }
}
