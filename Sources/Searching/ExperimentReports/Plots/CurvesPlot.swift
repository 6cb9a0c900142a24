package import Display
package import Experiments

/// What trials reported while they ran, a line each, those that were stopped marked where they ended.
package enum CurvesPlot {
    /// - Throws: `PlotError.unknown`.
    package static func plot(_ snapshot: ExperimentSnapshot, _ request: PlotRequest = PlotRequest()) throws -> Plot {
        let plotted = try PlottedTrials(snapshot, request)
        let reporting = plotted.trials.filter { trial in trial.intermediate.contains(where: \.isFinite) }
        let values = reporting.flatMap(\.intermediate).filter(\.isFinite)
        let axis = ValueAxis(
            values, of: plotted.objective, plotted.mode, isLog: request.logarithmic.contains(.y))
        var notes: [String] = []
        if snapshot.trials.isEmpty {
            notes = plotted.sentence(of: [])
        } else if reporting.isEmpty, !plotted.trials.isEmpty {
            notes = ["no trial shown reported a value before its end; those of learners that train in epochs do"]
        } else if reporting.count == 1 {
            notes = ["one trial has reported values"]
        }
        var series: [Series] = []
        func add(_ name: String, _ fates: [PlottedTrials.Fate]) {
            let trials = reporting.filter { fates.contains(plotted.fate($0)) }
            let shown = ParallelPlot.evenly(trials, most: 200)
            if shown.count < trials.count {
                notes.append("\(shown.count) of \(trials.count) curves of \(name) are drawn")
            }
            guard !shown.isEmpty else { return }
            series.append(Series(name, lines: shown.map { points($0.intermediate) }))
        }
        add("succeeded", [.succeeded])
        add("stopped early", [.stopped])
        add("failed", [.failed])
        add("running", [.open])
        for (reason, trials) in reasons(reporting.filter { plotted.fate($0) == .stopped }) {
            let ends = trials.compactMap { points($0.intermediate).last }
            series.append(Series("\(Figures.count(trials.count, "end")): \(reason)", ends, style: .points))
        }
        return Plot(
            title: "\(plotted.name): reported values", xLabel: "report", yLabel: plotted.objective, series: series,
            x: PlotAxis(isLog: request.logarithmic.contains(.x)), y: axis.axis,
            notes: notes + axis.notes + plotted.notes)
    }

    private static func points(_ values: [Double]) -> [Point] {
        values.enumerated().filter(\.element.isFinite).map { Point(Double($0.offset + 1), $0.element) }
    }

    /// Why trials were stopped: the words without their numbers, so that one rule is one reason; at most three, the rest as one.
    private static func reasons(_ trials: [TrialRecord]) -> [(String, [TrialRecord])] {
        var groups: [(key: String, trials: [TrialRecord])] = []
        for trial in trials {
            let key = (trial.error ?? "stopped early").filter { !$0.isNumber }
            if let place = groups.firstIndex(where: { $0.key == key }) {
                groups[place].trials.append(trial)
            } else {
                groups.append((key, [trial]))
            }
        }
        groups.sort { $0.trials.count > $1.trials.count }
        let named = groups.prefix(3).map { group in
            let reason = group.trials[0].error ?? "stopped early"
            let more = group.trials.count > 1 && Set(group.trials.map(\.error)).count > 1 ? " (or alike)" : ""
            return (PlottedTrials.line(reason) + more, group.trials)
        }
        let rest = groups.dropFirst(3).flatMap(\.trials)
        return named + (rest.isEmpty ? [] : [("other reasons", rest)])
    }
}
