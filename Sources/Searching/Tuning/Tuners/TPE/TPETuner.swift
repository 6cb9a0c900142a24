import RandomSource
import Values

/// Tree-structured Parzen estimators (Bergstra, Bardenet, Bengio and Kégl, 2011, "Algorithms for hyper-parameter
/// optimization", NeurIPS), with NNI's arguments and defaults.
///
/// Each parameter is drawn from a density of the good trials and judged by its ratio to that of the others. Trials that
/// run are taken to give what `constant_liar_type` says; those that failed count among the others. With `multivariate` all
/// parameters are drawn together, from a mixture whose parts are whole trials (Falkner, Klein and Hutter, 2018, section 3);
/// with `group` that mixture knows trials of the same options alone. Of several objectives the good trials are those of the
/// first Pareto fronts, and all parameters are drawn together by default, since what is good of one hangs on where between the
/// objectives the others are; see `ParetoSplit`.
///
/// NNI draws 20 trials at random first, also in searches of 20; here they are a quarter of the search at most, unless
/// `n_startup_jobs` is given. NNI takes whole numbers for options without an order, and rounds `q…` types by differences of
/// the distribution function; here both are numbers, whose density is taken at the rounded value.
struct TPETuner: SearchRule {
    enum Liar: String, Sendable, CaseIterable { case best, worst, mean, null }

    private static let liar = Parameter(
        "constant_liar_type", default: Liar.best, help: "what a running trial is taken to give")
    private static let startupJobs = Parameter<Int?>(
        "n_startup_jobs", 0...1_000_000, unset: "20, a quarter of the search at most", help: "random trials at first")
    private static let candidates = Parameter(
        "n_ei_candidates", 1...100_000, default: 24, help: "draws of which the best is taken")
    private static let linearForgetting = Parameter(
        "linear_forgetting", 0...1_000_000, default: 25, help: "newest trials that keep their weight")
    private static let priorWeight = Parameter(
        "prior_weight", 1e-9...1e9, default: 1.0, help: "weight of the search space itself")
    private static let gamma = Parameter(
        "gamma", 0...1, default: 0.25, help: "share of the trials that count as good")
    private static let multivariate = Parameter<Bool?>(
        "multivariate", unset: "of several objectives alone",
        help: "draws all parameters together, so that what goes with what counts")
    private static let group = Parameter(
        "group", default: false, help: "with multivariate: learns from trials of the same options alone")

    static let description = TunerDescription(
        "TPE", "tree-structured Parzen estimators: draws from where the good trials are and the others are not",
        source: "Bergstra et al., 2011, Algorithms for hyper-parameter optimization; as NNI's, but whole numbers are "
            + "ordered and the random start is a quarter of the search at most",
        arguments: [liar, startupJobs, candidates, linearForgetting, priorWeight, gamma, multivariate, group],
        takesSeveral: true
    ) { given, task in
        var settings = Settings()
        settings.liar = given[liar]
        settings.startup = task.startup(given[startupJobs], default: 20)
        settings.candidates = given[candidates]
        settings.forgetting = given[linearForgetting]
        settings.priorWeight = given[priorWeight]
        settings.gamma = given[gamma]
        settings.isMultivariate = given[multivariate] ?? !task.goals.isSingle
        settings.isGrouped = given[group]
        return RuleTuner(TPETuner(task.space, settings), for: task)
    }

    /// The arguments, checked.
    struct Settings: Sendable {
        var liar = Liar.best
        var startup = 20
        var candidates = 24
        var forgetting = 25
        var priorWeight = 1.0
        var gamma = 0.25
        var isMultivariate = false
        var isGrouped = false
    }

    private let settings: Settings
    private let space: SearchSpace
    private var columns: AxisColumns

    init(_ space: SearchSpace, _ settings: Settings) {
        self.space = space
        self.settings = settings
        columns = AxisColumns(axes: UnitCube(space).axes.count)
    }

    mutating func propose(
        trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Proposal {
        guard history.count >= max(1, settings.startup) else {
            return Proposal(space.sample(using: &draws), isModelled: false)
        }
        columns.take(history)
        let split = split(history)
        let place =
            settings.isMultivariate
            ? drawTogether(history, split, using: &draws) : drawOneByOne(history, split, using: &draws)
        return Proposal(history.cube.point(at: place), isModelled: true)
    }

    // MARK: - Good ones and others

    /// Which observations count as good, and the places of running trials, by what they are said to give.
    private struct Split {
        var good: [(index: Int, weight: Double)]
        /// How much each of the others counts; 0 for good ones.
        var weights: [Double]
        var lies: (good: [[Double]], rest: [[Double]])
    }

    private func split(_ history: SearchHistory) -> Split {
        let running = settings.liar == .null ? [] : history.open.compactMap { history.cube.place(of: $0) }
        let total = history.count + running.count
        // A front needs more of them than a single best.
        let share =
            history.goals.isSingle
            ? (settings.gamma * Double(total).squareRoot()).rounded(.up)
            : max(Double(history.goals.objectives.count + 1), (0.1 * Double(total)).rounded(.up))
        let goodCount = min(max(1, Int(min(share, 1e9))), max(1, settings.forgetting))
        // A lie that is as good as the best comes after it, and so crowds out no real one that is better.
        var liesAt: Int
        switch settings.liar {
        case .best: liesAt = 1
        case .worst, .null: liesAt = history.count
        case .mean:
            let losses = history.scalarLosses
            let mean = losses.reduce(0, +) / Double(max(1, losses.count))
            liesAt = losses.count { $0 <= mean }
        }
        liesAt = min(liesAt, history.count)
        let goodLies = min(running.count, max(0, goodCount - liesAt))
        let (good, rest) = best(goodCount - goodLies, of: history)
        return Split(
            good: good.sorted { $0.index < $1.index }, weights: weights(of: rest, count: history.count),
            lies: (Array(running.prefix(goodLies)), Array(running.dropFirst(goodLies))))
    }

    /// - Returns: the good ones, and the others, best first.
    private func best(
        _ count: Int, of history: SearchHistory
    ) -> (good: [(index: Int, weight: Double)], rest: ArraySlice<Int>) {
        guard history.goals.isSingle else {
            let split = ParetoSplit(history, good: count)
            return (split.good, split.rest[...])
        }
        return (history.ranking.prefix(count).map { ($0, 1) }, history.ranking.dropFirst(count))
    }

    /// NNI's fading goes by rank, not by age: of the others the worst `linear_forgetting` count 1, and the better ones fade
    /// to nothing, so that what nearly is good is not shunned.
    private func weights(of others: ArraySlice<Int>, count: Int) -> [Double] {
        var weights = [Double](repeating: 0, count: count)
        let (total, fading) = (Double(max(1, others.count)), max(0, others.count - settings.forgetting))
        let slope = (1 - 1 / total) / Double(max(1, fading - 1))
        for (rank, index) in others.enumerated() {
            weights[index] = rank < fading ? 1 / total + Double(rank) * slope : 1
        }
        return weights
    }

    // MARK: - Draws

    /// Each axis for itself; options first, so that what hangs on them is drawn where it is there.
    private func drawOneByOne(
        _ history: SearchHistory, _ split: Split, using draws: inout SplittableGenerator
    ) -> [Double] {
        var place = [Double](repeating: .nan, count: history.cube.axes.count)
        for (axis, description) in history.cube.axes.enumerated() where history.cube.isActive(axis, at: place) {
            let seen = split.good.map { WeightedValue(history.observations[$0.index].place[axis], $0.weight) }
                .filter { !$0.value.isNaN }
            let good = seen + split.lies.good.map { WeightedValue($0[axis], 1) }.filter { !$0.value.isNaN }
            let rest = columns.values(
                axis, weights: split.weights, unweighted: seen.count,
                and: split.lies.rest.map { $0[axis] }.filter { !$0.isNaN })
            if let options = description.options {
                place[axis] = history.cube.middle(
                    of: option(options, good, rest, using: &draws), on: axis)
            } else {
                place[axis] = number(good, rest, description, using: &draws)
            }
        }
        return place
    }

    private func option(
        _ count: Int, _ good: [WeightedValue], _ rest: [WeightedValue], using draws: inout SplittableGenerator
    ) -> Int {
        let likely = CategoricalEstimator(good, options: count, priorWeight: settings.priorWeight)
        let unlikely = CategoricalEstimator(rest, options: count, priorWeight: settings.priorWeight)
        var best = (option: 0, ratio: -Double.infinity)
        for _ in 0..<settings.candidates {
            let option = likely.sample(using: &draws)
            let ratio = likely.probabilities[option] / unlikely.probabilities[option]
            if ratio > best.ratio { best = (option, ratio) }
        }
        return best.option
    }

    private func number(
        _ good: [WeightedValue], _ rest: [WeightedValue], _ axis: UnitCube.Axis,
        using draws: inout SplittableGenerator
    ) -> Double {
        let likely = ParzenEstimator(good.sorted { $0.value < $1.value }, priorWeight: settings.priorWeight)
        let unlikely = ParzenEstimator(rest, priorWeight: settings.priorWeight)
        var best = (place: 0.5, ratio: -Double.infinity)
        for _ in 0..<settings.candidates {
            let place = axis.snapped(likely.sample(using: &draws))
            let ratio = likely.density(place) / unlikely.density(place)
            if ratio > best.ratio { best = (place, ratio) }
        }
        return best.place
    }

    /// All axes at once, from mixtures whose parts are whole trials.
    private func drawTogether(
        _ history: SearchHistory, _ split: Split, using draws: inout SplittableGenerator
    ) -> [Double] {
        let rest = history.observations.indices.filter { split.weights[$0] > 0 }.suffix(JointMixture.mostParts)
        let likely = JointMixture(
            split.good.map { history.observations[$0.index].place } + split.lies.good, of: history.cube,
            weights: split.good.map(\.weight) + split.lies.good.map { _ in 1 }, priorWeight: settings.priorWeight)
        let unlikely = JointMixture(
            rest.map { history.observations[$0].place } + split.lies.rest, of: history.cube,
            priorWeight: settings.priorWeight)
        var best = (place: [Double](repeating: 0.5, count: history.cube.axes.count), ratio: -Double.infinity)
        for _ in 0..<settings.candidates {
            let place = likely.sample(isGrouped: settings.isGrouped, using: &draws)
            let ratio =
                likely.logDensity(place, isGrouped: settings.isGrouped)
                - unlikely.logDensity(place, isGrouped: settings.isGrouped)
            if ratio > best.ratio { best = (place, ratio) }
        }
        return best.place
    }
}
