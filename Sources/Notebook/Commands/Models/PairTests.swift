import Display
import Metrics
import Statistics
import Values

/// Pairs of models on the same users, tested: who is better, by how much, and whether that can be told at all.
struct PairTests {
    /// Adjusted p below which a pair is told apart.
    static let level = 0.05
    /// So many are said one by one; of more, those with the best.
    private static let mostSaid = 6

    /// One metric of two models.
    struct Pair {
        let metric: Metric
        let a: String
        let b: String
        let difference: PairedDifference
        /// What the values are of.
        private let unit: String
        fileprivate(set) var adjusted = 1.0

        /// - Returns: `nil` where fewer than two users have a value by both.
        init?(_ metric: Metric, _ a: String, _ own: UserValues, _ b: String, _ other: UserValues, by test: PairedTest) {
            let paired = own.paired(with: other)
            guard let difference = PairedDifference(paired.own, paired.others, by: test) else { return nil }
            self.init(metric, a, b, difference, of: "user")
        }

        /// - Parameter unit: what the values are of, in a word.
        init(_ metric: Metric, _ a: String, _ b: String, _ difference: PairedDifference, of unit: String) {
            (self.metric, self.a, self.b, self.difference, self.unit) = (metric, a, b, difference, unit)
        }

        var isToldApart: Bool { adjusted < PairTests.level }
        /// Whether the first is the better one, by the mean.
        var isFirstBetter: Bool { metric.direction.isBetter(difference.mean, than: 0) }

        /// The same test, with this model as the first.
        func seen(from model: String) -> Self {
            guard model == b else { return self }
            var turned = Self(metric, b, a, difference.reversed, of: unit)
            turned.adjusted = adjusted
            return turned
        }

        var json: JSONValue {
            [
                "metric": .string(metric.name), "a": .string(a), "b": .string(b),
                "difference": .number(difference.mean), "low": .number(difference.interval.low),
                "high": .number(difference.interval.high), "p": .number(difference.p), "adjusted": .number(adjusted),
                "n": .integer(difference.count),
            ]
        }

        /// By how much the better one is better, with its interval.
        var extent: String {
            let ends = [difference.interval.low, difference.interval.high]
            let shown = (difference.mean < 0 ? ends.reversed().map { -$0 } : ends).map { Figures.plain($0) }
            return "\(Figures.plain(abs(difference.mean))) [\(shown[0]), \(shown[1])]"
        }

        /// The adjusted p in words.
        var chance: String { adjusted < 0.001 ? "p < 0.001" : "p = \(Figures.fixed(adjusted, decimals: 3))" }

        /// `ndcg@10: k better by 0.0107 [0.0059, 0.0155] than m, p < 0.001`
        var words: String {
            guard isToldApart else {
                return
                    "\(metric.name): \(a), \(b): no difference can be told from \(Figures.count(difference.count, unit))"
            }
            let (better, worse) = isFirstBetter ? (a, b) : (b, a)
            let what = metric == .rmse && unit == "user" ? " in mean squared error" : ""
            return
                "\(metric.name): \(better) better by \(extent)\(what) than \(worse), \(chance)"
        }
    }

    /// Adjusted among one another.
    let pairs: [Pair]

    init(_ pairs: [Pair]) {
        var adjusted = pairs
        for (place, p) in Holm.adjusted(pairs.map(\.difference.p)).enumerated() { adjusted[place].adjusted = p }
        self.pairs = adjusted
    }

    /// Every metric of every two models.
    ///
    /// - Parameter measured: of each model the same metrics.
    init(_ names: [String], _ measured: [[MeasuredMetric]], by test: PairedTest) {
        let metrics = measured.first?.map(\.metric) ?? []
        self.init(
            metrics.indices.flatMap { column in
                names.indices.flatMap { one in
                    names.indices.dropFirst(one + 1).compactMap { other -> Pair? in
                        guard let own = measured[one][column].users, let others = measured[other][column].users else {
                            return nil
                        }
                        return Pair(metrics[column], names[one], own, names[other], others, by: test)
                    }
                }
            })
    }

    var json: JSONValue { .array(pairs.map(\.json)) }

    /// A line for each pair; of many, for those with the best model of a metric.
    ///
    /// - Parameter best: the best model's name by a metric.
    func words(best: (Metric) -> String?) -> String {
        let said = pairs.count <= Self.mostSaid ? pairs : pairs.filter { [$0.a, $0.b].contains(best($0.metric)) }
        return (said.map(\.words) + contradictions).joined(separator: "\n")
    }

    /// The letters of models by one metric, in the order of `names`.
    ///
    /// - Parameter values: what each model came to.
    func letters(_ names: [String], by metric: Metric, values: [Double]) -> [String] {
        let order = names.indices.sorted {
            metric.direction.isBetter(values[$0], than: values[$1])
                || !metric.direction.isBetter(values[$1], than: values[$0]) && $0 < $1
        }
        let own = pairs.filter { $0.metric == metric && $0.isToldApart }
        let apart = Set(own.flatMap { [[$0.a, $0.b], [$0.b, $0.a]] })
        let letters = LetterGroups.letters(order.count) { apart.contains([names[order[$0]], names[order[$1]]]) }
        var result = [String](repeating: "", count: names.count)
        for (place, model) in order.enumerated() { result[model] = letters[place] }
        return result
    }

    /// Pairs of which one is better by one metric and the other by another.
    private var contradictions: [String] {
        var lines: [String] = []
        for (place, pair) in pairs.enumerated() where pair.isToldApart {
            let other = pairs[(place + 1)...].first {
                $0.isToldApart && $0.a == pair.a && $0.b == pair.b && $0.isFirstBetter != pair.isFirstBetter
            }
            guard let other else { continue }
            let (better, worse) = pair.isFirstBetter ? (pair.a, pair.b) : (pair.b, pair.a)
            lines.append(
                "\(better) is better than \(worse) in \(pair.metric.name) and worse in \(other.metric.name): judge by the one that is wanted"
            )
        }
        return Array(lines.prefix(3))
    }
}
