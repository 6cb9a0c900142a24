import RandomSource

extension Importance {
    /// Functional analysis of variance by a random forest (Hutter, Hoos and Leyton-Brown, 2014, "An efficient approach for
    /// assessing hyperparameter importance", ICML): the share of the losses' variance over the whole space that each
    /// parameter explains alone, V(i) / V with V(i) = Var over xᵢ of the mean over all others.
    ///
    /// The marginals are exact for the forest, and the shares of parameters and pairs add up to 1 at most. A parameter under
    /// an option is judged where it is there, V(i) being its variance there times the share of the space where that is. So
    /// it takes the part that it has in the whole variance, and no effect of the choice itself; its pairs likewise. The
    /// paper knows no conditions.
    ///
    /// - Parameter pairs: of so many of the most important parameters every pair is judged too.
    /// - Returns: nothing where there are too few trials; shares of 0 where all losses are the same.
    /// - Complexity: trees · leaves · axes, and for a pair the product of both axes' thresholds.
    package static func functionalANOVA(
        _ history: SearchHistory, objective: Int = 0, pairs: Int = 4, seed: UInt64 = 0
    ) -> [ParameterImportance] {
        guard let (places, losses) = trials(history, objective: objective) else { return [] }
        let cube = history.cube
        let names = cube.fullNames
        guard losses.contains(where: { $0 != losses[0] }) else {
            return names.map { ParameterImportance(name: $0, share: 0) }
        }
        var draws = SplittableGenerator(seed: seed)
        // Evenly over the search, so that a long one takes no longer.
        let stride = (places.count - 1) / FunctionalANOVA.mostTrials + 1
        let rows = places.indices.filter { $0 % stride == 0 }
        let forest = RegressionForest(
            cube, places: rows.map { places[$0] }, targets: rows.map { losses[$0] },
            settings: FunctionalANOVA.settings(trials: rows.count), using: &draws)
        let analysis = FunctionalANOVA(cube, forest)
        let shares = cube.axes.indices.map { analysis.share(of: $0) }
        let first = shares.indices.sorted { (shares[$1], $0) < (shares[$0], $1) }.prefix(max(0, pairs)).sorted()
        var together = [[ParameterImportance.Pair]](repeating: [], count: shares.count)
        for one in first {
            for other in first where other > one {
                guard let share = analysis.share(of: one, and: other) else { continue }
                together[one].append(ParameterImportance.Pair(other: names[other], share: share))
                together[other].append(ParameterImportance.Pair(other: names[one], share: share))
            }
        }
        return sorted(
            names.indices.map { axis in
                ParameterImportance(
                    name: names[axis], share: shares[axis],
                    pairs: together[axis].enumerated().sorted {
                        ($1.element.share, $0.offset) < ($0.element.share, $1.offset)
                    }.map(\.element))
            })
    }
}

/// The variances of a forest's trees.
private struct FunctionalANOVA {
    static let mostTrials = 10_000

    static func settings(trials: Int) -> RegressionForest.Settings {
        var settings = RegressionForest.Settings()
        settings.trees = min(max(100_000 / trials, 16), 64)
        settings.leastInLeaf = min(max(trials / 100, 1), 5)
        settings.leastToSplit = 2 * settings.leastInLeaf
        settings.drawsThresholds = false
        return settings
    }

    private let measure: SpaceMeasure
    private let trees: [TreeMarginals]

    init(_ cube: UnitCube, _ forest: RegressionForest) {
        let measure = SpaceMeasure(cube)
        self.measure = measure
        trees = forest.trees.map { TreeMarginals($0, forest.axes, measure) }.filter { $0.variance > 0 }
    }

    func share(of axis: Int) -> Double {
        let options = measure.options(where: [axis]) ?? [:]
        let inside = measure.share(options)
        return mean { inside * $0.variance(of: axis, options) }
    }

    /// `nil` where both are never there together, or one hangs on the other: what a choice does together with what hangs
    /// on it counts as the latter's.
    func share(of one: Int, and other: Int) -> Double? {
        guard let options = measure.options(where: [one, other]) else { return nil }
        let inside = measure.share(options)
        return mean { inside * $0.variance(of: one, and: other, options) }
    }

    private func mean(_ variance: (TreeMarginals) -> Double) -> Double {
        guard !trees.isEmpty else { return 0 }
        let sum = trees.reduce(0) { $0 + min(max(variance($1) / $1.variance, 0), 1) }
        return sum / Double(trees.count)
    }
}
