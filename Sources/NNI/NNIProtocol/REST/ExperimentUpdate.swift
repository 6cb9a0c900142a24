package import Values

/// PUT `/experiment?update_type=…`: one thing of a running experiment has another value.
package struct ExperimentUpdate: Hashable, Sendable {
    package let kind: UpdateKind
    package let value: JSONValue

    package init(_ kind: UpdateKind, _ value: JSONValue) {
        self.kind = kind
        self.value = value
    }

    /// `nil` where it is no update.
    package init?(type: String, json: JSONValue) {
        guard let kind = UpdateKind(rawValue: type), let value = json.object?["params"]?.object?[kind.field] else {
            return nil
        }
        self.init(kind, value)
    }

    package var query: [String: String] { ["update_type": kind.rawValue] }
    package var json: JSONValue { ["params": .object(JSONObject([(kind.field, value)]))] }
}

/// What may be changed of a running experiment, with NNI's words.
package enum UpdateKind: String, Sendable, CaseIterable {
    case concurrency = "TRIAL_CONCURRENCY"
    case duration = "MAX_EXEC_DURATION"
    case trials = "MAX_TRIAL_NUM"
    case searchSpace = "SEARCH_SPACE"

    /// The field of the configuration that it changes.
    package var field: String {
        switch self {
        case .concurrency: "trialConcurrency"
        case .duration: "maxExperimentDuration"
        case .trials: "maxTrialNumber"
        case .searchSpace: "searchSpace"
        }
    }
}
