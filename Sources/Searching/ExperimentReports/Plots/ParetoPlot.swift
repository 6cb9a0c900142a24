package import Display
package import Experiments
import Tuning
import Values

/// The trials of two objectives, and those that no other beats in both.
package enum ParetoPlot {
    /// - Throws: `PlotError.unknown`.
    package static func plot(_ snapshot: ExperimentSnapshot, _ request: PlotRequest = PlotRequest()) throws -> Plot {
        let plotted = try PlottedTrials(snapshot, request)
        let goals = snapshot.record.configuration.goals
        guard goals.objectives.count > 1 else {
            return Plot(
                title: "\(plotted.name): Pareto front", xLabel: "", yLabel: plotted.objective, series: [],
                notes: [
                    "\(plotted.name) has one objective, \(plotted.objective), so one trial is the best; a front is of two: --minimize rmse --maximize coverage@10"
                ])
        }
        let (first, second) = (goals.objectives[0], goals.objectives[1])
        let measured = plotted.trials.compactMap { trial -> (trial: TrialRecord, measured: Measured)? in
            guard trial.status == .succeeded else { return nil }
            return goals.measured(trial.metrics).map { (trial, $0) }
        }
        let front = Set(ExperimentSnapshot(record: snapshot.record, trials: plotted.trials).front.map(\.sequence))
        func points(_ isShown: (TrialRecord, Measured) -> Bool) -> [Point] {
            measured.filter { isShown($0.trial, $0.measured) }.map {
                Point($0.measured.values[0], $0.measured.values[1])
            }
        }
        let dominated = points { !front.contains($0.sequence) && $1.isFeasible }
        let best = points { trial, _ in front.contains(trial.sequence) }
        let missing = points { !front.contains($0.sequence) && !$1.isFeasible }
        var series = [
            Series("beaten by another", dominated, style: .points), Series("the front", best, style: .points),
        ]
        if !missing.isEmpty { series.append(Series("misses a constraint", missing, style: .points)) }
        let xs = measured.map { $0.measured.values[0] }
        let ys = measured.map { $0.measured.values[1] }
        let x = ValueAxis(
            xs, of: first.metric, first.direction, isLog: request.logarithmic.contains(.x), keeping: best.map(\.x))
        let y = ValueAxis(
            ys, of: second.metric, second.direction, isLog: request.logarithmic.contains(.y), keeping: best.map(\.y))
        var notes = plotted.sentence(of: xs)
        if goals.objectives.count > 2 {
            notes.append(
                "the front is of all \(goals.objectives.count) objectives; \(first.metric) and \(second.metric) are drawn"
            )
        }
        if !best.isEmpty { notes.append("\(best.count) of \(Figures.count(measured.count, "trial")) on the front") }
        return Plot(
            title:
                "\(plotted.name): \(second.metric) (\(second.direction.rawValue)) over \(first.metric) (\(first.direction.rawValue))",
            xLabel: first.metric, yLabel: second.metric, series: series, x: x.axis, y: y.axis,
            notes: notes + x.notes + y.notes + plotted.notes)
    }
}
