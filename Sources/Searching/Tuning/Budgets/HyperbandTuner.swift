import RandomSource
import Values

/// Hyperband, and with a model that proposes the settings BOHB: brackets of successive halving, one after another for ever.
///
/// A setting that goes on comes as a new trial with the same parameters and the larger `TRIAL_BUDGET`, as NNI has it; whoever
/// runs the trials may keep their trainings, so that none begins anew. NNI's own stops at its first metric.
struct HyperbandTuner: Tuner {
    private struct Entry {
        let point: JSONObject
        let id: Int
        var measured: Measured?
        var hasEnded = false
    }

    private struct Bracket {
        let rungs: [HyperbandSchedule.Rung]
        var rung = 0
        /// The trials of the rung, in the order in which they began.
        var entries: [Entry] = []
        /// Settings that the rung has still to begin.
        var waiting: [JSONObject] = []
        var isFull = false
        var isDone = false

        /// Whether a new setting has a place in it.
        var takesNew: Bool { !isFull && rung == 0 && entries.count < rungs[0].trials }
    }

    private let goals: Goals
    private let schedule: HyperbandSchedule
    private let isSerial: Bool
    private let whole: Double
    private var source: SettingSource
    private var brackets: [Bracket] = []
    private var begun = 0
    private var trials: [Int: (bracket: Int, parameters: JSONObject)] = [:]
    private var isExhausted = false

    init(_ task: SearchTask, schedule: HyperbandSchedule, whole: Double, isSerial: Bool, source: SettingSource) {
        goals = task.goals
        self.schedule = schedule
        self.whole = whole
        self.isSerial = isSerial
        self.source = source
    }

    var modelled: Int { source.modelled }

    mutating func suggest(id: Int) -> Suggestion {
        if let known = trials[id] { return .parameters(known.parameters) }
        for index in brackets.indices where !brackets[index].isDone {
            if let suggestion = suggest(id, from: index) { return suggestion }
            if isSerial { return .waiting }
        }
        if isExhausted { return brackets.contains { !$0.isDone } ? .waiting : .exhausted }
        brackets.append(Bracket(rungs: schedule.brackets[begun % schedule.brackets.count]))
        begun += 1
        if let suggestion = suggest(id, from: brackets.count - 1) { return suggestion }
        brackets.removeLast()
        return brackets.contains { !$0.isDone } ? .waiting : .exhausted
    }

    private mutating func suggest(_ id: Int, from index: Int) -> Suggestion? {
        var point: JSONObject?
        if !brackets[index].waiting.isEmpty {
            point = brackets[index].waiting.removeFirst()
        } else if brackets[index].takesNew, !isExhausted {
            point = source.next(id)
            if point == nil {
                isExhausted = true
                brackets[index].isFull = true
                promote(index)
                return brackets[index].waiting.isEmpty ? nil : suggest(id, from: index)
            }
        }
        guard let point else { return nil }
        brackets[index].entries.append(Entry(point: point, id: id))
        let parameters = TrialBudgets.granting(brackets[index].rungs[brackets[index].rung].budget, to: point)
        trials[id] = (index, parameters)
        return .parameters(parameters)
    }

    mutating func report(id: Int, _ outcome: TrialOutcome) {
        guard let (index, _) = trials.removeValue(forKey: id),
            let place = brackets[index].entries.firstIndex(where: { $0.id == id })
        else { return }
        let entry = brackets[index].entries[place]
        brackets[index].entries[place].measured = outcome.measured
        brackets[index].entries[place].hasEnded = true
        source.end(id, entry.point, budget: brackets[index].rungs[brackets[index].rung].budget, outcome)
        promote(index)
    }

    mutating func learn(from trials: [PastTrial]) {
        for trial in trials { source.learn(trial, whole: whole) }
    }

    /// Lets the best of a rung go on once all of it has ended; those that failed never do.
    private mutating func promote(_ index: Int) {
        let bracket = brackets[index]
        guard !bracket.isDone, !bracket.takesNew, bracket.waiting.isEmpty, bracket.entries.allSatisfy(\.hasEnded) else {
            return
        }
        guard bracket.rung + 1 < bracket.rungs.count else {
            finish(index)
            return
        }
        let ranked = goals.ranking(bracket.entries.map(\.measured)).map { bracket.entries[$0] }
            .filter { $0.measured != nil }
        brackets[index].rung += 1
        brackets[index].waiting = ranked.prefix(bracket.rungs[bracket.rung + 1].trials).map(\.point)
        brackets[index].entries = []
        brackets[index].isFull = true
        if brackets[index].waiting.isEmpty { finish(index) }
    }

    private mutating func finish(_ index: Int) {
        brackets[index].isDone = true
        brackets[index].entries = []
    }
}

extension HyperbandTuner {
    private enum Order: String, Sendable, CaseIterable { case parallelism, serial }

    private static let most = Parameter("R", 1...1_000_000, default: 60, help: "the largest budget, in epochs")
    private static let order = Parameter(
        "exec_mode", default: Order.parallelism, help: "whether a bracket begins before the one before has ended")

    static let description = TunerDescription(
        "Hyperband", "many settings with few epochs, of which the best go on with more",
        source: "Li et al., 2018, Hyperband, JMLR 18; as NNI's, whose own stops at its first metric",
        arguments: [most, BudgetArguments.eta, order], control: .budgets
    ) { given, task in
        let whole = Double(given[most])
        return HyperbandTuner(
            task, schedule: HyperbandSchedule(least: 1, most: whole, eta: Double(given[BudgetArguments.eta])),
            whole: whole,
            isSerial: given[order] == .serial,
            source: SettingSource(task, enough: .max) { RandomTuner(task.space) })
    }
}
