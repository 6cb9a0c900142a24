package import Values

/// What a search by a rule knows: the points that were tried, what came of them, and the points that are being tried.
package struct SearchHistory: Sendable {
    package struct Observation: Sendable {
        package let point: JSONObject
        /// Where the point lies in the unit cube; see `UnitCube`.
        package let place: [Double]
        /// One an objective, lower is better; empty where the trial failed or gave no numbers.
        package let losses: [Double]
        /// By how much the constraints were missed in all.
        package let violation: Double
        /// The standard deviation of a loss that is foretold only, of a trial that was stopped early.
        package let deviation: Double

        package var isMeasured: Bool { !losses.isEmpty }
    }

    package let cube: UnitCube
    package let goals: Goals
    /// In the order in which they were told.
    package private(set) var observations: [Observation] = []
    /// Points whose end is not known, by trial.
    package private(set) var running: [Int: JSONObject] = [:]
    /// The first objective's loss of each observation; infinite where it failed.
    private var firstLosses: [Double] = []
    private var isPlain = true

    package init(_ space: SearchSpace, goals: Goals) {
        cube = UnitCube(space)
        self.goals = goals
    }

    package var count: Int { observations.count }

    /// The points of running trials, in the order of trials.
    package var open: [JSONObject] { running.sorted { $0.key < $1.key }.map(\.value) }

    /// A finite loss for every observation, for searches that follow one: the first objective, feasible trials before all
    /// others, those by how little they miss, and failures as the worst of all.
    package var scalarLosses: [Double] {
        guard !isPlain else { return firstLosses }
        let feasible = observations.indices.filter { observations[$0].isMeasured && observations[$0].violation <= 0 }
        let others = observations.indices.filter { observations[$0].isMeasured && observations[$0].violation > 0 }
        let values = feasible.map { firstLosses[$0] }
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        let step = high > low ? high - low : 1
        let misses = others.map { observations[$0].violation }.filter(\.isFinite)
        let (least, most) = (misses.min() ?? 0, misses.max() ?? 0)
        var losses = [Double](repeating: high + (others.isEmpty ? 0 : 1.5 * step), count: count)
        for index in feasible { losses[index] = firstLosses[index] }
        for index in others where observations[index].violation.isFinite {
            let share = most > least ? (observations[index].violation - least) / (most - least) : 0
            losses[index] = high + step * (0.5 + share)
        }
        return losses
    }

    /// The observations, best first: feasible ones by the first objective, then those that miss the constraints by how
    /// little, failures last; of equal ones the first.
    package private(set) var ranking: [Int] = []

    /// The same with one loss in place of several: the augmented Tchebycheff sum `max wᵢ·lᵢ + 0.05·Σ wᵢ·lᵢ`, each loss on the
    /// scale from the least to nine tenths of all (Knowles, 2006, equation 2).
    func scalarized(_ weights: [Double]) -> SearchHistory {
        let scales = weights.indices.map { axis -> (least: Double, span: Double) in
            let values = observations.compactMap { $0.losses.indices.contains(axis) ? $0.losses[axis] : nil }.sorted()
            guard let least = values.first else { return (0, 1) }
            let span = values[min(values.count - 1, values.count * 9 / 10)] - least
            return (least, span > 0 ? span : 1)
        }
        var single = self
        single.firstLosses = observations.map { one in
            guard one.isMeasured else { return .infinity }
            let terms = weights.indices.map { weights[$0] * (one.losses[$0] - scales[$0].least) / scales[$0].span }
            return (terms.max() ?? 0) + 0.05 * terms.reduce(0, +)
        }
        single.observations = observations.indices.map { index in
            let one = observations[index]
            return Observation(
                point: one.point, place: one.place, losses: one.isMeasured ? [single.firstLosses[index]] : [],
                violation: one.violation, deviation: 0)
        }
        single.ranking = []
        for index in observations.indices { single.rank(index) }
        return single
    }

    mutating func begin(_ id: Int, _ point: JSONObject) { running[id] = point }

    /// - Returns: the point of a trial that was open.
    mutating func end(_ id: Int) -> JSONObject? { running.removeValue(forKey: id) }

    /// Takes note of an end; what a person or a limit has ended says nothing.
    ///
    /// - Parameter deviation: of a loss that is foretold only, how far it may be wrong.
    package mutating func add(_ point: JSONObject, _ outcome: TrialOutcome, deviation: Double = 0) {
        guard outcome != .cancelled, let place = cube.place(of: point) else { return }
        let measured = outcome.measured.flatMap { $0.values.count == goals.objectives.count ? $0 : nil }
        let losses = measured.map { zip(goals.objectives, $0.values).map { $0.loss($1) } } ?? []
        let violation = measured?.violation ?? .infinity
        if losses.isEmpty || violation > 0 { isPlain = false }
        observations.append(
            Observation(point: point, place: place, losses: losses, violation: violation, deviation: deviation))
        firstLosses.append(losses.first ?? .infinity)
        rank(count - 1)
    }

    private mutating func rank(_ index: Int) {
        let key = key(index)
        ranking.insert(index, at: ranking.partitionPoint { self.key($0) <= key })
    }

    private func key(_ index: Int) -> (Int, Double) {
        let one = observations[index]
        guard one.isMeasured, one.violation.isFinite else { return (2, 0) }
        return one.violation > 0 ? (1, one.violation) : (0, firstLosses[index])
    }
}
