package import RandomSource
import Values

/// Sequential model-based search by a random forest (Hutter, Hoos and Leyton-Brown, 2011, "Sequential model-based
/// optimization for general algorithm configuration", doi:10.1007/978-3-642-25566-3_40, section 4); NNI's `SMAC`.
///
/// After a start that fills the space, a forest learns the losses, and the candidate with the greatest expected improvement
/// is tried. The forest learns the normal scores of the losses' ranks where the paper takes logarithms: losses may be
/// negative, and failures lie no further from the others than the worst. Every 20th point is drawn at random, the paper's
/// every second: in searches of some 60 trials more of them cost more than they found. Running trials are taken to give the
/// median. NNI hands the search over to the SMAC library.
package struct SMACTuner: SearchRule {
    private static let dedup = Parameter(
        "config_dedup", default: false,
        help: "NNI's word for trying no point twice; here none comes twice with it or without it")

    static let description = TunerDescription(
        "SMAC", "a random forest of the trials before it, and the expected improvement by it",
        source: "Hutter, Hoos and Leyton-Brown, 2011", arguments: [dedup]
    ) { _, task in RuleTuner(SMACTuner(for: task), for: task) }

    private static let randomEvery = 20
    /// Of a longer history the best and some of the others are learned from, so that a suggestion takes no longer.
    private static let mostRows = 600
    private static let mostBest = 200

    private static var settings: RegressionForest.Settings {
        var settings = RegressionForest.Settings()
        settings.trees = 12
        settings.axisShare = 0.5
        return settings
    }

    private let startup: Int
    private let design: LatinHypercube
    private let search: OneExchangeSearch
    /// What was tried, as a forest sees it.
    private var tried = TriedPlaces()
    private var last: (trial: Int, count: Int)?

    package init(for task: SearchTask) {
        let cube = UnitCube(task.space)
        startup = max(1, task.startup(nil, default: 10))
        design = LatinHypercube(axes: cube.axes.count, size: startup, seed: task.seed)
        search = OneExchangeSearch(CandidatePlaces(cube))
    }

    package mutating func propose(
        trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Proposal {
        defer { last = (trial, history.count) }
        let cube = history.cube
        let running = history.open.compactMap(cube.place)
        note(history, running)
        // The first answer was tried before, by a trial that the history does not have.
        if let last, last == (trial, history.count) { return random(using: &draws) }
        if history.count < startup {
            let point = cube.point(at: design.place(trial))
            let isNew = cube.place(of: point).map { !isTried($0) } ?? true
            return isNew ? Proposal(point, isModelled: false) : random(using: &draws)
        }
        let losses = history.scalarLosses
        guard trial % Self.randomEvery != Self.randomEvery - 1, losses.contains(where: { $0 != losses[0] }) else {
            return random(using: &draws)
        }
        let ranking = losses.indices.sorted { (losses[$0], $0) < (losses[$1], $1) }
        let scores = Self.normalScores(losses, ranking)
        let rows = Self.rows(ranking)
        let axes = search.places.axes
        let forest = RegressionForest(
            axes, rows: (rows.map { history.observations[$0].place } + running).flatMap(axes.encoded),
            targets: rows.map { scores[$0] } + running.map { _ in 0 }, settings: Self.settings, using: &draws)
        let found = search.best(
            by: forest, below: scores[ranking[0]],
            from: ranking.prefix(OneExchangeSearch.starts).map { history.observations[$0].place },
            except: tried, using: &draws)
        return found.map { Proposal(cube.point(at: $0), isModelled: true) } ?? random(using: &draws)
    }

    /// A draw of the space that is new, if a few draws have one.
    private func random(using draws: inout SplittableGenerator) -> Proposal {
        var place = search.places.random(using: &draws)
        for _ in 0..<20 where isTried(place) { place = search.places.random(using: &draws) }
        return Proposal(search.places.cube.point(at: place), isModelled: false)
    }

    private func isTried(_ candidate: [Double]) -> Bool { search.places.isTried(candidate, tried) }

    /// What a standard normal has at each loss's rank; equal losses share one.
    private static func normalScores(_ losses: [Double], _ ranking: [Int]) -> [Double] {
        var scores = losses
        var start = 0
        while start < ranking.count {
            var end = start + 1
            while end < ranking.count, losses[ranking[end]] == losses[ranking[start]] { end += 1 }
            let score = NormalDistribution.quantile(Double(start + end) / Double(2 * ranking.count))
            for place in start..<end { scores[ranking[place]] = score }
            start = end
        }
        return scores
    }

    /// The best ones, and of the others some of every rank.
    private static func rows(_ ranking: [Int]) -> [Int] {
        guard ranking.count > mostRows else { return ranking.sorted() }
        let rest = ranking.dropFirst(mostBest)
        let wanted = mostRows - mostBest
        let spread = (0..<wanted).map { rest[rest.startIndex + $0 * rest.count / wanted] }
        return (ranking.prefix(mostBest) + spread).sorted()
    }

    private mutating func note(_ history: SearchHistory, _ running: [[Double]]) {
        let axes = search.places.axes
        tried.update(history, as: axes.encoded)
        for place in running { tried.insert(axes.encoded(place)) }
    }
}
