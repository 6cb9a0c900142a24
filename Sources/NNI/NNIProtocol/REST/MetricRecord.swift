package import Foundation
package import Values

/// One report of a trial, as NNI's manager keeps it.
package struct MetricRecord: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case final = "FINAL"
        case periodical = "PERIODICAL"
    }

    /// When the manager got it.
    package let time: Date?
    package let trialID: String
    package let kind: Kind
    /// Counted from 0 in its trial.
    package let sequence: Int
    package let value: ReportedValue
    /// The number of the parameters that it is of.
    package let parameterID: String?

    package init(
        time: Date?, trialID: String, kind: Kind, sequence: Int, value: ReportedValue, parameterID: String? = nil
    ) {
        self.parameterID = parameterID
        self.time = time
        self.trialID = trialID
        self.kind = kind
        self.sequence = sequence
        self.value = value
    }

    package var json: JSONValue {
        var json: JSONObject = [
            "trialJobId": .string(trialID), "type": .string(kind.rawValue), "sequence": .integer(sequence),
            "data": value.data,
        ]
        if let time { json["timestamp"] = time.milliseconds }
        if let parameterID { json["parameterId"] = .string(parameterID) }
        return .object(json)
    }

    /// `nil` where the JSON is no record of a metric.
    package init?(json: JSONValue) {
        guard let object = json.object, let trial = object["trialJobId"]?.string,
            let kind = (object["type"]?.string).flatMap(Kind.init)
        else { return nil }
        self.init(
            time: Date(milliseconds: object["timestamp"]), trialID: trial, kind: kind,
            sequence: object["sequence"]?.integer ?? 0, value: ReportedValue(data: object["data"] ?? .null),
            parameterID: (object["parameterId"]).map { $0.string ?? $0.text() })
    }
}

/// What a trial reported: a number, or an object whose `default` is the one that is optimised.
package struct ReportedValue: Hashable, Sendable {
    package let json: JSONValue

    package init(_ json: JSONValue) { self.json = json }

    /// Reads the `data` of a record: JSON inside a JSON text inside the JSON answer. What is no JSON stays a text.
    package init(data: JSONValue) {
        var json = data
        for _ in 0..<2 {
            guard let text = json.string,
                let inner = try? JSONValue(parsingUTF8: Array(text.utf8), allowsNonFinite: true)
            else { break }
            json = inner
        }
        self.init(json)
    }

    /// The `data` of a record: JSON inside a JSON text.
    package var data: JSONValue { .string(JSONValue.string(json.text(allowsNonFinite: true)).text()) }

    /// The number that is optimised; `nil` where the trial reported none.
    package var objective: Double? { number(json.object.map { $0["default"] ?? .null } ?? json) }

    /// A number, or a text that Python would take for one.
    private func number(_ json: JSONValue) -> Double? { json.number ?? json.string.flatMap(Double.init) }

    /// All metrics under their names, the optimised one under `objectiveName`; nested objects with dots.
    package func metrics(objectiveName: String) -> JSONObject {
        guard let object = json.object else { return json.isNull ? [:] : JSONObject([(objectiveName, json)]) }
        var metrics = JSONObject()
        func add(_ object: JSONObject, _ prefix: String) {
            for (key, value) in object {
                let name = prefix.isEmpty && key == "default" ? objectiveName : prefix + key
                if let inner = value.object { add(inner, name + ".") } else { metrics[name] = value }
            }
        }
        add(object, "")
        return metrics
    }
}

extension Date {
    /// Milliseconds since 1970, as JavaScript counts.
    package init?(milliseconds json: JSONValue?) {
        guard let value = json?.number, value.isFinite else { return nil }
        self.init(timeIntervalSince1970: value / 1000)
    }

    package var milliseconds: JSONValue { .integer(Int((timeIntervalSince1970 * 1000).rounded())) }
}
