import Display
package import Experiments
import Foundation
import Tuning
import Values

/// What is to tell of a trial that is no program: its epochs and its end.
package enum TrialLog {
    package static func text(_ trial: TrialRecord, objective: String) -> String {
        var lines = ["trial \(trial.sequence) \(trial.status.rawValue)  \(JSONValue.object(trial.parameters).text())"]
        lines += trial.intermediate.enumerated().map {
            "epoch \($0.offset + 1)  \(objective) \(Figures.plain($0.element))"
        }
        if !trial.metrics.isEmpty {
            lines.append(
                "final  " + trial.metrics.map { "\($0.key) \(Figures.text($0.value))" }.joined(separator: "  "))
        }
        if let error = trial.error { lines.append("error: \(error)") }
        if let seconds = trial.seconds { lines.append("took \(Figures.duration(seconds))") }
        return lines.joined(separator: "\n")
    }
}
