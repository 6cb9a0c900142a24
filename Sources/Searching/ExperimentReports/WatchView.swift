package import Display
package import Experiments
import Foundation
import Tuning
import Values

/// An experiment while it runs.
package enum WatchView {
    /// How it stands, its history, the best five, what runs, and how long it will take.
    package static func output(_ now: ExperimentSnapshot, room: Int) -> Output {
        let configuration = now.record.configuration
        let ended = now.trials.count { $0.status.hasEnded }
        var head = "\(now.record.name)  \(now.record.status.rawValue)  \(ended)"
        if let most = configuration.maxTrials { head += "/\(most)" }
        head += " trials"
        if let left = secondsLeft(now, ended: ended) { head += "  \(Figures.duration(left)) left" }
        var parts: [Output] = [.text(head)]
        let table = TrialTable.table(now.trials.filter { $0.status == .succeeded })
        if let best = TrialTable.sorted(table, by: configuration.objective, configuration.mode) {
            var top = best
            top.rows = Array(best.rows.prefix(5))
            parts.append(.picture(HistoryPlot.plot(now)))
            parts.append(.table(top))
        }
        let running = now.trials.filter { $0.status == .running }
        if !running.isEmpty { parts.append(.text(running.prefix(8).map(curve).joined(separator: "\n"))) }
        return .group(parts)
    }

    private static func secondsLeft(_ now: ExperimentSnapshot, ended: Int) -> Double? {
        let configuration = now.record.configuration
        guard !now.record.status.hasEnded, let began = configuration.resumed ?? now.record.startTime else { return nil }
        let spent = Date().timeIntervalSince(began)
        let byTime = configuration.maxDuration.map { $0 - configuration.spent - spent }
        let sinceThen = now.trials.count { ($0.endTime ?? .distantPast) >= began }
        let byTrials = configuration.maxTrials.flatMap { most in
            sinceThen > 0 && most > ended ? spent / Double(sinceThen) * Double(most - ended) : nil
        }
        return [byTime, byTrials].compactMap { $0 }.min().map { max(0, $0) }
    }

    /// A running trial and its reports as a row of bars.
    private static func curve(_ trial: TrialRecord) -> String {
        let values = trial.intermediate.suffix(40).filter(\.isFinite)
        let bars = Array("▁▂▃▄▅▆▇█")
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        let line = String(
            values.map { value in
                let place = high > low ? (value - low) / (high - low) : 0
                return bars[min(bars.count - 1, Int(place * Double(bars.count)))]
            })
        return "trial \(trial.sequence) runs  \(line)" + (values.last.map { "  \(Figures.plain($0))" } ?? "")
    }

    /// A trial that has ended, in a line.
    package static func line(_ trial: TrialRecord, _ now: ExperimentSnapshot) -> String {
        let values = (trial.metrics.isEmpty ? [:] : trial.metrics).map { "\($0.key) \(Figures.text($0.value))" }
        let parameters = trial.parameters.map { "\($0.key)=\(Figures.text($0.value))" }
        return (["\(now.record.name) trial \(trial.sequence) \(trial.status.rawValue)"] + values + parameters)
            .joined(separator: "  ")
    }
}
