/// How far a trial of several objectives is behind while it runs, as one number that should be low: the share of the trials
/// that have succeeded whose report at the same step dominates its own (after the domination ranks of Schmucker, Donini,
/// Zafar, Salinas and Archambeau, 2021, "Multi-objective asynchronous successive halving", arXiv:2106.12639).
///
/// Up to a quarter counts as a quarter, lest a single trial that is ahead early ends all others: curves of objectives that pull
/// apart cross later. So a trial near the front of its step has the least there is, whichever objective it is good at. What
/// is no number is the worst there is.
struct DominatedShare: Sendable {
    private static let least = 0.25

    private let objectives: [Goal]
    private var running: [Int: [[Double]]] = [:]
    private var succeeded: [[[Double]]] = []

    init(_ objectives: [Goal]) { self.objectives = objectives }

    /// Takes a report, and says how far behind the trial is with it.
    mutating func report(_ id: Int, step: Int, _ values: [Double]) -> Double {
        let losses = objectives.indices.map { index in
            let value = index < values.count ? values[index] : .nan
            return value.isNaN ? .infinity : objectives[index].loss(value)
        }
        running[id, default: []].append(losses)
        guard step >= 1 else { return Self.least }
        let others = succeeded.filter { $0.count >= step }
        guard !others.isEmpty else { return Self.least }
        let ahead = others.count { Pareto.dominates($0[step - 1], losses) }
        return max(Self.least, Double(ahead) / Double(others.count))
    }

    mutating func end(_ id: Int, _ outcome: TrialOutcome) {
        guard let reports = running.removeValue(forKey: id), case .measured = outcome else { return }
        succeeded.append(reports)
    }
}
