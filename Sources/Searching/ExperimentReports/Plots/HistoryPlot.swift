package import Display
package import Experiments
import Tuning
import Values

/// An experiment's objective, trial by trial, and the best so far; of several objectives how much of their space is
/// dominated; of several experiments the best so far of each.
package enum HistoryPlot {
    /// The best value up to each trial that has one.
    package static func bestSoFar(_ snapshot: ExperimentSnapshot) -> [(sequence: Int, value: Double, best: Double)] {
        bestSoFar(snapshot.trials, snapshot.record.configuration)
    }

    private static func bestSoFar(
        _ trials: [TrialRecord], _ configuration: ExperimentConfiguration
    ) -> [(sequence: Int, value: Double, best: Double)] {
        var best: Double?
        return trials.compactMap { trial in
            guard trial.status != .earlyStopped, let value = trial.metrics[configuration.objective]?.number,
                value.isFinite
            else { return nil }
            let newest = best.map { configuration.mode.better($0, value) } ?? value
            best = newest
            return (trial.sequence, value, newest)
        }
    }

    /// All trials of one experiment.
    package static func plot(_ snapshot: ExperimentSnapshot) -> Plot { plot([PlottedTrials(snapshot)], PlotRequest()) }

    /// - Throws: `PlotError.unknown`.
    package static func plot(_ snapshots: [ExperimentSnapshot], _ request: PlotRequest) throws -> Plot {
        plot(try snapshots.map { try PlottedTrials($0, request) }, request)
    }

    private static func plot(_ plotted: [PlottedTrials], _ request: PlotRequest) -> Plot {
        guard plotted.count == 1, let only = plotted.first, only.snapshot.record.configuration.goals.isSingle else {
            return compared(plotted, request)
        }
        return alone(only, request)
    }

    private static func alone(_ plotted: PlottedTrials, _ request: PlotRequest) -> Plot {
        let best = bestSoFar(plotted.trials, plotted.snapshot.record.configuration)
        var series = plotted.series { Double($0.sequence) }
        let steps = best.map { Point(Double($0.sequence), $0.best) }
        series.insert(Series("best so far", steps, style: .steps), at: min(1, series.count))
        let values = series.filter { $0.style == .points }.flatMap(\.points).map(\.y)
        let axis = ValueAxis(
            values, of: plotted.objective, plotted.mode, isLog: request.logarithmic.contains(.y))
        return Plot(
            title: "\(plotted.name): \(plotted.objective)", xLabel: "trial", yLabel: plotted.objective, series: series,
            x: PlotAxis(isLog: request.logarithmic.contains(.x)), y: axis.axis,
            notes: plotted.sentence(of: values) + axis.notes + plotted.notes)
    }

    private static func compared(_ plotted: [PlottedTrials], _ request: PlotRequest) -> Plot {
        let snapshots = plotted.map(\.snapshot)
        let first = snapshots.first?.record.configuration
        let goals = first?.goals ?? Goals(.minimize, of: "")
        let several = snapshots.filter { $0.record.configuration.goals != goals }
        var notes = plotted.flatMap { one in one.notes.map { snapshots.count > 1 ? "\(one.name): \($0)" : $0 } }
        if let other = several.first {
            notes.insert(
                "\(other.record.name) has another goal than \(first?.name ?? ""): their values are not of one kind",
                at: 0)
        }
        for one in plotted where one.trials.allSatisfy({ one.value($0) == nil }) {
            notes.append("\(one.name) has no value of \(one.objective) yet")
        }
        var names: [String: Int] = [:]
        for snapshot in snapshots { names[snapshot.record.name, default: 0] += 1 }
        func title(_ record: ExperimentRecord) -> String {
            names[record.name] == 1 ? record.name : "\(record.name) (\(record.id))"
        }
        let isArea = !goals.isSingle && several.isEmpty
        let volumes = isArea ? dominated(plotted.map(\.trials), goals) : []
        let series = plotted.enumerated().map { index, one in
            let points =
                isArea
                ? volumes[index]
                : bestSoFar(one.trials, one.snapshot.record.configuration).map { Point(Double($0.sequence), $0.best) }
            return Series(title(one.snapshot.record), points, style: .steps)
        }
        let label =
            isArea ? "hypervolume of " + goals.objectives.map(\.metric).joined(separator: " and ") : goals.first.metric
        let isLog = request.logarithmic.contains(.y)
        let values = series.flatMap(\.points).map(\.y)
        let axis =
            isArea
            ? ValueAxis(isLog: isLog) : ValueAxis(values, of: label, goals.first.direction, isLog: isLog)
        return Plot(
            title: snapshots.map(\.record.name).joined(separator: ", ") + (isArea ? "" : ": best so far"),
            xLabel: "trial", yLabel: label, series: series, x: PlotAxis(isLog: request.logarithmic.contains(.x)),
            y: axis.axis, notes: axis.notes + notes)
    }

    /// After each trial how much all before it dominate together, measured from one reference for all experiments.
    private static func dominated(_ lists: [[TrialRecord]], _ goals: Goals) -> [[Point]] {
        let measured = lists.map { list in
            list.compactMap { trial -> (sequence: Int, losses: [Double])? in
                guard trial.status == .succeeded, let measured = goals.measured(trial.metrics), measured.isFeasible
                else { return nil }
                return (trial.sequence, goals.losses(measured))
            }
        }
        let volume = Hypervolume(around: measured.flatMap(\.self).map(\.losses))
        return measured.map { list in
            var front: [[Double]] = []
            var last = 0.0
            return list.map { sequence, losses in
                // What is dominated adds nothing, and the front stays small.
                if !front.contains(where: { $0 == losses || Pareto.dominates($0, losses) }) {
                    front = front.filter { !Pareto.dominates(losses, $0) } + [losses]
                    last = volume.volume(of: front)
                }
                return Point(Double(sequence), last)
            }
        }
    }
}
