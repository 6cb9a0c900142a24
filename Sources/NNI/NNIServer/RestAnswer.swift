package import Values

package struct RestRequest: Hashable, Sendable {
    let method: String
    /// The parts of the path behind `/api/v1/nni`, decoded.
    let path: [String]
    let query: [String: String]
    let body: [UInt8]

    package init(method: String, path: [String], query: [String: String] = [:], body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
    }
}

package enum RestAnswer: Hashable, Sendable {
    case json(JSONValue)
    case text(String)
    case failure(Int, String)

    var status: Int { if case .failure(let status, _) = self { status } else { 200 } }

    var type: String {
        if case .text = self { "text/plain; charset=utf-8" } else { "application/json; charset=utf-8" }
    }

    var body: String {
        switch self {
        case .json(let json): json.text()
        case .text(let text): text
        case .failure(_, let message): JSONValue.object(["error": .string(message)]).text()
        }
    }
}
