import Display
import Metrics
import Notebook
import Recommenders
import Statistics
import Values

/// What a benchmark came to: a table, with every learner's model at hand under the learner's name, and the tests.
struct BenchmarkObject: SessionObject {
    private let standing: BenchmarkStanding
    private let table: Table

    /// - Parameter others: the metrics beside the first.
    init(_ standing: BenchmarkStanding, others: [Metric], note: String) {
        self.standing = standing
        let rows = zip(standing.entries, standing.groups).map { entry, group -> [JSONValue] in
            let interval = entry.interval(0)
            let values =
                [JSONValue.number(entry.value(0))]
                + [interval?.low, interval?.high].map { $0.map { .number($0) } ?? .null }
            return [.string(entry.learner)] + values + [.string(group)]
                + others.indices.map { .number(entry.value($0 + 1)) }
                + [.integer(entry.trials), .number(entry.seconds), .integer(entry.bytes)]
        }
        table = Table(
            columns: ["learner", standing.metric.name, "low", "high", "group"] + others.map(\.name) + [
                "trials", "seconds", "bytes",
            ],
            rows: rows, note: note
        ).marked()
    }

    var kind: ObjectKind { .table }
    var isLarge: Bool { true }

    func json() async -> JSONValue {
        .object(
            (table.json.object ?? [:]).merging([
                "tests": standing.tests.json, "conclusion": .string(standing.conclusion),
            ]))
    }

    func summary() async -> String { standing.conclusion }
    func output() async -> Output { .table(table) }

    func fieldNames() async -> [String] { standing.entries.map(\.learner) + ["best", "conclusion", "tests"] }

    func field(_ name: String) async throws -> (any SessionObject)? {
        if name == "best" { return standing.entries.first.map { ModelObject($0.fits[0].trained) } }
        if name == "tests" { return TestsObject(standing.tests) }
        if name == "conclusion" { return PlainValue(.string(standing.conclusion)) }
        return standing.entries.first { $0.learner == name }.map { ModelObject($0.fits[0].trained) }
    }

    func kind(of field: String) async -> ObjectKind? { ["conclusion", "tests"].contains(field) ? nil : .model }
}
