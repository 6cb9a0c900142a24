package import Values

/// The part of a whole training that a tuner grants a trial, as one of its parameters.
package enum TrialBudgets {
    /// As NNI's Hyperband and BOHB say it.
    package static let name = "TRIAL_BUDGET"
    /// As `recommenders`' scripts look for it.
    package static let stepsName = "STEPS"
    package static let names = [stepsName, name]

    /// Parameters with a budget.
    static func granting(_ budget: Double, to setting: JSONObject) -> JSONObject {
        setting.merging([name: Int(exactly: budget).map(JSONValue.integer) ?? .number(budget)])
    }

    /// Parameters without what a tuner says of their training: the point of the space.
    package static func setting(of parameters: JSONObject) -> JSONObject {
        var setting = parameters
        for name in names + TrialCheckpoint.names { setting[name] = nil }
        return setting
    }

    /// The budget among parameters.
    package static func budget(of parameters: JSONObject) -> Double? {
        for name in names {
            if let budget = parameters[name]?.number, budget.isFinite, budget > 0 { return budget }
        }
        return nil
    }
}
