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

    /// The trials that succeeded, by their objective, best first.
    private static func ordered(_ snapshot: ExperimentSnapshot) -> [(trial: TrialRecord, value: Double)] {
        let configuration = snapshot.record.configuration
        return snapshot.trials.compactMap { trial -> (trial: TrialRecord, value: Double)? in
            guard trial.status == .succeeded, let value = trial.metrics[configuration.objective]?.number,
                value.isFinite
            else { return nil }
            return (trial, value)
        }
        .sorted { configuration.mode.isBetter($0.value, than: $1.value) }
    }

    /// The trial that half of the others are better than.
    package static func middle(_ snapshot: ExperimentSnapshot) -> TrialRecord? {
        let ordered = ordered(snapshot)
        return ordered.isEmpty ? nil : ordered[ordered.count / 2].trial
    }

    /// - Parameter further: lines of what whoever has the data knows beside the records.
    package static func text(_ snapshot: ExperimentSnapshot, further: [String] = []) throws -> String {
        let configuration = snapshot.record.configuration
        let ordered = ordered(snapshot)
        guard let best = snapshot.best, let value = best.metrics[configuration.objective]?.number else {
            throw ExperimentError.nothingSucceeded(
                name: snapshot.record.name, first: snapshot.trials.first { $0.status == .failed }?.error)
        }
        let middle = ordered[ordered.count / 2]
        let space = try? SearchSpace(json: configuration.searchSpace)
        let names = space?.parameterNames ?? best.parameters.keys
        var lines = [
            "\(snapshot.record.name): best \(configuration.objective) \(Figures.plain(value)) in trial \(best.sequence) of \(ordered.count), the middle one \(Figures.plain(middle.value))"
        ]
        lines += space.map { importance(snapshot, $0) } ?? []
        let differences = names.compactMap { name -> String? in
            guard let one = best.parameters[name], let other = middle.trial.parameters[name], one != other else {
                return nil
            }
            return "\(name) \(Figures.text(one)), not \(Figures.text(other))"
        }
        if !differences.isEmpty { lines.append("the best has " + differences.joined(separator: "; ")) }
        lines += (space?.parameters ?? []).compactMap { edge($0, best.parameters[$0.name]) }
        lines += further
        lines.append("next: " + next(configuration, ordered.count))
        return lines.joined(separator: "\n")
    }

    /// How much each parameter mattered, by a functional analysis of variance, and by what sets the best tenth apart.
    private static func importance(_ snapshot: ExperimentSnapshot, _ space: SearchSpace) -> [String] {
        let goals = snapshot.record.configuration.goals
        var history = SearchHistory(space, goals: goals)
        for trial in snapshot.trials where trial.status == .succeeded {
            history.add(trial.parameters, trial.outcome(goals))
        }
        let shares = Importance.functionalANOVA(history)
        guard !shares.isEmpty else { return [] }
        func words(_ shares: [ParameterImportance]) -> String {
            shares.filter { $0.share >= 0.005 }.map { "\($0.name) \(Figures.fixed(100 * $0.share, decimals: 0)) %" }
                .joined(separator: ", ")
        }
        let caution = history.count < enough ? " (a guess: \(history.count) trials are few)" : ""
        let main = words(shares)
        var lines = ["what mattered: " + (main.isEmpty ? "nothing that can be told" : main) + caution]
        if let pair = shares.flatMap({ one in one.pairs.map { (one.name, $0) } }).max(by: { $0.1.share < $1.1.share }),
            pair.1.share >= 0.1
        {
            lines.append(
                "\(pair.0) and \(pair.1.other) matter together: \(Figures.fixed(100 * pair.1.share, decimals: 0)) %")
        }
        let best = words(Array(Importance.pedANOVA(history).prefix(3)))
        if !best.isEmpty { lines.append("what sets the best tenth apart: " + best) }
        return lines
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

    /// The call that was made, with twice the trials, and the search itself gone on with.
    private static func next(_ configuration: ExperimentConfiguration, _ count: Int) -> String {
        let more = "--max-trials \(max(2 * count, count + 10))"
        let resume = "experiment resume \(configuration.name) \(more)"
        return configuration.subject.recommender?.call.map { "\($0) \(more), or: \(resume)" } ?? resume
    }
}
