package import Experiments
import Tuning
package import Values

/// What a trial has under a name: its number, its state, its seconds, a metric, a parameter.
package enum TrialValues {
    /// Parameters side by side; those of an option that was taken stand under its name: `optimizer.adam.lr`.
    package static func flat(_ parameters: JSONObject) -> JSONObject {
        var flat = JSONObject()
        add(parameters, under: "", to: &flat)
        return flat
    }

    private static func add(_ parameters: JSONObject, under path: String, to flat: inout JSONObject) {
        for (name, value) in parameters where !(name == "_name" && !path.isEmpty) {
            guard let object = value.object else {
                flat[path + name] = value
                continue
            }
            guard let option = object["_name"] else {
                flat[path + name] = .string(value.text())
                continue
            }
            flat[path + name] = option
            add(object, under: path + name + "." + option.plainText + ".", to: &flat)
        }
    }

    /// The names of all parameters that any of the trials has, in their order.
    package static func parameterNames(_ trials: [TrialRecord]) -> [String] { names(trials) { flat($0.parameters) } }

    /// Every name that any of the trials has a value under.
    package static func names(_ trials: [TrialRecord]) -> [String] {
        ["trial", "status", "seconds"] + names(trials, \.metrics) + parameterNames(trials)
    }

    private static func names(_ trials: [TrialRecord], _ values: (TrialRecord) -> JSONObject) -> [String] {
        var names: [String] = []
        var known: Set<String> = []
        for trial in trials { names += values(trial).keys.filter { known.insert($0).inserted } }
        return names
    }

    package static func value(_ name: String, of trial: TrialRecord) -> JSONValue? {
        switch name {
        case "trial": return .integer(trial.sequence)
        case "status": return .string(trial.status.rawValue)
        case "seconds": return trial.seconds.map { .number($0) }
        default:
            if let metric = trial.metrics[name] { return metric }
            // What was taken of a choice stands beside its own parameters.
            if let own = trial.parameters[name], own.object == nil { return own }
            return flat(trial.parameters)[name]
        }
    }

    /// A name as it was meant: itself, or the end of just one nested one.
    package static func resolved(_ name: String, among names: [String]) -> String? {
        if names.contains(name) { return name }
        let nested = names.filter { $0.hasSuffix("." + name) }
        return nested.count == 1 ? nested[0] : nil
    }
}
