package import Display
package import Experiments
package import Foundation
import Tuning

/// When each trial ran, and beside which others: a row for each that ran at once.
package enum TimelinePlot {
    /// - Throws: `PlotError.unknown`.
    package static func plot(
        _ snapshot: ExperimentSnapshot, _ request: PlotRequest = PlotRequest(), now: Date = Date()
    ) throws -> Plot {
        let plotted = try PlottedTrials(snapshot, request)
        let started = plotted.trials.compactMap { trial in trial.startTime.map { (trial: trial, start: $0) } }
            .sorted { ($0.start, $0.trial.sequence) < ($1.start, $1.trial.sequence) }
        let first = started.first?.start ?? now
        let latest = started.compactMap(\.trial.endTime).max() ?? now
        /// What still runs lasts until now; what lost its end ends with the last known one.
        let open = snapshot.record.status.hasEnded ? latest : max(now, latest)
        var free: [Date] = []
        var lines: [PlottedTrials.Fate: [[Point]]] = [:]
        for (trial, start) in started {
            let end = max(start, trial.endTime ?? open)
            let lane = free.firstIndex { $0 <= start } ?? free.count
            if lane == free.count { free.append(end) } else { free[lane] = end }
            let label =
                "trial \(trial.sequence), \(trial.status.rawValue), \(Figures.duration(end.timeIntervalSince(start)))"
            let ends = [start, end].map { Point($0.timeIntervalSince(first), Double(lane), label: label) }
            lines[plotted.fate(trial), default: []].append(ends)
        }
        let named: [(PlottedTrials.Fate, String)] = [
            (.succeeded, "succeeded"), (.stopped, "stopped early"), (.failed, "failed or cancelled"),
            (.open, "running"),
        ]
        let series = named.compactMap { fate, name in lines[fate].map { Series(name, lines: $0, style: .spans) } }
        var notes: [String] = []
        if snapshot.trials.isEmpty {
            notes = plotted.sentence(of: [])
        } else if started.isEmpty, !plotted.trials.isEmpty {
            notes = ["no trial shown has started yet"]
        } else if !started.isEmpty {
            let busy = started.reduce(0.0) { $0 + max(0, ($1.trial.endTime ?? open).timeIntervalSince($1.start)) }
            let whole = max(latest, open == latest ? latest : open).timeIntervalSince(first) * Double(free.count)
            if whole > 0 {
                notes = [
                    "\(Figures.count(started.count, "trial")) in \(Figures.count(free.count, "row")), which were busy \(Figures.fixed(100 * min(1, busy / whole), decimals: 0)) % of the time"
                ]
            }
        }
        return Plot(
            title: "\(plotted.name): trials over time", xLabel: "seconds", yLabel: "", series: series,
            x: PlotAxis(isLog: request.logarithmic.contains(.x)),
            y: PlotAxis(names: free.indices.map { "worker \($0 + 1)" }), notes: notes + plotted.notes)
    }
}
