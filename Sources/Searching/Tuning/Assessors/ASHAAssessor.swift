import Values

/// Asynchronous successive halving as a rule that stops (Li et al., 2020, "A system for massively parallel hyperparameter
/// tuning", MLSys, arXiv:1810.05934, section 3.2; the stopping variant of Salinas et al., 2022, "Syne Tune", AutoML).
///
/// There are rungs at `min_budget · eta^k` reports, below `max_budget` where that is given. The value with which a trial comes
/// to a rung is compared with those of all trials that have come there, whatever became of them: it goes on where it is among
/// the best *n div eta* of these *n*, or *n* is below `eta`. Between rungs the last rung's word holds. A trial whose steps leap
/// over rungs comes to them all at once, and has to pass each.
///
/// What is no finite number is the worst, and passes no rung that has `eta` values.
struct ASHAAssessor: Assessor {
    private static let minBudget = Parameter(
        "min_budget", 1...1_000_000, default: 1, help: "reports at which trials are judged first")
    private static let maxBudget = Parameter<Int?>(
        "max_budget", 1...1_000_000_000, unset: "no bound", help: "reports from which on nobody is judged any more")
    private static let eta = Parameter(
        "eta", 2...1_000_000, default: 3, help: "one of how many goes on, and how much further the next rung is")

    static let description = AssessorDescription(
        "ASHA", "stops a trial that is not among the best third of those that came to its rung",
        source: "Li et al., 2020, arXiv:1810.05934, as Syne Tune's stopping variant; trials are stopped, none waits",
        arguments: [minBudget, maxBudget, eta], comparesTrials: true
    ) { given, mode in
        let (least, most) = (given[minBudget], given[maxBudget])
        if let most, most < least {
            throw ParameterError.badValue(
                name: maxBudget.name, value: String(most), expected: "a whole number of at least min_budget",
                nearest: nil)
        }
        return ASHAAssessor(minBudget: least, maxBudget: most, eta: given[eta], mode: mode)
    }

    private struct Climb {
        /// The rung that it comes to next.
        var rung = 0
        var word = Assessment.goOn
    }

    /// The steps of the rungs, lowest first.
    private let steps: [Int]
    private let eta: Int
    private let goal: Goal
    /// The losses that were brought to each rung, lowest first.
    private var losses: [[Double]]
    private var running: [Int: Climb] = [:]

    init(minBudget: Int, maxBudget: Int?, eta: Int, mode: Direction) {
        var steps: [Int] = []
        var step = minBudget
        while step < maxBudget ?? .max {
            steps.append(step)
            let (next, isTooMuch) = step.multipliedReportingOverflow(by: eta)
            if isTooMuch { break }
            step = next
        }
        self.steps = steps
        self.eta = eta
        goal = Goal("", mode)
        losses = steps.map { _ in [] }
    }

    mutating func assess(id: Int, step: Int, value: Double) -> Assessment {
        var climb = running[id] ?? Climb()
        let loss = value.isFinite ? goal.loss(value) : .infinity
        var words: [Assessment] = []
        while climb.rung < steps.count, step >= steps[climb.rung] {
            words.append(word(to: loss, at: climb.rung))
            climb.rung += 1
        }
        if let first = words.first { climb.word = words.first { $0 != .goOn } ?? first }
        running[id] = climb
        return climb.word
    }

    private mutating func word(to loss: Double, at rung: Int) -> Assessment {
        losses[rung].insertSorted(loss)
        let count = losses[rung].count
        let places = count / eta
        guard places > 0, !loss.isFinite || loss > losses[rung][places - 1] else { return .goOn }
        return .stop(reason: "at step \(steps[rung]) it is not among the best \(places) of \(count) trials")
    }

    mutating func end(id: Int, _ outcome: TrialOutcome) { running[id] = nil }
}
