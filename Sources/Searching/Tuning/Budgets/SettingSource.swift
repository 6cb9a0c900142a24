import RandomSource
import Values

/// New settings for a search that grants budgets: by a rule that knows the trials of the largest budget that has enough of
/// them, since what they came to at different budgets can't be compared (Falkner, Klein and Hutter, 2018, section 3.2).
struct SettingSource: Sendable {
    private struct Level {
        var history: SearchHistory
        var rule: any SearchRule
    }

    private(set) var modelled = 0
    private let task: SearchTask
    private let enough: Int
    private let makeRule: @Sendable () -> any SearchRule
    private let generator: SplittableGenerator
    private var levels: [Double: Level] = [:]
    private var tried: TriedPoints
    private var open: [Int: JSONObject] = [:]

    /// - Parameter enough: how many trials a budget needs before the rule looks at it.
    init(_ task: SearchTask, enough: Int, rule: @escaping @Sendable () -> any SearchRule) {
        self.task = task
        self.enough = enough
        makeRule = rule
        generator = SplittableGenerator(seed: task.seed)
        tried = TriedPoints(task.space)
    }

    /// A setting that was not tried yet; `nil` once there is none.
    mutating func next(_ id: Int) -> JSONObject? {
        var draws = generator.stream(UInt64(bitPattern: Int64(id)))
        let budget = levels.filter { $0.value.history.count >= enough }.keys.max() ?? 0
        var level = levels[budget] ?? Level(history: SearchHistory(task.space, goals: task.goals), rule: makeRule())
        for (id, point) in open { level.history.begin(id, point) }
        var isModelled = false
        let point = tried.next {
            let proposal = level.rule.propose(trial: id, knowing: level.history, using: &draws)
            isModelled = proposal.isModelled
            return proposal.point
        }
        for id in open.keys { _ = level.history.end(id) }
        levels[budget] = level
        guard let point else { return nil }
        open[id] = point
        if isModelled { modelled += 1 }
        return point
    }

    /// What a setting came to.
    mutating func end(_ id: Int, _ point: JSONObject, budget: Double, _ outcome: TrialOutcome) {
        open[id] = nil
        var level = levels[budget] ?? Level(history: SearchHistory(task.space, goals: task.goals), rule: makeRule())
        level.history.add(point, outcome)
        levels[budget] = level
    }

    /// A trial of another search; without a budget it had the whole.
    mutating func learn(_ trial: PastTrial, whole: Double) {
        let point = TrialBudgets.setting(of: trial.parameters)
        let budget = TrialBudgets.budget(of: trial.parameters) ?? whole
        tried.insert(point)
        end(-1, point, budget: budget, trial.outcome)
    }
}
