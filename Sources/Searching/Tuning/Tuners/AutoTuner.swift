import RandomSource
import Values

/// The default search: it chooses how a space is searched, and says so.
///
/// It begins with a few points that fill the space, a quarter of the trials at most, then lets a Gaussian process choose
/// (`GaussianSearch`), and after some hundred trials, when a model of all of them takes longer than it gains, kernel densities
/// (`TPETuner`). For several objectives each trial follows one of some directions between them, by the augmented Tchebycheff
/// sum of losses (Knowles, 2006, "ParEGO", doi:10.1109/TEVC.2005.851274), with a process for each direction.
///
/// A trial that an assessor stopped early counts with what it would have come to, as far as that is sure: its last report
/// would tell of an unlike number of epochs. It brings no assessor of its own: on the curves that were tried every rule cost
/// some of the result for the epochs that it saved.
struct AutoTuner: SearchRule {
    /// Of so many trials a Gaussian process is made.
    private static let mostModelled = 400

    static let description = TunerDescription(
        "Auto", "chooses by space, objectives and number of trials; the default",
        source:
            "a Gaussian process (see GP), for several objectives after Knowles, 2006, ParEGO; TPE in long searches",
        takesSeveral: true,
        choice: { task in
            let startup = AutoTuner.startup(task)
            let several =
                task.goals.isSingle ? "" : ", in turn for each of several directions between the objectives"
            let later = (task.trials ?? .max) > mostModelled ? ", and TPE from trial \(mostModelled) on" : ""
            return
                "begins with \(startup) points that fill the space, then a Gaussian process chooses\(several)\(later)"
        }
    ) { _, task in RuleTuner(AutoTuner(task), for: task) }

    var foretells: Bool { true }
    private let directions: [[Double]]
    private var processes: [GaussianSearch]
    private var densities: TPETuner

    init(_ task: SearchTask) {
        directions = Self.directions(task.goals.objectives.count)
        var configuration = GaussianSearch.Configuration()
        configuration.startup = Self.startup(task)
        let process = GaussianSearch(task, configuration)
        processes = directions.map { _ in process }
        var settings = TPETuner.Settings()
        settings.startup = 1
        settings.isMultivariate = true
        densities = TPETuner(task.space, settings)
    }

    /// As many points as there are parameters and one more, four to ten; and enough that every option on which others hang,
    /// such as a learner, is tried.
    private static func startup(_ task: SearchTask) -> Int {
        let cube = UnitCube(task.space)
        let parents = Set(cube.axes.compactMap { $0.condition?.axis })
        let options = parents.compactMap { cube.axes[$0].options }.max() ?? 0
        return max(task.startup(nil, default: min(10, max(4, cube.axes.count + 1))), min(options, 20))
    }

    /// Weights of objectives: of a single one that alone; else the middle, each objective, each pair's middle and what lies
    /// between those and the objectives.
    static func directions(_ count: Int) -> [[Double]] {
        guard count > 1 else { return [[1]] }
        let least = 0.02
        func weights(_ shares: [Int: Double]) -> [Double] { (0..<count).map { max(least, shares[$0] ?? 0) } }
        var directions = [[Double](repeating: 1 / Double(count), count: count)]
        directions += (0..<count).map { weights([$0: 1]) }
        for one in 0..<min(count, 4) {
            for other in (one + 1)..<max(one + 1, min(count, 4)) {
                if count > 2 { directions.append(weights([one: 0.5, other: 0.5])) }
                directions.append(weights([one: 0.25, other: 0.75]))
                directions.append(weights([one: 0.75, other: 0.25]))
            }
        }
        return directions
    }

    mutating func propose(
        trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Proposal {
        if history.count >= Self.mostModelled {
            return densities.propose(trial: trial, knowing: history, using: &draws)
        }
        guard directions.count > 1 else {
            return processes[0].propose(trial: trial, knowing: history, using: &draws)
        }
        let direction = trial % directions.count
        return processes[direction].propose(
            trial: trial, knowing: history.scalarized(directions[direction]), using: &draws)
    }
}
