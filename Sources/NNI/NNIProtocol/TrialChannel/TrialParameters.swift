package import Values

/// What a tuner gives a trial: NNI's record `{"parameter_id", "parameter_source", "parameters", "parameter_index"}`.
package struct TrialParameters: Hashable, Sendable {
    /// A number; `null` where no manager gave the parameters.
    package let id: JSONValue
    package let parameters: JSONObject
    /// The record as it came, with members that later versions may add.
    package let record: JSONValue

    /// `nil` where the JSON is no such record.
    package init?(_ record: JSONValue) {
        guard let parameters = record.object?["parameters"]?.object else { return nil }
        id = record.object?["parameter_id"] ?? .null
        self.parameters = parameters
        self.record = record
    }

    /// NNI's words for who chose a trial's parameters.
    package static func source(isCustomized: Bool) -> String { isCustomized ? "customized" : "algorithm" }

    /// Of a trial that runs alone.
    package static let none = TrialParameters(id: .null, parameters: JSONObject())

    /// - Parameter record: with more than these two, where there is more.
    package init(id: JSONValue, parameters: JSONObject, record: JSONValue? = nil) {
        self.id = id
        self.parameters = parameters
        self.record = record ?? ["parameter_id": id, "parameters": .object(parameters)]
    }
}
