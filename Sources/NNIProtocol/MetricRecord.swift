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
    package let value: MetricValue

    package init(time: Date?, trialID: String, kind: Kind, sequence: Int, value: MetricValue) {
        self.time = time
        self.trialID = trialID
        self.kind = kind
        self.sequence = sequence
        self.value = value
    }
}

/// What a trial reported: a number, or an object whose `default` is the one that is optimised.
package struct MetricValue: Hashable, Sendable {
    package let json: JSONValue

    package init(_ json: JSONValue) { self.json = json }

    /// The number that is optimised; `nil` where the trial reported none.
    package var objective: Double? {
        if let object = json.object { return object["default"]?.number }
        return json.number
    }
}
