package import Ratings

/// What every model knows of the data that it was trained on.
package struct TrainingFacts: Sendable {
    /// The users and items that training saw; a model's positions are positions in these.
    package let users: Vocabulary
    package let items: Vocabulary
    package let scale: ClosedRange<Double>
    package let titles: [EntityID: String]
    /// The items that each user rated in training.
    package let seen: SeenItems
}

extension Trainset {
    /// - Parameter scale: where a model's estimates have another one than the ratings.
    func facts(scale: ClosedRange<Double>? = nil) -> TrainingFacts {
        TrainingFacts(users: users, items: items, scale: scale ?? self.scale, titles: titles, seen: seen)
    }
}
