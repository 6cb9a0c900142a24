import RandomSource
import Values

/// Asynchronous successive halving (Li et al., 2020, "A system for massively parallel hyperparameter tuning", MLSys,
/// algorithm 2): whoever is free takes up a setting that is among the best `1 / eta` of its rung, else begins a new one.
///
/// Of a rung no more than that share ever goes on, as settings that a better one has pushed out of it count too; the paper's
/// rule lets more. In a search in order the rungs know exactly the trials before, so that it is the same at any concurrency. New settings are
/// drawn at random, or by a model of the trials of the largest budget that has enough (Klein, Tiao, Lienart, Archambeau and
/// Seeger, 2020, "Model-based asynchronous hyperparameter and neural architecture search").
struct ASHATuner: Tuner {
    private struct Result {
        let id: Int
        let point: JSONObject
        let measured: Measured
    }

    private struct Rung {
        let budget: Double
        /// Best first.
        var results: [Result] = []
        /// The trials whose settings have gone on.
        var promoted = Set<Int>()
    }

    private let goals: Goals
    private let eta: Int
    private var rungs: [Rung]
    private var source: SettingSource
    private var trials: [Int: (rung: Int, point: JSONObject, parameters: JSONObject)] = [:]
    private var isExhausted = false
    private var strangers = 0

    init(_ task: SearchTask, budgets: [Double], eta: Int, source: SettingSource) {
        goals = task.goals
        self.eta = eta
        rungs = budgets.map { Rung(budget: $0) }
        self.source = source
    }

    var modelled: Int { source.modelled }

    mutating func suggest(id: Int) -> Suggestion {
        if let known = trials[id] { return .parameters(known.parameters) }
        for rung in rungs.indices.dropLast().reversed() {
            let most = rungs[rung].results.count / eta
            guard rungs[rung].promoted.count < most else { continue }
            if let next = rungs[rung].results.prefix(most).first(where: { !rungs[rung].promoted.contains($0.id) }) {
                rungs[rung].promoted.insert(next.id)
                return begin(id, next.point, at: rung + 1)
            }
        }
        if !isExhausted, let point = source.next(id) { return begin(id, point, at: 0) }
        isExhausted = true
        return trials.isEmpty ? .exhausted : .waiting
    }

    private mutating func begin(_ id: Int, _ point: JSONObject, at rung: Int) -> Suggestion {
        let parameters = TrialBudgets.granting(rungs[rung].budget, to: point)
        trials[id] = (rung, point, parameters)
        return .parameters(parameters)
    }

    mutating func report(id: Int, _ outcome: TrialOutcome) {
        guard let (rung, point, _) = trials.removeValue(forKey: id) else { return }
        source.end(id, point, budget: rungs[rung].budget, outcome)
        if let measured = outcome.measured { enter(Result(id: id, point: point, measured: measured), at: rung) }
    }

    private mutating func enter(_ result: Result, at rung: Int) {
        let place = rungs[rung].results.firstIndex { goals.isBetter(result.measured, than: $0.measured) }
        rungs[rung].results.insert(result, at: place ?? rungs[rung].results.count)
    }

    /// Trials of others count at the rung of their budget, where there is one.
    mutating func learn(from trials: [PastTrial]) {
        for trial in trials {
            source.learn(trial, whole: rungs.last?.budget ?? 1)
            guard let measured = trial.outcome.measured, let budget = TrialBudgets.budget(of: trial.parameters),
                let rung = rungs.firstIndex(where: { $0.budget == budget })
            else { continue }
            let point = TrialBudgets.setting(of: trial.parameters)
            strangers += 1
            enter(Result(id: -strangers, point: point, measured: measured), at: rung)
        }
    }
}

extension ASHATuner {
    private enum Searcher: String, Sendable, CaseIterable { case random = "Random", tpe = "TPE" }

    private static let most = Parameter<Int?>(
        "max_budget", 1...1_000_000, unset: "the epochs of a whole training, else 27",
        help: "the largest budget, in epochs")
    private static let searcher = Parameter("searcher", default: Searcher.random, help: "what proposes new settings")

    static let description = TunerDescription(
        "ASHA", "successive halving that waits for nobody: a setting among the best of its rung goes on",
        source: "Li et al., 2020, A system for massively parallel hyperparameter tuning, MLSys; NNI has none",
        arguments: [BudgetArguments.least, most, BudgetArguments.eta, searcher], control: .budgets
    ) { given, task in
        let whole = given[most] ?? task.steps ?? 27
        try BudgetArguments.check(given, most: whole)
        let (least, eta) = (given[BudgetArguments.least], given[BudgetArguments.eta])
        var budgets = [whole]
        while let first = budgets.first, first / eta >= least {
            budgets.insert(first / eta, at: 0)
        }
        let usesModel = given[searcher] == .tpe
        var settings = TPETuner.Settings()
        settings.startup = 1
        let modelled = settings
        return ASHATuner(
            task, budgets: budgets.map(Double.init), eta: eta,
            source: usesModel
                ? SettingSource(task, enough: UnitCube(task.space).axes.count + 3) { TPETuner(task.space, modelled) }
                : SettingSource(task, enough: .max) { RandomTuner(task.space) })
    }
}
