import RandomSource
import Values

/// DEHB (Awad, Mallik and Hutter, 2021, "DEHB: evolutionary Hyperband for scalable, robust and efficient hyperparameter
/// optimization", IJCAI, arXiv:2105.09821): Hyperband's brackets, each budget with a population of its own that evolves by
/// differential evolution (`DifferentialEvolution`).
///
/// The first bracket is successive halving of points drawn at random. In each later one a trial is a new point: a mutant of
/// three parents, crossed with the next member of its budget's population in turn, whose place it takes if it is no worse. Parents
/// are at the bracket's least budget the population itself, above it the best of the population one budget below, as many as the rung
/// has trials; so what is good with few epochs reaches those with more without being trained again itself. Options without
/// an order share an axis's range, as in the paper.
struct DEHBTuner: Tuner {
    private struct Member {
        var place: [Double]
        var measured: Measured?
    }

    private struct Trial {
        let level: Int
        /// Which member of its budget's population it may take the place of.
        let target: Int
        let place: [Double]
        let parameters: JSONObject
    }

    /// Offspring of a member that were there before, until a random point stands in.
    private static let attempts = 20

    private let goals: Goals
    private let cube: UnitCube
    private let evolution: DifferentialEvolution
    private let schedule: HyperbandSchedule
    private let generator: SplittableGenerator
    /// The smallest first, each with its population.
    private let budgets: [Double]
    private var populations: [[Member]] = []
    /// The member of each population that is to be crossed next.
    private var cursors: [Int]
    private var tried: TriedPoints
    /// Places that trials have had, also where there are too many points to try them all.
    private var taken: Set<[Double]> = []
    private var open: [Int: Trial] = [:]
    private var bracket = 0
    private var rung = 0
    /// Trials of the rung so far, and those of them that ended.
    private var begun = 0
    private var ended: [Member] = []
    /// Points that go on to the rung as they are.
    private var promoted: [[Double]] = []
    private var isExhausted = false
    private(set) var modelled = 0

    init(_ task: SearchTask, schedule: HyperbandSchedule, evolution: DifferentialEvolution) {
        goals = task.goals
        cube = UnitCube(task.space)
        tried = TriedPoints(task.space)
        self.schedule = schedule
        self.evolution = evolution
        generator = SplittableGenerator(seed: task.seed)
        let rungs = schedule.brackets.flatMap { $0 }
        budgets = Set(rungs.map(\.budget)).sorted()
        cursors = budgets.map { _ in 0 }
        // The streams of trials have the numbers of trials, which are not negative.
        var draws = generator.stream(UInt64.max)
        for budget in budgets {
            let size = rungs.filter { $0.budget == budget }.map(\.trials).max() ?? 1
            populations.append(
                (0..<size).map { _ in Member(place: cube.axes.indices.map { _ in draws.nextUniform() }) })
        }
    }

    private var rungs: [HyperbandSchedule.Rung] { schedule.brackets[bracket % schedule.brackets.count] }
    /// Where nothing evolves, the best of a rung go on to the next.
    private var promotes: Bool { rung > 0 && (bracket == 0 || isExhausted) }

    mutating func suggest(id: Int) -> Suggestion {
        if let known = open[id] { return .parameters(known.parameters) }
        while true {
            if promotes ? begun < promoted.count : !isExhausted && begun < rungs[rung].trials {
                if let suggestion = begin(id) { return suggestion }
                isExhausted = true
            }
            if !open.isEmpty { return .waiting }
            if isExhausted, rung == 0, begun == 0 { return .exhausted }
            advance()
        }
    }

    private mutating func begin(_ id: Int) -> Suggestion? {
        let budget = rungs[rung].budget
        let level = budgets.firstIndex(of: budget) ?? 0
        let size = populations[level].count
        let target = bracket == 0 ? begun % size : cursors[level]
        var draws = generator.stream(UInt64(bitPattern: Int64(id)))
        let place: [Double]
        if promotes {
            place = promoted[begun]
        } else {
            guard let found = newPlace(for: target, at: level, using: &draws) else { return nil }
            place = found
            taken.insert(found)
            cursors[level] = (target + 1) % size
            if bracket > 0 { modelled += 1 }
        }
        begun += 1
        let parameters = TrialBudgets.granting(budget, to: cube.point(at: place))
        open[id] = Trial(level: level, target: target, place: place, parameters: parameters)
        return .parameters(parameters)
    }

    /// The place of a point that was not tried; `nil` once there is none.
    private mutating func newPlace(
        for target: Int, at level: Int, using draws: inout SplittableGenerator
    ) -> [Double]? {
        let (cube, evolution, evolves) = (cube, evolution, bracket > 0)
        let member = populations[level][target].place
        let parents = evolves ? parents(at: level) : []
        let others = evolves ? populations.joined().map(\.place) : []
        var place = member
        let taken = taken
        var (isFirst, isCrowded) = (true, false)
        let point = tried.next {
            if evolves, !isCrowded {
                place = evolution.offspring(of: member, parents: parents, others: others, using: &draws)
                var attempts = 1
                // Parents that are alike move nothing.
                while taken.contains(place), attempts < Self.attempts {
                    place = evolution.offspring(of: member, parents: parents, others: others, using: &draws)
                    attempts += 1
                }
                isCrowded = taken.contains(place)
            }
            if isCrowded || !evolves && !isFirst { place = cube.axes.indices.map { _ in draws.nextUniform() } }
            isFirst = false
            return cube.point(at: place)
        }
        guard let point else { return nil }
        // Of what was not drawn, the axes that the point has none of stay as they are.
        guard point != cube.point(at: place), let other = cube.place(of: point) else { return place }
        return zip(other, place).map { $0.isNaN ? $1 : $0 }
    }

    private func parents(at level: Int) -> [[Double]] {
        guard rung > 0, level > 0 else { return populations[level].map(\.place) }
        let below = populations[level - 1]
        return goals.ranking(below.map(\.measured)).filter { below[$0].measured != nil }
            .prefix(max(3, rungs[rung].trials)).map { below[$0].place }
    }

    mutating func report(id: Int, _ outcome: TrialOutcome) {
        guard let trial = open.removeValue(forKey: id) else { return }
        let member = Member(place: trial.place, measured: outcome.measured)
        ended.append(member)
        enter(member, at: trial.level, target: trial.target)
    }

    private mutating func enter(_ member: Member, at level: Int, target: Int) {
        guard let measured = member.measured else { return }
        if let before = populations[level][target].measured, goals.isBetter(before, than: measured) { return }
        populations[level][target] = member
    }

    /// To the rung above, and from the last to the next bracket.
    private mutating func advance() {
        let ranked = goals.ranking(ended.map(\.measured)).filter { ended[$0].measured != nil }
        if rung + 1 < rungs.count, !ranked.isEmpty {
            rung += 1
            promoted = ranked.prefix(rungs[rung].trials).map { ended[$0].place }
        } else {
            bracket += 1
            rung = 0
        }
        begun = 0
        ended = []
    }

    /// A trial of another search is a member of its budget's population, in place of the worst; without a budget it had the whole.
    mutating func learn(from trials: [PastTrial]) {
        for trial in trials {
            let point = TrialBudgets.setting(of: trial.parameters)
            guard let place = cube.place(of: point) else { continue }
            tried.insert(point)
            let budget = TrialBudgets.budget(of: trial.parameters) ?? budgets.last
            guard let level = budgets.firstIndex(where: { $0 == budget }),
                let worst = goals.ranking(populations[level].map(\.measured)).last
            else { continue }
            let member = Member(place: place.map { $0.isNaN ? 0.5 : $0 }, measured: trial.outcome.measured)
            enter(member, at: level, target: worst)
        }
    }
}

extension DEHBTuner {
    private static let most = Parameter<Int?>(
        "max_budget", 1...1_000_000, unset: "the epochs of a whole training, else 27",
        help: "the largest budget, in epochs")
    private static let factor = Parameter(
        "mutation_factor", 0...2, default: 0.5, help: "how much of a difference a parent is moved by")
    private static let crossover = Parameter(
        "crossover_prob", 0...1, default: 0.5, help: "how often a parameter comes from the mutant")

    static let description = TunerDescription(
        "DEHB", "Hyperband whose settings evolve, those with more epochs from the best with fewer",
        source: "Awad, Mallik and Hutter, 2021, DEHB, IJCAI, arXiv:2105.09821; NNI has none",
        arguments: [BudgetArguments.least, most, BudgetArguments.eta, factor, crossover], control: .budgets
    ) { given, task in
        let whole = given[most] ?? task.steps ?? 27
        try BudgetArguments.check(given, most: whole)
        return DEHBTuner(
            task,
            schedule: HyperbandSchedule(
                least: Double(given[BudgetArguments.least]), most: Double(whole),
                eta: Double(given[BudgetArguments.eta])),
            evolution: DifferentialEvolution(factor: given[factor], crossover: given[crossover]))
    }
}
