package import Foundation
package import Values

/// One trial as NNI's manager tells of it.
package struct TrialJob: Hashable, Sendable {
    package let id: String
    /// NNI's word; a word that is not known here is kept.
    package let status: String
    /// Counted from 0; a manager that has just made the trial may not say.
    package let sequence: Int?
    /// What the tuner meant for it. The manager hands parameters to whichever trial asks first, so that a trial may have run
    /// with its neighbour's: `reportedParameterID` tells.
    package let suggested: JSONObject
    /// Who chose them: `algorithm`, or `customized`.
    package let source: String
    /// What it ran with, as far as is known.
    package private(set) var parameters: JSONObject
    /// The number of these parameters.
    package let parameterID: String?
    /// The number of the parameters that its final result is of.
    package let reportedParameterID: String?
    package let startTime: Date?
    package let endTime: Date?
    /// The folder of the trial, or `HOST:FOLDER` of another machine's.
    package let logPath: String?
    /// The machine or container that runs it.
    package let environment: String?
    package let final: ReportedValue?

    package init(
        id: String, status: String, sequence: Int?, suggested: JSONObject, source: String = "algorithm",
        parameterID: String?, reportedParameterID: String? = nil, startTime: Date? = nil, endTime: Date? = nil,
        logPath: String? = nil,
        environment: String? = nil, final: ReportedValue? = nil
    ) {
        self.id = id
        self.status = status
        self.sequence = sequence
        self.suggested = suggested
        self.source = source
        parameters = suggested
        self.parameterID = parameterID
        self.reportedParameterID = reportedParameterID
        self.startTime = startTime
        self.endTime = endTime
        self.logPath = logPath
        self.environment = environment
        self.final = final
    }

    package var json: JSONValue {
        var given: JSONObject = [
            "parameter_source": .string(source), "parameters": .object(suggested), "parameter_index": 0,
        ]
        given["parameter_id"] = parameterID.map { Int($0).map { .integer($0) } ?? .string($0) }
        var json: JSONObject = [
            "trialJobId": .string(id), "status": .string(status),
            "hyperParameters": [.string(JSONValue.object(given).text(allowsNonFinite: true))],
        ]
        json["sequenceId"] = sequence.map { .integer($0) }
        json["startTime"] = startTime?.milliseconds
        json["endTime"] = endTime?.milliseconds
        json["logPath"] = logPath.map { .string($0) }
        json["envId"] = environment.map { .string($0) }
        if let final {
            let record = MetricRecord(
                time: endTime, trialID: id, kind: .final, sequence: 0, value: final, parameterID: reportedParameterID)
            json["finalMetricData"] = [record.json]
        }
        return .object(json)
    }

    /// `nil` where the JSON is no trial.
    package init?(json: JSONValue) {
        guard let object = json.object, let id = object["trialJobId"]?.string ?? object["id"]?.string else {
            return nil
        }
        self.id = id
        status = object["status"]?.string ?? "UNKNOWN"
        sequence = object["sequenceId"]?.integer
        let given = Self.given(object["hyperParameters"] ?? .null)
        suggested = given["parameters"]?.object ?? JSONObject()
        source = given["parameter_source"]?.string ?? "algorithm"
        parameters = suggested
        parameterID = (given["parameter_id"]).map { $0.string ?? $0.text() }
        startTime = Date(milliseconds: object["startTime"])
        endTime = Date(milliseconds: object["endTime"])
        logPath = object["logPath"]?.string
        environment = object["envId"]?.string
        let record = object["finalMetricData"]?.array?.last?.object
        final = (record?["data"]).map(ReportedValue.init(data:))
        reportedParameterID = (record?["parameterId"]).map { $0.string ?? $0.text() }
    }

    /// The same trials, each with the parameters that its result is of.
    package static func withReportedParameters(_ jobs: [TrialJob]) -> [TrialJob] {
        jobs.map { job in job.with(parametersOf: job.reportedParameterID, among: jobs) }
    }

    /// The trial with the parameters of a number, where those are known.
    package func with(parametersOf id: String?, among jobs: [TrialJob]) -> TrialJob {
        guard let id, id != parameterID, let owner = jobs.first(where: { $0.parameterID == id }) else { return self }
        var job = self
        job.parameters = owner.suggested
        return job
    }

    /// The newest of a list of JSON texts; each holds the parameters under `parameters`.
    private static func given(_ json: JSONValue) -> JSONObject {
        let newest = json.array?.last ?? json
        let parsed =
            newest.string.flatMap { try? JSONValue(parsingUTF8: Array($0.utf8), allowsNonFinite: true) } ?? newest
        return parsed.object ?? JSONObject()
    }

    /// The trial's folder where it is on this machine. A path of another machine begins with its name and a colon.
    package var localFolder: String? {
        guard let logPath else { return nil }
        if let scheme = logPath.firstMatch(of: #/^file://[^/]*/#) { return String(logPath[scheme.range.upperBound...]) }
        return logPath.hasPrefix("/") ? logPath : nil
    }

    /// The folder without the name of its machine, as recommenders' `get_trials` gives it.
    package var folder: String? { localFolder ?? logPath.map { String($0.split(separator: ":").last ?? "") } }
}
