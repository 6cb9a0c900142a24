package import Tuning
package import Values

/// Trials of other searches, given to a search that has begun so many trials of its own.
package struct ImportedTrials: Hashable, Sendable {
    package let before: Int
    package let trials: [PastTrial]

    package init(before: Int, trials: [PastTrial]) {
        self.before = before
        self.trials = trials
    }

    var json: JSONValue {
        let trials = trials.map { trial -> JSONValue in
            ["parameters": .object(trial.parameters), "value": trial.outcome.learned.map { .number($0) } ?? .null]
        }
        return ["before": .integer(before), "trials": .array(trials)]
    }

    /// `nil` where the JSON is not one that `json` wrote.
    init?(json: JSONValue) {
        guard let object = json.object, let before = object["before"]?.integer, let list = object["trials"]?.array
        else { return nil }
        self.before = before
        trials = list.compactMap { $0.object.flatMap(PastTrial.init(json:)) }
    }
}

extension PastTrial {
    /// A trial as files and requests have it: `parameters` or NNI's `parameter`, and `value`.
    package init?(json: JSONObject) {
        guard let parameters = (json["parameters"] ?? json["parameter"])?.object else { return nil }
        // NNI exports the value as a JSON text.
        let text = json["value"]?.string
        let given = text.flatMap { try? JSONValue(parsingUTF8: Array($0.utf8), allowsNonFinite: true) } ?? json["value"]
        let value = (given?.object?["default"] ?? given)?.measured
        self.init(parameters: parameters, outcome: value.map { .value($0) } ?? .failed)
    }
}
