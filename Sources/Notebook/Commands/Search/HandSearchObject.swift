import Display
package import Notebook
import Synchronization
package import Tuning
package import Values

/// A search by hand: whoever has it asks for points and tells what they came to.
package final class HandSearchObject: SessionObject {
    private let tuner: String
    private let search: Mutex<OpenSearch>

    package init(_ search: OpenSearch, tuner: String) {
        self.search = Mutex(search)
        self.tuner = tuner
    }

    package var kind: ObjectKind { .search }

    package func with<Result: Sendable, Failure: Error>(
        _ body: (inout OpenSearch) throws(Failure) -> sending Result
    ) throws(Failure) -> Result {
        try search.withLock { (search) throws(Failure) in try body(&search) }
    }

    private var best: JSONObject? {
        search.withLock { search in
            search.best.map { best in
                let values = zip(search.goals.objectives, best.measured.values).map {
                    ($0.metric, JSONValue.number($1))
                }
                return JSONObject([("trial", .integer(best.id))] + values).merging(best.parameters)
            }
        }
    }

    package func json() async -> JSONValue {
        let asked = search.withLock { $0.asked }
        return ["tuner": .string(tuner), "asked": .integer(asked), "best": best.map { .object($0) } ?? .null]
    }

    package func summary() async -> String {
        let (asked, modelled) = search.withLock { ($0.asked, $0.modelled) }
        return "\(tuner), \(Figures.count(asked, "trial")) asked, \(modelled) suggested by a model"
            + (best.map { ", best " + $0.map { "\($0.key) \(Figures.text($0.value))" }.joined(separator: ", ") } ?? "")
    }

    package func fieldNames() async -> [String] { ["best", "asked"] }

    package func field(_ name: String) async throws -> (any SessionObject)? {
        switch name {
        case "best": best.map { MetricsObject($0) }
        case "asked": PlainValue(.integer(search.withLock { $0.asked }))
        default: nil
        }
    }
}
