import RandomSource

/// How often a search draws each option of an axis, moved towards what good points have (Baluja, 1994, Population-based
/// incremental learning), none ever left out.
struct OptionFrequencies: Sendable {
    private(set) var shares: [Double]
    private let least: Double

    init(_ options: Int, least: Double) {
        shares = [Double](repeating: 1 / Double(max(1, options)), count: max(1, options))
        self.least = min(least, 1 / Double(max(1, options)))
    }

    func draw(using draws: inout SplittableGenerator) -> Int { draws.nextOption(of: shares) }

    /// - Parameter votes: options that good points have, with weights of 1 in all or less.
    mutating func learn(_ votes: [(option: Int, weight: Double)], rate: Double) {
        let total = votes.reduce(0) { $0 + $1.weight }
        for option in shares.indices { shares[option] *= 1 - rate * total }
        for vote in votes where shares.indices.contains(vote.option) { shares[vote.option] += rate * vote.weight }
        // What lifts some above the least is taken from the others in proportion.
        let lifted = shares.map { max($0, least) }
        let (excess, free) = (
            lifted.reduce(0, +) - 1, zip(lifted, shares).reduce(0) { $0 + max(0, $1.0 - least) }
        )
        shares = lifted.map { free > 0 ? $0 - excess * max(0, $0 - least) / free : $0 }
    }
}
