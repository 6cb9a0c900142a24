/// Synthetic ratings and the model that they were drawn from.
package struct SyntheticData: Sendable {
    package let table: RatingTable
    package let truth: Truth

    /// User `n` has the identifier `n + 1`, item likewise. Factors are row-major, `[users × rank]` and `[items × rank]`.
    package struct Truth: Sendable {
        package let rank: Int
        package let mean: Double
        package let userBiases: [Double]
        package let itemBiases: [Double]
        package let userFactors: [Double]
        package let itemFactors: [Double]
        package internal(set) var noise = 0.0

        init(
            rank: Int, mean: Double, userBiases: [Double], itemBiases: [Double], userFactors: [Double],
            itemFactors: [Double]
        ) {
            self.rank = rank
            self.mean = mean
            self.userBiases = userBiases
            self.itemBiases = itemBiases
            self.userFactors = userFactors
            self.itemFactors = itemFactors
        }

        /// The rating without noise and rounding.
        package func score(user: Int, item: Int) -> Double {
            mean + userBiases[user] + itemBiases[item] + affinity(user: user, item: item)
        }

        /// `p_u · q_i`: what of the rating is neither the user's nor the item's alone.
        func affinity(user: Int, item: Int) -> Double {
            var product = 0.0
            for factor in 0..<rank { product += userFactors[user * rank + factor] * itemFactors[item * rank + factor] }
            return product
        }
    }
}
