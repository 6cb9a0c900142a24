package import Values

/// A metric that a trial reports to its manager.
package struct TrialReport: Hashable, Sendable {
    /// The parameters' id, as the manager gave it.
    package let parameterID: JSONValue
    package let trialID: String
    package let kind: MetricRecord.Kind
    /// Counted from 0; 0 for a final result.
    package let sequence: Int
    /// A number, or an object with the number under `default`.
    package let value: JSONValue

    package init(parameterID: JSONValue, trialID: String, kind: MetricRecord.Kind, sequence: Int, value: JSONValue) {
        self.parameterID = parameterID
        self.trialID = trialID
        self.kind = kind
        self.sequence = sequence
        self.value = value
    }

    /// `nil` where the JSON is no report.
    package init?(json: JSONValue) {
        guard let object = json.object, let trial = object["trial_job_id"]?.string,
            let kind = (object["type"]?.string).flatMap(MetricRecord.Kind.init), let text = object["value"]?.string,
            let value = try? JSONValue(parsingUTF8: Array(text.utf8), allowsNonFinite: true)
        else { return nil }
        self.init(
            parameterID: object["parameter_id"] ?? .null, trialID: trial, kind: kind,
            sequence: object["sequence"]?.integer ?? 0, value: value)
    }

    /// The value is JSON inside a JSON string, as NNI has it.
    package var json: JSONValue {
        [
            "parameter_id": parameterID, "trial_job_id": .string(trialID), "type": .string(kind.rawValue),
            "sequence": .integer(sequence), "value": .string(value.text(allowsNonFinite: true)),
        ]
    }
}
