/// What BPR learns, being trained: by several threads at once where these share no user and no item.
@safe
package final class BPRFactors<Scalar: BPRScalar>: @unchecked Sendable {
    /// `[users × factors]`
    package let users: FactorMatrix<Scalar>
    /// `[items × factors]`
    package let items: FactorMatrix<Scalar>
    /// `[1 × items]`
    package let itemBiases: FactorMatrix<Scalar>

    package init(users: FactorMatrix<Scalar>, items: FactorMatrix<Scalar>, itemBiases: FactorMatrix<Scalar>) {
        precondition(users.columns == items.columns && itemBiases.rows == 1 && itemBiases.columns == items.rows)
        self.users = users
        self.items = items
        self.itemBiases = itemBiases
    }

    /// The same values, to be learned on apart from these.
    package func copy() -> BPRFactors {
        BPRFactors(users: users.copy(), items: items.copy(), itemBiases: itemBiases.copy())
    }

    /// What it takes of memory.
    package var bytes: Int { users.bytes + items.bytes + itemBiases.bytes }
}

/// A user, an item that the user likes, and one of which that is not known.
package struct BPRPair: Hashable, Sendable {
    package let user: Int32
    package let liked: Int32
    package let other: Int32

    package init(user: Int32, liked: Int32, other: Int32) {
        self.user = user
        self.liked = liked
        self.other = other
    }
}

/// What BPR's training asks of a scalar.
package protocol BPRScalar: RegisterScalar, RankingScalar, LaneScalar {
    /// See `BPRPass`.
    static func run(_ pass: BPRPass<Self>, _ pairs: [BPRPair]) -> Double
}

extension Float: BPRScalar {
    package static func run(_ pass: BPRPass<Float>, _ pairs: [BPRPair]) -> Double { pass.learn(pairs) }
}

extension Double: BPRScalar {
    package static func run(_ pass: BPRPass<Double>, _ pairs: [BPRPair]) -> Double { pass.learn(pairs) }
}
