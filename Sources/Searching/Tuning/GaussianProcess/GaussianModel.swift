package import RandomSource

/// A Gaussian process of a search's losses that follows the search.
///
/// Its parameters are fitted anew when the observations have grown by a share, each time from where the last fit ended, and
/// to the observations that there were at that number: so they are a function of the history, however often the model is
/// asked. Between fits observations are only added. Of more observations than the model bears it has the best, the newest and
/// some others.
package struct GaussianModel: Sendable {
    package struct Configuration: Sendable {
        package var smoothness = 2.5
        /// The least variance of noise, of standardized losses.
        package var leastNoise = 1e-6
        /// How many observations the model bears, but for those since the last fit.
        package var capacity = 350
        /// How many of them the parameters are fitted to.
        package var fitted = 200
        /// By which share observations grow between fits.
        package var growth = 0.08
        /// Whether losses are brought nearer to normal ones by a power.
        package var isPowered = true

        package init() {}
    }

    private let configuration: Configuration
    package let map: FeatureMap
    private let generator: SplittableGenerator
    private var parameters: GaussianProcess.Parameters?
    /// How many observations the parameters know.
    private var known = 0
    /// The observations that the process has.
    private var rows: [Int] = []
    /// Of the observations that the parameters were fitted to.
    private var scale = WarpedScale([], [])
    /// How many of all observations were looked at for it.
    private var seen = 0
    private var process: GaussianProcess?

    package init(_ map: FeatureMap, _ configuration: Configuration, generator: SplittableGenerator) {
        self.map = map
        self.configuration = configuration
        self.generator = generator
    }

    /// The process of all that is known, and the observations that it has with their losses as it sees them.
    package mutating func process(
        knowing history: SearchHistory
    ) -> (process: GaussianProcess, rows: [Int], losses: [Double])? {
        if let next = latestFit(history.count), next > known { fit(history, upTo: next) }
        guard let parameters else { return nil }
        let losses = history.scalarLosses
        let new = Array(seen..<max(seen, history.count))
        let all = rows + new
        let warped = LossWarping(all.map { losses[$0] }, isPowered: configuration.isPowered).values
        let features = new.map { map.features(of: history.observations[$0].place) }
        let errors = errors(of: new, history)
        if process?.append(features, targets: new.map { _ in 0 }, errors: errors) == true {
            process?.set(warped)
        } else {
            process = GaussianProcess(
                all.map { map.features(of: history.observations[$0].place) }, targets: warped,
                errors: self.errors(of: all, history), isOption: map.isOption, parameters: parameters,
                smoothness: configuration.smoothness)
        }
        (rows, seen) = (all, history.count)
        return process.map { ($0, rows, warped) }
    }

    /// The variances of observations that are foretold only, as the process sees losses.
    private func errors(of rows: [Int], _ history: SearchHistory) -> [Double] {
        rows.map { row in
            let observation = history.observations[row]
            guard observation.deviation > 0, let loss = observation.losses.first else { return 0 }
            return scale.variance(of: loss, deviation: observation.deviation)
        }
    }

    // MARK: - Fits

    private func next(_ count: Int) -> Int {
        count < 2 ? 2 : count + min(64, max(1, Int((Double(count) * configuration.growth).rounded())))
    }

    private func latestFit(_ count: Int) -> Int? {
        var latest: Int?
        var one = next(known)
        while one <= count {
            latest = one
            one = next(one)
        }
        return latest
    }

    /// All fits that are due up to one, so that it begins where it would have begun had the model been asked all along.
    private mutating func fit(_ history: SearchHistory, upTo last: Int) {
        while known < last {
            known = next(known)
            fit(history)
        }
        process = nil
        seen = known
        let losses = Self.losses(history, first: known)
        rows = choice(of: configuration.capacity, losses)
    }

    private mutating func fit(_ history: SearchHistory) {
        let losses = Self.losses(history, first: known)
        let chosen = choice(of: configuration.fitted, losses)
        let warped = LossWarping(chosen.map { losses[$0] }, isPowered: configuration.isPowered).values
        scale = WarpedScale(chosen.map { losses[$0] }, warped)
        let likelihood = MarginalLikelihood(
            chosen.map { map.features(of: history.observations[$0].place) }, targets: warped,
            errors: errors(of: chosen, history),
            isOption: map.isOption, smoothness: configuration.smoothness, leastNoise: configuration.leastNoise)
        // A few observations may be explained in more ways than one.
        let starts = [parameters, known < 60 || parameters == nil ? likelihood.start : nil].compactMap { $0 }
        parameters = likelihood.fit(from: starts)
    }

    /// The losses of the first observations, by those alone: what failed or missed a constraint is as bad as the worst of the
    /// others.
    private static func losses(_ history: SearchHistory, first count: Int) -> [Double] {
        let first = history.observations.prefix(count)
        let losses = first.map { $0.violation <= 0 ? $0.losses.first ?? .infinity : .infinity }
        let worst = losses.filter(\.isFinite).max() ?? 0
        return losses.map { $0.isFinite ? $0 : worst }
    }

    /// The best third, the newest third and others by chance, in their order.
    private func choice(of most: Int, _ losses: [Double]) -> [Int] {
        guard losses.count > most else { return Array(losses.indices) }
        let order = losses.indices.sorted { (losses[$0], $0) < (losses[$1], $1) }
        var chosen = Set(order.prefix(most / 3)).union(losses.indices.suffix(most / 3))
        var draws = generator.stream(UInt64(losses.count))
        for index in losses.indices.shuffled(using: &draws) {
            if chosen.count >= most { break }
            chosen.insert(index)
        }
        return chosen.sorted()
    }
}
