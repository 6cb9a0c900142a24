import Values

/// Optuna's `PercentilePruner` (Akiba et al., 2019, doi:10.1145/3292500.3330701); its `MedianPruner` is this one at 50.
///
/// A trial goes on at a step while its best value so far is among the best `percentile` percent of what completed trials had
/// reported at that very step: no worse than that quantile of them, interpolated linearly. Nobody is stopped before
/// `n_startup_trials` trials have completed, before `start_step`, or where fewer than `n_min_trials` of them have a value.
///
/// Values that are no finite numbers never count among the others, and a trial that has no other is stopped where it is judged.
/// Where a trial reports a step twice, the first value counts.
struct PercentileAssessor: Assessor {
    private static let percentile = Parameter(
        "percentile", 0...100, default: 25.0, help: "percent of the trials at a step that may go on")
    private static let startupTrials = Parameter(
        "n_startup_trials", 0...1_000_000, default: 5, help: "completed trials before any is judged")
    private static let startStep = Parameter(
        "start_step", 0...1_000_000, default: 0, help: "reports before a trial is judged at all")
    private static let minTrials = Parameter(
        "n_min_trials", 1...1_000_000, default: 1, help: "values at a step before a trial is judged there")

    static let description = AssessorDescription(
        "Percentile", "stops a trial whose best is not among the best percent of the others at that step",
        source: "Optuna's PercentilePruner: Akiba et al., 2019, doi:10.1145/3292500.3330701",
        arguments: [percentile, startupTrials, startStep, minTrials], comparesTrials: true
    ) { given, mode in
        PercentileAssessor(
            percentile: given[percentile], startupTrials: given[startupTrials], startStep: given[startStep],
            minTrials: given[minTrials], mode: mode)
    }

    private let percentile: Double
    private let startupTrials: Int
    private let startStep: Int
    private let minTrials: Int
    private let goal: Goal
    private var running: [Int: [Int: Double]] = [:]
    private var bests: [Int: Double] = [:]
    private var completed = 0
    /// The losses of completed trials at each step, lowest first.
    private var losses: [Int: [Double]] = [:]

    init(percentile: Double, startupTrials: Int, startStep: Int, minTrials: Int, mode: Direction) {
        self.percentile = percentile
        self.startupTrials = startupTrials
        self.startStep = startStep
        self.minTrials = minTrials
        goal = Goal("", mode)
    }

    mutating func assess(id: Int, step: Int, value: Double) -> Assessment {
        let loss = value.isFinite ? goal.loss(value) : .infinity
        if running[id]?[step] == nil {
            running[id, default: [:]][step] = loss
            bests[id] = min(bests[id] ?? .infinity, loss)
        }
        guard step >= startStep, completed > 0, completed >= startupTrials, let others = losses[step],
            others.count >= minTrials
        else { return .goOn }
        let bound = Self.quantile(percentile / 100, of: others)
        guard let best = bests[id], best > bound else { return .goOn }
        return .stop(
            reason: "its best at step \(step) is not among the best \(percentile) percent of \(others.count) trials")
    }

    mutating func end(id: Int, _ outcome: TrialOutcome) {
        bests[id] = nil
        guard let reports = running.removeValue(forKey: id), case .measured = outcome else { return }
        completed += 1
        for (step, loss) in reports where loss.isFinite { losses[step, default: []].insertSorted(loss) }
    }

    /// Linear between the two nearest; the values are sorted, at least one.
    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let place = share * Double(sorted.count - 1)
        let lower = min(max(Int(place), 0), sorted.count - 1)
        let upper = min(lower + 1, sorted.count - 1)
        let rest = place - Double(lower)
        // In this form exact where both are the same.
        return sorted[lower] + (sorted[upper] - sorted[lower]) * rest
    }
}
