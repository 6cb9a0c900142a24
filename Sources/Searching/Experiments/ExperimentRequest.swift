package import Values

/// What a session asks of an experiment that another one runs.
package enum ExperimentRequest: Hashable, Sendable {
    case stop
    /// A point that is to be tried.
    case enqueue(JSONObject)
    /// Trials of other searches to learn from.
    case learn([JSONObject])
    case change(ExperimentChange)
}

extension ExperimentRequest {
    package var json: JSONValue {
        switch self {
        case .stop: ["what": "stop"]
        case .enqueue(let point): ["what": "enqueue", "point": .object(point)]
        case .learn(let trials): ["what": "learn", "trials": .array(trials.map { .object($0) })]
        case .change(.concurrency(let count)): ["what": "concurrency", "value": .integer(count)]
        case .change(.maxTrials(let count)): ["what": "maxTrials", "value": .integer(count)]
        case .change(.maxDuration(let seconds)): ["what": "maxDuration", "value": .number(seconds)]
        case .change(.searchSpace(let space)): ["what": "searchSpace", "value": space]
        }
    }

    package init?(json: JSONValue) {
        guard let object = json.object, let what = object["what"]?.string else { return nil }
        let value = object["value"]
        switch what {
        case "stop": self = .stop
        case "enqueue":
            guard let point = object["point"]?.object else { return nil }
            self = .enqueue(point)
        case "learn": self = .learn(object["trials"]?.array?.compactMap(\.object) ?? [])
        case "concurrency":
            guard let count = value?.integer else { return nil }
            self = .change(.concurrency(count))
        case "maxTrials":
            guard let count = value?.integer else { return nil }
            self = .change(.maxTrials(count))
        case "maxDuration":
            guard let seconds = value?.number else { return nil }
            self = .change(.maxDuration(seconds))
        case "searchSpace":
            guard let value else { return nil }
            self = .change(.searchSpace(value))
        default: return nil
        }
    }
}
