import Display
import Metrics
import Ratings
import Statistics
import Values

/// Learners in the order of what they came to, and which of them can be told apart: paired tests over users, all pairs
/// corrected together (Holm).
struct BenchmarkStanding: Sendable {
    struct Pair: Sendable {
        /// Places in `entries`, the better one first.
        let first: Int
        let second: Int
        let difference: PairedDifference
        let adjusted: Double

        var isTold: Bool { adjusted < BenchmarkStanding.level }
    }

    static let level = 0.05

    let metric: Metric
    /// Best first.
    let entries: [BenchmarkEntry]
    let pairs: [Pair]
    /// Who shares a letter can't be told apart.
    let groups: [String]

    init(_ metric: Metric, _ entries: [BenchmarkEntry]) {
        self.metric = metric
        let sorted = entries.sorted { metric.direction.isBetter($0.value(0), than: $1.value(0)) }
        self.entries = sorted
        let values = sorted.map { $0.userValues(0) }
        var found: [(Int, Int, PairedDifference)] = []
        for first in sorted.indices {
            for second in sorted.indices.dropFirst(first + 1) {
                // In the order of users, so that no order of lists changes a bit.
                let users = values[first].keys.filter { values[second][$0] != nil }.sorted()
                let (own, others) = (users.compactMap { values[first][$0] }, users.compactMap { values[second][$0] })
                if let difference = PairedDifference(own, others) { found.append((first, second, difference)) }
            }
        }
        let adjusted = Holm.adjusted(found.map(\.2.p))
        let pairs = zip(found, adjusted).map { Pair(first: $0.0, second: $0.1, difference: $0.2, adjusted: $1) }
        self.pairs = pairs
        groups = LetterGroups.letters(sorted.count) { one, other in
            pairs.first { $0.first == one && $0.second == other }?.isTold ?? false
        }
    }

    private func pair(_ first: Int, _ second: Int) -> Pair? { pairs.first { $0.first == first && $0.second == second } }

    /// What can be concluded, and what can't, in words.
    var conclusion: String {
        guard let best = entries.first, entries.count > 1 else { return "" }
        let users = Figures.count(pairs.first { $0.first == 0 }?.difference.count ?? 0, "user")
        let rest = entries.indices.dropFirst()
        let alike = rest.filter { !(pair(0, $0)?.isTold ?? false) }.map { entries[$0].learner }
        guard !alike.isEmpty else {
            let p = rest.compactMap { pair(0, $0)?.adjusted }.max() ?? 1
            return "\(best.learner) is the best by \(metric.name): each of the others is worse on the same \(users) "
                + "(\(Self.told(p)) after Holm)"
        }
        let names = Self.list(alike)
        let others = rest.count - alike.count
        return "\(best.learner) comes first by \(metric.name), but from \(users) no difference can be told to \(names)"
            + (others == 0 ? "" : "; \(others == 1 ? "the other one is" : "the other \(others) are") worse")
    }

    private static func told(_ p: Double) -> String { p < 0.001 ? "p < 0.001" : "p = \(Figures.significant(p))" }

    private static func list(_ names: [String]) -> String {
        guard names.count > 1, let last = names.last else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}
