package import Display
package import Experiments
import Values

/// Every trial as a line across its parameters to its objective, the best tenth apart from the others.
package enum ParallelPlot {
    /// More lines than this are a blot.
    static let mostLines = 400

    /// - Throws: `PlotError.unknown`.
    package static func plot(_ snapshot: ExperimentSnapshot, _ request: PlotRequest = PlotRequest()) throws -> Plot {
        let plotted = try PlottedTrials(snapshot, request)
        let known = plotted.trials.filter { plotted.fate($0) == .succeeded }
        let values = known.compactMap(plotted.value)
        let axes = try TrialValues.parameterNames(plotted.trials).map { name in
            try ParameterAxis(name, plotted, isLog: false)
        }
        var notes = plotted.sentence(of: values) + axes.flatMap(\.notes)
        let isLog = request.logarithmic.contains(.y)
        let axis = ValueAxis(values, of: plotted.objective, plotted.mode, isLog: isLog)
        let low = axis.axis.limits?.lowerBound ?? values.min() ?? 0
        let high = axis.axis.limits?.upperBound ?? values.max() ?? 0
        notes += axis.notes
        func line(_ trial: TrialRecord) -> [[Point]] {
            // A parameter that a trial lacks is a gap in its line.
            var lines: [[Point]] = [[]]
            for (place, axis) in axes.enumerated() {
                if let share = axis.share(trial) {
                    lines[lines.count - 1].append(Point(Double(place), share))
                } else {
                    lines.append([])
                }
            }
            if let value = plotted.value(trial), plotted.fate(trial) == .succeeded {
                let share = AxisShare.share(value, low, high, isLog: axis.axis.isLog)
                lines[lines.count - 1].append(Point(Double(axes.count), share))
            }
            return lines.filter { !$0.isEmpty }
        }
        let ranked = known.sorted { one, other in
            plotted.mode.isBetter(plotted.value(one) ?? 0, than: plotted.value(other) ?? 0)
        }
        let best = Array(ranked.prefix((ranked.count + 9) / 10))
        let others = evenly(Array(ranked.dropFirst(best.count)))
        let lost = evenly(plotted.trials.filter { [.failed, .stopped].contains(plotted.fate($0)) })
        let shownBest = evenly(best)
        let drawn = shownBest.count + others.count
        if drawn < ranked.count {
            notes.append("\(drawn) of \(ranked.count) lines are drawn, evenly by \(plotted.objective)")
        }
        var series = [Series("the best tenth", lines: shownBest.flatMap(line))]
        if !others.isEmpty { series.insert(Series("other trials", lines: others.flatMap(line)), at: 0) }
        if !lost.isEmpty { series.append(Series("stopped or failed", lines: lost.flatMap(line))) }
        var plot = Plot(
            title: "\(plotted.name): parameters and \(plotted.objective)", xLabel: "", yLabel: "", series: series,
            notes: notes + plotted.notes)
        plot.uprights =
            axes.map(\.upright) + [Upright(plotted.objective, low: Figures.plain(low), high: Figures.plain(high))]
        return plot
    }

    static func evenly<Element>(_ list: [Element], most: Int = mostLines) -> [Element] {
        guard list.count > most else { return list }
        return (0..<most).map { list[$0 * list.count / most] }
    }
}
