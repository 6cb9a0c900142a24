import Kernels

/// What an estimate is made of besides the neighbours' ratings: `r̂ = offset + scale · Σ s·value / Σ s`.
///
/// A neighbour's rating `r` counts with the value `(r − center) / deviation`, where these are the neighbour's own; offset and
/// scale are the center and the deviation of the one that is estimated for. "Own" is what neighbours are: users or items.
struct NeighborFrame: Sendable {
    /// The mean and the standard deviation of somebody's, or something's, ratings.
    struct Spread: Sendable {
        let mean: Double
        let deviation: Double

        /// - Parameter fallback: the deviation where all ratings are the same.
        init(_ ratings: some Collection<Double>, fallback: Double) {
            let count = Double(ratings.count)
            let mean = count > 0 ? ratings.reduce(0, +) / count : 0
            let squares = ratings.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let deviation = count > 0 ? (squares / count).squareRoot() : 0
            self.mean = mean
            self.deviation = deviation > 0 ? deviation : fallback
        }
    }

    private let variant: KNNConfiguration.Variant
    private let spreads: [Spread]
    /// The deviation of all ratings.
    private let deviation: Double

    /// - Parameter rows: the ratings of each user, or item.
    init(_ variant: KNNConfiguration.Variant, rows: SparseRows) {
        self.variant = variant
        let all = variant == .zscore ? Spread(rows.values, fallback: 1).deviation : 1
        deviation = all
        spreads =
            variant == .means || variant == .zscore
            ? (0..<rows.count).map { Spread(rows.values[rows.range($0)], fallback: all) } : []
    }

    func spread(of own: Int) -> Spread? { spreads.isEmpty ? nil : spreads[own] }

    /// Of ratings that are not in the training.
    func ownSpread(_ ratings: [Double]) -> Spread? {
        spreads.isEmpty ? nil : Spread(ratings, fallback: deviation)
    }

    /// - Parameters:
    ///   - spread: of the one that is estimated for.
    ///   - baseline: the baseline estimate of the rating.
    func offset(_ spread: Spread?, baseline: Double) -> Double {
        switch variant {
        case .basic: 0
        case .means, .zscore: spread?.mean ?? 0
        case .baseline: baseline
        }
    }

    func scale(_ spread: Spread?) -> Double { variant == .zscore ? spread?.deviation ?? 1 : 1 }

    /// A neighbour's rating as it counts.
    func value(_ rating: Double, of neighbor: Int, baseline: Double) -> Double {
        (rating - offset(spread(of: neighbor), baseline: baseline)) / scale(spread(of: neighbor))
    }
}
