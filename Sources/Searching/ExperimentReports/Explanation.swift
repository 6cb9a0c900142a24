import Display
package import Experiments
import Tuning
import Values

/// What a search tells: which parameters mattered, how its best trial differs from the middle one, a bound that the best
/// lies at, and what to run next.
package enum Explanation {
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
            "\(snapshot.record.name) tried \(Figures.count(ordered.count, "setting")): the best, trial \(best.sequence), has \(configuration.objective) \(Figures.plain(value)), the middle one \(Figures.plain(middle.value))"
        ]
        lines += importance(snapshot)
        let differences = names.compactMap { name -> String? in
            guard let one = best.parameters[name], let other = middle.trial.parameters[name], one != other else {
                return nil
            }
            return "\(name) \(Figures.text(one)), not \(Figures.text(other))"
        }
        if !differences.isEmpty { lines.append("the best has " + differences.joined(separator: "; ")) }
        let edges = (space?.parameters ?? []).compactMap { SpaceEdge($0, best.parameters[$0.name]) }
        lines += edges.map(\.words)
        lines += further
        lines.append("next: " + next(configuration, ordered.count))
        lines += wider(configuration, space, edges, ordered.count)
        return lines.joined(separator: "\n")
    }

    /// How much each parameter mattered, by a functional analysis of variance, and by what sets the best tenth apart.
    private static func importance(_ snapshot: ExperimentSnapshot) -> [String] {
        guard let history = ImportancePlot.history(snapshot, snapshot.trials) else { return [] }
        let shares = Importance.functionalANOVA(history)
        guard !shares.isEmpty else { return [] }
        func words(_ shares: [ParameterImportance]) -> String {
            shares.filter { $0.share >= 0.005 }.map { "\($0.name) \(Figures.fixed(100 * $0.share, decimals: 0)) %" }
                .joined(separator: ", ")
        }
        let caution = history.count < ImportancePlot.enough ? " (a guess: \(history.count) trials are few)" : ""
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

    /// The call that was made, with twice the trials, and the search itself gone on with.
    private static func next(_ configuration: ExperimentConfiguration, _ count: Int) -> String {
        let more = "--max-trials \(max(2 * count, count + 10))"
        let resume = "experiment resume \(configuration.name) \(more)"
        return configuration.subject.recommender?.call.map { "\($0) \(more), or: \(resume)" } ?? resume
    }

    /// The same search with more room where the best lies at a bound, as lines to type.
    private static func wider(
        _ configuration: ExperimentConfiguration, _ space: SearchSpace?, _ edges: [SpaceEdge], _ count: Int
    ) -> [String] {
        guard let space, let call = configuration.subject.recommender?.call else { return [] }
        let lines = space.parameters.compactMap { parameter -> String? in
            if let wider = edges.first(where: { $0.parameter.name == parameter.name })?.widerLine { return wider }
            return parameter.distribution.line(named: parameter.name)
        }
        // What nests other parameters is no one line.
        guard lines.count == space.parameters.count, edges.contains(where: { $0.widerLine != nil }) else { return [] }
        var words = call.split(separator: " ").map(String.init)
        if let place = words.firstIndex(of: "--space") { words.removeSubrange(place..<min(place + 2, words.count)) }
        let start = words.joined(separator: " ")
        return ["or with more room:", "  space wider"] + lines.map { "    \($0)" }
            + [
                "  end",
                "  wider_\(configuration.name.filter { $0.isLetter || $0.isNumber || $0 == "_" }) = \(start) --space wider --max-trials \(max(2 * count, count + 10))",
            ]
    }
}

extension Distribution {
    /// As a line of a space; `nil` where an option holds parameters of its own.
    fileprivate func line(named name: String) -> String? {
        guard case .choice(let options) = self else {
            return "\(name) \(typeName) " + values.map(\.typed).joined(separator: " ")
        }
        let plain = options.compactMap { option -> String? in
            if case .value(let value) = option { return value.typed }
            return nil
        }
        return plain.count == options.count ? "\(name) choice \(plain.joined(separator: " "))" : nil
    }
}
