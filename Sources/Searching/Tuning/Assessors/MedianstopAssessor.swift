package import Values

/// NNI's `Medianstop` (Golovin et al., 2017, "Google Vizier", doi:10.1145/3097983.3098043, section 3.2.2).
///
/// At step *k* a trial is stopped where its best value so far is strictly worse than the median, over all trials that have
/// succeeded with at least *k* reports, of the mean of their first *k* values. Of an even number the middle one that is
/// kinder counts. Trials that ended with fewer than `start_step` reports never count. What is not a number is worse than any
/// number here, and a mean over it does not count; NNI's comparisons with it are all false, which lets such a trial go on.
package struct MedianstopAssessor: Assessor {
    private static let startStep = Parameter(
        "start_step", 0...1_000_000, default: 0, help: "reports before a trial is judged at all")

    static let description = AssessorDescription(
        "Medianstop", "stops a trial whose best is worse than the median of the others' running averages",
        source:
            "NNI; Golovin et al., 2017, doi:10.1145/3097983.3098043. NaN is the worst value here, in NNI it goes on",
        arguments: [startStep], comparesTrials: true
    ) { given, mode in MedianstopAssessor(startStep: given[startStep], mode: mode) }

    private let startStep: Int
    private let mode: Direction
    private var running: [Int: [Double]] = [:]
    /// The mean of the first 1, 2, 3, … values of each trial that has succeeded.
    private var averages: [[Double]] = []

    package init(startStep: Int, mode: Direction) {
        self.startStep = startStep
        self.mode = mode
    }

    package mutating func assess(id: Int, step: Int, value: Double) -> Assessment {
        running[id, default: []].append(value)
        guard step >= max(startStep, 1) else { return .goOn }
        let best = mode.best(of: running[id] ?? []) ?? .nan
        let others = averages.filter { $0.count >= step }.map { $0[step - 1] }.filter { !$0.isNaN }.sorted()
        guard !others.isEmpty else { return .goOn }
        let median = others[mode == .maximize ? (others.count - 1) / 2 : others.count / 2]
        guard mode.isBetter(median, than: best) else { return .goOn }
        return .stop(reason: "its best of \(best) at step \(step) is worse than the median of \(median)")
    }

    package mutating func end(id: Int, _ outcome: TrialOutcome) {
        guard let values = running.removeValue(forKey: id), case .measured = outcome, values.count >= startStep else {
            return
        }
        var sum = 0.0
        averages.append(
            values.enumerated().map { index, value in
                sum += value
                return sum / Double(index + 1)
            })
    }
}
