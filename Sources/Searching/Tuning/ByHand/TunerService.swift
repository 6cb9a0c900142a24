import Values

/// A search for other programs, in lines of JSON: each line is answered, and a bad one costs nothing but its answer.
///
///     {"ask": 1}                             {"id": 0, "parameters": {…}}
///     {"report": {"id": 0, "step": 1, "value": 0.9}}   {"decision": "continue"}
///     {"tell": {"id": 0, "value": 0.9}}      {"ok": true}
package struct TunerService: Sendable {
    private static let mostAsked = 10_000
    private var search: OpenSearch

    package init(_ search: OpenSearch) { self.search = search }

    /// The answers to a line: of `ask` one a point, else one.
    package mutating func answers(to line: String) -> [String] {
        do { return try answer(line).map { $0.text() } } catch {
            return [JSONValue.object(["error": .string("\(error)")]).text()]
        }
    }

    private mutating func answer(_ line: String) throws -> [JSONValue] {
        let json = try JSONValue(parsingUTF8: Array(line.utf8), allowsNonFinite: true)
        guard let message = json.object, message.count == 1, let verb = message.keys.first, let body = message[verb]
        else { throw TunerServiceError.noMessage }
        switch verb {
        case "ask":
            guard let count = body.integer, (1...Self.mostAsked).contains(count) else {
                throw TunerServiceError.badField("ask", expected: "a whole number from 1 to \(Self.mostAsked)")
            }
            return (0..<count).map { _ in point() }
        case "report":
            let (id, fields) = try trial(body, verb)
            guard let step = fields["step"]?.integer, step >= 1 else {
                throw TunerServiceError.badField("step", expected: "a whole number from 1")
            }
            return [["decision": .string(try search.report(id, step: step, values: try values(fields)).word)]]
        case "tell":
            let (id, fields) = try trial(body, verb)
            if let status = fields["status"] {
                guard status == .string(TrialStatus.failed.rawValue) else {
                    throw TunerServiceError.badField("status", expected: "\"\(TrialStatus.failed.rawValue)\"")
                }
                try search.fail(id)
            } else {
                try search.tell(id, values: try values(fields))
            }
            return [["ok": true]]
        default:
            throw TunerServiceError.unknown(verb, nearest: nearestName(to: verb, among: ["ask", "tell", "report"]))
        }
    }

    private mutating func point() -> JSONValue {
        let (id, suggestion) = search.ask()
        return switch suggestion {
        case .parameters(let point): ["id": .integer(id), "parameters": .object(point)]
        case .waiting: ["status": "waiting"]
        case .exhausted: ["status": "exhausted"]
        }
    }

    private func trial(_ body: JSONValue, _ verb: String) throws(TunerServiceError) -> (Int, JSONObject) {
        guard let fields = body.object, let id = fields["id"]?.integer else {
            throw .badField(verb, expected: "an object with the trial's \"id\"")
        }
        return (id, fields)
    }

    /// `value`, or `values` by the names of the objectives.
    private func values(_ fields: JSONObject) throws(TunerServiceError) -> [Double] {
        if let value = fields["value"] {
            guard let number = value.measured else { throw .badField("value", expected: "a number") }
            return [number]
        }
        guard let all = fields["values"]?.object else {
            throw .badField("value", expected: "a number, or values an object of numbers")
        }
        var values: [Double] = []
        for goal in search.goals.objectives {
            guard let number = all[goal.metric]?.measured else {
                throw .badField("values", expected: "a number for \(goal.metric)")
            }
            values.append(number)
        }
        return values
    }
}

extension Assessment {
    /// As the service says it.
    fileprivate var word: String {
        switch self {
        case .goOn: "continue"
        case .stop: "stop"
        case .pause: "pause"
        }
    }
}

private enum TunerServiceError: Error, CustomStringConvertible {
    case noMessage
    case badField(String, expected: String)
    case unknown(String, nearest: String?)

    var description: String {
        switch self {
        case .noMessage: "a line is an object with ask, report or tell"
        case .badField(let name, let expected): "'\(name)' takes \(expected)"
        case .unknown(let verb, let nearest):
            "there is no '\(verb)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? "there are ask, report and tell")
        }
    }
}
