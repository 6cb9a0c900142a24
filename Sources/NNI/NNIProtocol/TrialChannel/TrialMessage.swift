package import Values

/// What goes over NNI 3.0's trial command channel.
package enum TrialMessage: Hashable, Sendable {
    case requestParameter
    case metric(TrialReport)
    case parameter(TrialParameters)

    package var json: JSONValue {
        switch self {
        case .requestParameter: ["type": "request_parameter"]
        case .metric(let report): ["type": "metric", "metric": .string(report.json.text())]
        case .parameter(let parameters): ["type": "parameter", "parameter": .string(parameters.record.text())]
        }
    }

    /// Reads what a manager says; `nil` where it is nothing that a trial understands.
    package init?(fromManager json: JSONValue) {
        guard json.object?["type"]?.string == "parameter", let text = json.object?["parameter"]?.string,
            let record = try? JSONValue(parsing: text), let parameters = TrialParameters(record)
        else { return nil }
        self = .parameter(parameters)
    }
}

/// What a trial without an HTTP channel says when its parameters are not there: NNI before 3.0.
package enum LegacyTrialMessage {
    package static func requestParameter(trialID: String) -> JSONValue {
        [
            "trial_job_id": .string(trialID), "type": "REQUEST_PARAMETER", "sequence": 0, "parameter_index": 0,
        ]
    }
}
