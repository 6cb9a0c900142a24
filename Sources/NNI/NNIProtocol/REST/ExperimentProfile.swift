package import Foundation
package import Values

/// An experiment as its manager tells of it.
package struct ExperimentProfile: Hashable, Sendable {
    package let id: String
    /// The configuration, as the manager took it.
    package let parameters: JSONObject
    /// The folder of the experiment on the manager's machine.
    package let logFolder: String?
    package let startTime: Date?
    package let endTime: Date?
    /// Seconds that it has run.
    package let duration: Double

    package init(
        id: String, parameters: JSONObject, logFolder: String? = nil, startTime: Date? = nil, endTime: Date? = nil,
        duration: Double = 0
    ) {
        self.id = id
        self.parameters = parameters
        self.logFolder = logFolder
        self.startTime = startTime
        self.endTime = endTime
        self.duration = duration
    }

    package var json: JSONValue {
        var json: JSONObject = [
            "id": .string(id), "params": .object(parameters), "execDuration": .number(duration),
        ]
        json["logDir"] = logFolder.map { .string($0) }
        json["startTime"] = startTime?.milliseconds
        json["endTime"] = endTime?.milliseconds
        return .object(json)
    }

    /// `nil` where the JSON is no experiment.
    package init?(json: JSONValue) {
        guard let object = json.object, let id = object["id"]?.string else { return nil }
        self.id = id
        parameters = object["params"]?.object ?? JSONObject()
        logFolder = object["logDir"]?.string
        startTime = Date(milliseconds: object["startTime"])
        endTime = Date(milliseconds: object["endTime"])
        duration = object["execDuration"]?.number ?? 0
    }
}
