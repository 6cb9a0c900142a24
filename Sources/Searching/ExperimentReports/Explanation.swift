import Display
package import Experiments
import Foundation
import Tuning
import Values

/// What a search tells: which parameters mattered, how its best trial differs from the middle one, a bound that the best
/// lies at, and what to run next.
package enum Explanation {
    /// So many trials are needed until a share of the spread says something.
    private static let enough = 12

    package static func text(_ snapshot: ExperimentSnapshot) throws -> String {
        let configuration = snapshot.record.configuration
        let scored = snapshot.trials.compactMap { trial -> (trial: TrialRecord, value: Double)? in
            guard trial.status == .succeeded, let value = trial.metrics[configuration.objective]?.number,
                value.isFinite
            else { return nil }
            return (trial, value)
        }
        guard let best = snapshot.best, let value = best.metrics[configuration.objective]?.number else {
            throw ExperimentError.nothingSucceeded(
                name: snapshot.record.name, first: snapshot.trials.first { $0.status == .failed }?.error)
        }
        let ordered = scored.sorted { configuration.mode.isBetter($0.value, than: $1.value) }
        let middle = ordered[ordered.count / 2]
        let space = try? SearchSpace(json: configuration.searchSpace)
        let names = space?.parameterNames ?? best.parameters.keys
        var lines = [
            "\(snapshot.record.name): best \(configuration.objective) \(Figures.plain(value)) in trial \(best.sequence) of \(scored.count), the middle one \(Figures.plain(middle.value))"
        ]
        lines += importance(names, scored.map { ($0.trial.parameters, $0.value) })
        let differences = names.compactMap { name -> String? in
            guard let one = best.parameters[name], let other = middle.trial.parameters[name], one != other else {
                return nil
            }
            return "\(name) \(Figures.text(one)), not \(Figures.text(other))"
        }
        if !differences.isEmpty { lines.append("the best has " + differences.joined(separator: "; ")) }
        lines += (space?.parameters ?? []).compactMap { edge($0, best.parameters[$0.name]) }
        lines.append("next: " + next(configuration, scored.count))
        return lines.joined(separator: "\n")
    }

    /// The share of the objective's spread, in ranks, that groups of a parameter's values explain.
    private static func importance(_ names: [String], _ trials: [(JSONObject, Double)]) -> [String] {
        let ranks = Self.ranks(trials.map(\.1))
        let total = variance(ranks)
        let shares = names.map { name -> (name: String, share: Double) in
            let groups = Self.groups(trials.map { $0.0[name] ?? .null })
            let mean = ranks.reduce(0, +) / Double(max(1, ranks.count))
            var between = 0.0
            for places in groups.values {
                let own = places.reduce(0) { $0 + ranks[$1] } / Double(places.count)
                between += Double(places.count) * (own - mean) * (own - mean)
            }
            return (name, total > 0 ? between / Double(ranks.count) / total : 0)
        }.sorted { $0.share > $1.share }
        let words = shares.map { "\($0.name) \(Figures.fixed(100 * $0.share, decimals: 0)) %" }
        let caution = trials.count < enough ? " (a guess: \(trials.count) trials are few)" : ""
        return words.isEmpty ? [] : ["what mattered: " + words.joined(separator: ", ") + caution]
    }

    /// Which trials have values of a kind: numbers by quarters of their order, others by themselves.
    private static func groups(_ values: [JSONValue]) -> [String: [Int]] {
        let numbers = values.map(\.number)
        let distinct = Set(values.map { $0.text() })
        guard distinct.count > 6, numbers.allSatisfy({ $0 != nil }) else {
            return Dictionary(grouping: values.indices) { values[$0].text() }
        }
        let order = ranks(numbers.map { $0 ?? 0 })
        let size = Double(values.count)
        return Dictionary(grouping: values.indices) { "\(min(3, Int(order[$0] / size * 4)))" }
    }

    private static func ranks(_ values: [Double]) -> [Double] {
        var ranks = [Double](repeating: 0, count: values.count)
        for (rank, place) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
            ranks[place] = Double(rank)
        }
        return ranks
    }

    private static func variance(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    }

    /// A bound that a value lies within a twentieth of, on the scale that it is drawn from.
    private static func edge(_ parameter: SearchParameter, _ value: JSONValue?) -> String? {
        guard let value = value?.number else { return nil }
        let bounds: (low: Double, high: Double, isLog: Bool)? =
            switch parameter.distribution {
            case .uniform(let low, let high), .quniform(let low, let high, _): (low, high, false)
            case .loguniform(let low, let high), .qloguniform(let low, let high, _): (low, high, true)
            default: nil
            }
        guard let bounds else { return nil }
        let place =
            bounds.isLog
            ? (log(value) - log(bounds.low)) / (log(bounds.high) - log(bounds.low))
            : (value - bounds.low) / (bounds.high - bounds.low)
        guard place < 0.05 || place > 0.95 else { return nil }
        let (word, bound) = place < 0.05 ? ("lower", bounds.low) : ("upper", bounds.high)
        return
            "\(parameter.name) \(Figures.plain(value)) lies at its \(word) bound \(Figures.plain(bound)): a wider range may hold better"
    }

    private static func next(_ configuration: ExperimentConfiguration, _ count: Int) -> String {
        guard let subject = configuration.subject.recommender else {
            return "experiment resume \(configuration.name) --max-trials \(max(2 * count, count + 10))"
        }
        var words = ["experiment start \(subject.algorithm) DATA --space SPACE --tuner \(configuration.tuner)"]
        words.append(
            "--max-trials \(max(2 * count, count + 10)) --\(configuration.mode.rawValue) \(configuration.objective)")
        if !subject.fixed.isEmpty {
            words.append("--fix " + subject.fixed.map { "\($0.key)=\($0.value.plainText)" }.joined(separator: " "))
        }
        return words.joined(separator: " ")
            + ", or: experiment resume \(configuration.name) --max-trials \(max(2 * count, count + 10))"
    }
}
