import Foundation
import RandomSource
import Values

/// The model of BOHB (Falkner, Klein and Hutter, 2018, "BOHB: robust and efficient hyperparameter optimization at scale",
/// ICML, section 3.2): a kernel density of the good trials and one of the others, over all parameters together; of draws from
/// the first the one with the best ratio. It proposes Hyperband's settings.
struct BOHBTuner: SearchRule {
    private static let most = Parameter("max_budget", 1...1_000_000, default: 3, help: "the largest budget, in epochs")
    private static let points = Parameter<Int?>(
        "min_points_in_model", 2...1_000_000, unset: "the parameters and one more",
        help: "trials of a budget before a model is made of them")
    private static let top = Parameter(
        "top_n_percent", 1...99, default: 15, help: "percent of the trials that are good")
    private static let samples = Parameter(
        "num_samples", 1...100_000, default: 64, help: "draws of which the best is taken")
    private static let random = Parameter(
        "random_fraction", 0...1, default: 1.0 / 3, help: "share of the settings that are drawn at random")
    private static let factor = Parameter(
        "bandwidth_factor", 1e-6...1e6, default: 3.0, help: "how much wider the draws are than the density")
    private static let narrowest = Parameter("min_bandwidth", 0...1, default: 1e-3, help: "the least width of a kernel")

    static let description = TunerDescription(
        "BOHB", "Hyperband whose settings are drawn from where the good trials are",
        source: "Falkner, Klein and Hutter, 2018, BOHB, ICML",
        arguments: [BudgetArguments.least, most, BudgetArguments.eta, points, top, samples, random, factor, narrowest],
        control: .budgets
    ) { given, task in
        try BudgetArguments.check(given, most: given[most])
        let rule = BOHBTuner(
            task.space, share: Double(given[top]) / 100, samples: given[samples], random: given[random],
            factor: given[factor], narrowest: given[narrowest])
        let enough = (given[points] ?? UnitCube(task.space).axes.count + 1) + 2
        return HyperbandTuner(
            task,
            schedule: HyperbandSchedule(
                least: Double(given[BudgetArguments.least]), most: Double(given[most]),
                eta: Double(given[BudgetArguments.eta])),
            whole: Double(given[most]), isSerial: true, source: SettingSource(task, enough: enough) { rule })
    }

    private let space: SearchSpace
    private let share: Double
    private let samples: Int
    private let random: Double
    private let factor: Double
    private let narrowest: Double

    private init(
        _ space: SearchSpace, share: Double, samples: Int, random: Double, factor: Double, narrowest: Double
    ) {
        self.space = space
        self.share = share
        self.samples = samples
        self.random = random
        self.factor = factor
        self.narrowest = narrowest
    }

    func propose(trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator) -> Proposal {
        let count = history.count
        guard count >= 4, draws.nextUniform() >= random else {
            return Proposal(space.sample(using: &draws), isModelled: false)
        }
        let goodCount = min(max(2, Int((share * Double(count)).rounded(.up))), count - 2)
        let good = history.ranking.prefix(goodCount).map { history.observations[$0].place }
        let rest = history.ranking.dropFirst(goodCount).prefix(JointMixture.mostParts).map {
            history.observations[$0].place
        }
        let likely = JointMixture(good, of: history.cube, priorWeight: 0, widths: widths(good, history.cube))
        let unlikely = JointMixture(rest, of: history.cube, priorWeight: 0, widths: widths(rest, history.cube))
        let wide = likely.widened(by: factor)
        var best = (place: [Double](), ratio: -Double.infinity)
        for _ in 0..<samples {
            let place = wide.sample(isGrouped: false, using: &draws)
            let ratio =
                likely.logDensity(place, isGrouped: false)
                - max(unlikely.logDensity(place, isGrouped: false), log(1e-32))
            if best.place.isEmpty || ratio > best.ratio { best = (place, ratio) }
        }
        return Proposal(history.cube.point(at: best.place), isModelled: true)
    }

    /// The normal reference rule an axis: `1.06 · deviation · n^(−1 / (4 + axes))`.
    private func widths(_ places: [[Double]], _ cube: UnitCube) -> [Double] {
        let shrink = 1.06 * pow(Double(max(1, places.count)), -1 / (4 + Double(cube.axes.count)))
        return cube.axes.indices.map { axis in
            let values = places.map { $0[axis] }.filter { !$0.isNaN }
            let mean = values.reduce(0, +) / Double(max(1, values.count))
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count))
            return max(shrink * variance.squareRoot(), narrowest, 1e-6)
        }
    }
}
