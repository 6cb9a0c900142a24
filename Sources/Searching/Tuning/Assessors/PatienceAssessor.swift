import Values

/// Early stopping as it is used in training (Prechelt, 1998, "Early stopping – but when?", doi:10.1007/3-540-49430-8_3).
///
/// A trial is stopped once `patience` reports in a row are no better than its best before by more than `min_delta`; other
/// trials have no say. A report that is no finite number is no improvement. Optuna's `PatientPruner` prunes where the best of
/// the last reports is worse than the best before; here a value that stands still ends a trial too.
struct PatienceAssessor: Assessor {
    private static let patience = Parameter(
        "patience", 1...1_000_000, default: 5, help: "reports without improvement after which a trial is stopped")
    private static let minDelta = Parameter(
        "min_delta", 0...1e300, default: 0.0, help: "how much better than the best so far an improvement is, at least")

    static let description = AssessorDescription(
        "Patience", "stops a trial whose value has stopped improving",
        source: "Prechelt, 1998, doi:10.1007/3-540-49430-8_3; as Keras' EarlyStopping, near Optuna's PatientPruner",
        arguments: [patience, minDelta]
    ) { given, mode in
        PatienceAssessor(patience: given[patience], minDelta: given[minDelta], mode: mode)
    }

    private struct Progress {
        var best: Double?
        var waited = 0
    }

    private let patience: Int
    private let minDelta: Double
    private let mode: Direction
    private var running: [Int: Progress] = [:]

    init(patience: Int, minDelta: Double, mode: Direction) {
        self.patience = patience
        self.minDelta = minDelta
        self.mode = mode
    }

    mutating func assess(id: Int, step: Int, value: Double) -> Assessment {
        var progress = running[id] ?? Progress()
        if value.isFinite, progress.best.map({ isImprovement(value, on: $0) }) ?? true {
            progress = Progress(best: value)
        } else if progress.waited < patience {
            progress.waited += 1
        }
        running[id] = progress
        guard progress.waited >= patience else { return .goOn }
        let best = progress.best.map { "no better than \($0)" } ?? "no numbers"
        return .stop(reason: "its last \(patience) reports are \(best)")
    }

    private func isImprovement(_ value: Double, on best: Double) -> Bool {
        mode == .minimize ? value < best - minDelta : value > best + minDelta
    }

    mutating func end(id: Int, _ outcome: TrialOutcome) { running[id] = nil }
}
