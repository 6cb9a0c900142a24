import RandomSource

extension RatingTable {
    /// All ratings of some users, drawn without replacement, in the table's order.
    ///
    /// - Throws: `RatingsError.tooFewUsers`.
    package func sampling(users wanted: Int, seed: UInt32) throws -> RatingTable {
        var occurs = [Bool](repeating: false, count: users.count)
        for user in userPositions { occurs[Int(user)] = true }
        let known = occurs.indices.filter { occurs[$0] }
        guard wanted <= known.count else { throw RatingsError.tooFewUsers(asked: wanted, found: known.count) }
        var state = RandomState(seed: seed)
        var isDrawn = [Bool](repeating: false, count: users.count)
        for place in state.permutation(known.count).prefix(wanted) { isDrawn[known[place]] = true }
        return selecting(rows: (0..<count).filter { isDrawn[Int(userPositions[$0])] })
    }

    /// A share of the ratings, drawn without replacement, in the table's order: the rows of pandas'
    /// `sample(frac=…, random_state=seed)`.
    ///
    /// - Parameter fraction: above 0, at most 1.
    /// - Throws: `RatingsError.tooSmallFraction`.
    package func sampling(fraction: Double, seed: UInt32) throws -> RatingTable {
        let size = Self.rounded(fraction * Double(count))
        guard size > 0 else { throw RatingsError.tooSmallFraction(fraction, rows: count) }
        var state = RandomState(seed: seed)
        return selecting(rows: state.permutation(count).prefix(size).sorted())
    }
}
