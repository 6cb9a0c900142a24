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
        case .parameter(let parameters):
            ["type": "parameter", "parameter": .string(parameters.record.text(allowsNonFinite: true))]
        }
    }

    /// Reads what a manager says; `nil` where it is nothing that a trial understands.
    package init?(fromManager json: JSONValue) {
        guard json.object?["type"]?.string == "parameter", let text = json.object?["parameter"]?.string,
            let record = try? JSONValue(parsingUTF8: Array(text.utf8), allowsNonFinite: true),
            let parameters = TrialParameters(record)
        else { return nil }
        self = .parameter(parameters)
    }
}

extension TrialMessage {
    /// Reads what a trial says; `nil` where it is nothing that a manager understands.
    package init?(fromTrial json: JSONValue) {
        switch json.object?["type"]?.string {
        case "request_parameter": self = .requestParameter
        case "metric":
            guard let text = json.object?["metric"]?.string,
                let record = try? JSONValue(parsingUTF8: Array(text.utf8), allowsNonFinite: true),
                let report = TrialReport(json: record)
            else { return nil }
            self = .metric(report)
        default: return nil
        }
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
