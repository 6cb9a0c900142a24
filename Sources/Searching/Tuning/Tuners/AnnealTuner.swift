package import RandomSource

/// Draws around good trials, nearer to them with every trial; NNI's `Anneal`, which is hyperopt's (J. Bergstra,
/// `hyperopt.anneal`, after Bergstra, Yamins and Cox, 2013, "Making a science of model search", whose searches it is compared
/// with).
///
/// A good trial is picked by its rank, which is drawn from a geometric distribution of mean 2 (from 1). Each of its parameters
/// is drawn from a range around its value, `1 / (1 + 0.1 T)` as wide as the whole after *T* trials that had the parameter and
/// moved so that it lies within the bounds; where they are normal, from a normal of so much less deviation; an option is kept,
/// or with that probability drawn anew. A parameter that the trial has not is taken from another good one that has it. Hyperopt
/// treats whole numbers as options without order; here they have ranges as all numbers.
package struct AnnealTuner: SearchRule {
    private static let meanRank = 2.0
    private static let shrinking = 0.1

    static let description = TunerDescription(
        "Anneal", "draws around good trials, nearer with every trial", source: "hyperopt's anneal"
    ) { _, task in RuleTuner(AnnealTuner(UnitCube(task.space)), for: task) }

    private let cube: UnitCube
    private var tried = TriedPlaces()

    package init(_ cube: UnitCube) { self.cube = cube }

    package mutating func propose(
        trial: Int, knowing history: SearchHistory, using draws: inout SplittableGenerator
    ) -> Proposal {
        tried.update(history)
        let losses = history.scalarLosses
        // What failed is nothing to draw around.
        let ranked = history.observations.indices.filter { history.observations[$0].isMeasured }
            .sorted { (losses[$0], $0) < (losses[$1], $1) }
        let places = ranked.map { history.observations[$0].place }
        let all = history.observations.map(\.place)
        let point = tried.firstNew(in: history) { cube.point(at: draw(from: places, all, using: &draws)) }
        return Proposal(point, isModelled: !places.isEmpty)
    }

    /// - Parameter ranked: the best one first.
    private func draw(
        from ranked: [[Double]], _ all: [[Double]], using draws: inout SplittableGenerator
    ) -> [Double] {
        var place = [Double](repeating: .nan, count: cube.axes.count)
        var picked: [Int] = []
        for axis in cube.axes.indices where cube.isActive(axis, at: place) {
            let having = ranked.indices.filter { !ranked[$0][axis].isNaN }
            guard !having.isEmpty else {
                place[axis] = draws.nextUniform()
                continue
            }
            var base = picked.first { !ranked[$0][axis].isNaN }
            if base == nil {
                let pick = having[min(Self.rank(using: &draws), having.count - 1)]
                picked.append(pick)
                base = pick
            }
            let count = all.count { !$0[axis].isNaN }
            place[axis] = draw(
                around: ranked[base ?? 0][axis], on: axis, width: 1 / (1 + Self.shrinking * Double(count)),
                using: &draws)
        }
        return place
    }

    /// Counted from 0.
    private static func rank(using draws: inout SplittableGenerator) -> Int {
        var rank = 0
        while rank < 10_000, draws.nextUniform() >= 1 / meanRank { rank += 1 }
        return rank
    }

    private func draw(
        around middle: Double, on axis: Int, width: Double, using draws: inout SplittableGenerator
    ) -> Double {
        if cube.axes[axis].options != nil {
            return draws.nextUniform() < width ? draws.nextUniform() : middle
        }
        switch cube.axes[axis].distribution {
        case .normal, .qnormal, .lognormal, .qlognormal:
            return NormalDistribution.cumulative(NormalDistribution.quantile(middle) + width * draws.nextNormal())
        default:
            let low = min(max(middle, width / 2), 1 - width / 2) - width / 2
            return low + width * draws.nextUniform()
        }
    }
}
