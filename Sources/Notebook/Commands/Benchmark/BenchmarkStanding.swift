import Display
import Metrics
import Ratings
import Statistics
import Values

/// Learners in the order of what they came to, and which of them can be told apart: paired tests over users, all pairs
/// corrected together.
struct BenchmarkStanding: Sendable {
    let metric: Metric
    /// Best first.
    let entries: [BenchmarkEntry]
    /// Of every two, the better one first.
    let tests: PairTests
    /// Who shares a letter can't be told apart.
    let groups: [String]

    init(_ metric: Metric, _ entries: [BenchmarkEntry]) {
        self.metric = metric
        let sorted = entries.sorted { metric.direction.isBetter($0.value(0), than: $1.value(0)) }
        let values = sorted.map { $0.userValues(0) }
        let tests = PairTests(
            sorted.indices.flatMap { first in
                sorted.indices.dropFirst(first + 1).compactMap { second -> PairTests.Pair? in
                    Self.difference(values[first], values[second]).map {
                        PairTests.Pair(metric, sorted[first].learner, sorted[second].learner, $0, of: "user")
                    }
                }
            })
        self.entries = sorted
        self.tests = tests
        groups = tests.letters(sorted.map(\.learner), by: metric, values: sorted.map { $0.value(0) })
    }

    private static func difference(_ one: [EntityID: Double], _ other: [EntityID: Double]) -> PairedDifference? {
        // In the order of users, so that no order of lists changes a bit.
        let users = one.keys.filter { other[$0] != nil }.sorted()
        return PairedDifference(users.compactMap { one[$0] }, users.compactMap { other[$0] })
    }

    /// What can be concluded, and what can't, in words.
    var conclusion: String {
        guard let best = entries.first, entries.count > 1 else { return "" }
        let own = tests.pairs.filter { $0.a == best.learner }
        let users = Figures.count(own.first?.difference.count ?? 0, "user")
        let apart = Set(own.filter(\.isToldApart).map(\.b))
        let rest = entries.dropFirst().map(\.learner)
        let alike = rest.filter { !apart.contains($0) }
        guard !alike.isEmpty else {
            let least = own.max { $0.adjusted < $1.adjusted }?.chance ?? ""
            return "\(best.learner) is the best by \(metric.name): each of the others is worse on the same \(users) "
                + "(\(least) after Holm)"
        }
        let others = rest.count - alike.count
        return "\(best.learner) comes first by \(metric.name), but from \(users) no difference can be told to "
            + Figures.list(alike, last: "and")
            + (others == 0 ? "" : "; \(others == 1 ? "the other one is" : "the other \(others) are") worse")
    }
}
