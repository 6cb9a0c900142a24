package import Display
package import Experiments
import Tuning

/// How much each parameter moves the objective, by a functional analysis of variance.
package enum ImportancePlot {
    /// So many trials are needed until a share of the spread says something.
    static let enough = 12

    /// What importance is judged by: the trials that succeeded.
    static func history(_ snapshot: ExperimentSnapshot, _ trials: [TrialRecord]) -> SearchHistory? {
        guard let space = try? SearchSpace(json: snapshot.record.configuration.searchSpace) else { return nil }
        let goals = snapshot.record.configuration.goals
        var history = SearchHistory(space, goals: goals)
        for trial in trials where trial.status == .succeeded { history.add(trial.parameters, trial.outcome(goals)) }
        return history
    }

    /// - Throws: `PlotError.unknown`.
    package static func plot(_ snapshot: ExperimentSnapshot, _ request: PlotRequest = PlotRequest()) throws -> Plot {
        let plotted = try PlottedTrials(snapshot, request)
        let history = history(snapshot, plotted.trials)
        let shares = history.map { Importance.functionalANOVA($0) } ?? []
        let values = plotted.trials.filter { plotted.fate($0) == .succeeded }.compactMap(plotted.value)
        var notes = plotted.sentence(of: values)
        if notes.isEmpty, shares.isEmpty {
            notes.append(
                history == nil
                    ? "the search space of \(plotted.name) is not known, so nothing is said of its parameters"
                    : "\(Figures.count(values.count, "trial")) with a value are too few to tell what matters; 8 are the least"
            )
        } else if !shares.isEmpty, values.count < enough {
            notes.append("a guess: \(values.count) trials are few")
        }
        if let pair = shares.flatMap({ one in one.pairs.map { (one.name, $0) } }).max(by: { $0.1.share < $1.1.share }),
            pair.1.share >= 0.02
        {
            notes.append(
                "\(pair.0) and \(pair.1.other) matter together for another \(Figures.fixed(100 * pair.1.share, decimals: 0)) %"
            )
        }
        let bars = shares.enumerated().map { place, one in
            Point(Double(place), (1000 * one.share).rounded() / 10, label: one.name)
        }
        let isFlat = shares.allSatisfy { $0.share == 0 }
        return Plot(
            title: "\(plotted.name): importance for \(plotted.objective), % of its variance", xLabel: "parameter",
            yLabel: "%", series: isFlat ? [] : [Series("importance", bars, style: .bars)],
            notes: notes + plotted.notes)
    }
}
