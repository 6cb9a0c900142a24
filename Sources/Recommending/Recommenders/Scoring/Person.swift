/// What a model's estimates are.
package enum ScoreKind: Sendable {
    /// Estimates of ratings, on the model's scale.
    case rating
    /// Probabilities that a user rates an item.
    case probability
    /// Numbers to rank by, which stand for nothing by themselves.
    case score
}

/// Somebody whom items are scored for.
package enum Person: Hashable, Sendable {
    /// A user of the training, by position.
    case user(Int)
    /// Somebody whom training did not see, by what they rated.
    case newcomer([KnownRating])
}

/// An item by its position in a model's items, and what somebody rated it.
package struct KnownRating: Hashable, Sendable {
    package let item: Int
    package let rating: Double

    package init(item: Int, rating: Double) {
        self.item = item
        self.rating = rating
    }
}

/// What one rating adds to a score.
package struct ScoreShare: Hashable, Sendable {
    /// The item that was rated.
    package let item: Int
    /// Who rated it, where it was another user.
    package let user: Int?
    /// In units of the score: where the score is a sum over ratings, shares add up to it.
    package let score: Double

    package init(item: Int, user: Int? = nil, score: Double) {
        self.item = item
        self.user = user
        self.score = score
    }
}

extension [ScoreShare] {
    /// The most telling first; of equal ones the lower item.
    package var ordered: [ScoreShare] {
        sorted { (abs($0.score), $1.item) > (abs($1.score), $0.item) }
    }
}
