import Display
import Metrics
import Notebook
import Values

/// What was tested, pair by pair. A metric's or a model's name narrows it down; of one test each number is a field.
///
/// `tests.ndcg@10.a.b.difference` is what `a` has more than `b`, and `tests.ndcg@10.b.a.difference` what it has less.
struct TestsObject: SessionObject {
    private static let numbers = ["difference", "low", "high", "p", "adjusted", "n"]

    private let pairs: [PairTests.Pair]
    /// The model whose differences from the others these are, once one was named.
    private let first: String?

    init(_ tests: PairTests) { self.init(tests.pairs) }

    private init(_ pairs: [PairTests.Pair], of first: String? = nil) {
        (self.pairs, self.first) = (pairs, first)
    }

    private var table: Table {
        let records = pairs.compactMap(\.json.object)
        return Table(
            columns: ["metric", "a", "b"] + Self.numbers,
            rows: records.map { record in (["metric", "a", "b"] + Self.numbers).map { record[$0] ?? .null } })
    }

    var kind: ObjectKind { .table }
    func json() async -> JSONValue { table.json }
    func output() async -> Output { .table(table) }
    func summary() async -> String { pairs.map(\.words).joined(separator: "\n") }

    /// The metrics and models that are still to be told apart, and the numbers where one test is left.
    func fieldNames() async -> [String] {
        let metrics = pairs.map(\.metric).distinct.map(\.name)
        let models = Set(pairs.flatMap { [$0.a, $0.b] }).filter { $0 != first }.sorted()
        return (metrics.count > 1 ? metrics : []) + (models.count > 1 || first == nil ? models : [])
            + (pairs.count == 1 ? Self.numbers : [])
    }

    func field(_ name: String) async throws -> (any SessionObject)? {
        let ofMetric = pairs.filter { $0.metric.name == name }
        if !ofMetric.isEmpty { return TestsObject(ofMetric, of: first) }
        let ofModel = pairs.filter { $0.a == name || $0.b == name }
        if !ofModel.isEmpty, name != first {
            return TestsObject(first == nil ? ofModel.map { $0.seen(from: name) } : ofModel, of: first ?? name)
        }
        guard Self.numbers.contains(name) else { return nil }
        guard let pair = pairs.first, pairs.count == 1 else {
            throw NotebookError.unavailable(
                "'\(name)' is of one test, and here are \(pairs.count)",
                remedy: "name the metric and the models before it, as in tests.ndcg@10.svd.popular.\(name)")
        }
        return pair.json.object?[name].map(PlainValue.init)
    }
}
