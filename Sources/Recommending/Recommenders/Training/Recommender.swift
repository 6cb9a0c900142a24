package import Compute
package import Ratings
package import Values

/// A trained model: immutable, safe to share, the same whichever algorithm made it.
package protocol Recommender: Sendable {
    /// The algorithm's name: `svd`.
    var algorithm: String { get }
    /// Every hyper-parameter with the value that it had, defaults included.
    var parameters: JSONObject { get }
    var facts: TrainingFacts { get }
    /// What estimates are.
    var scoreKind: ScoreKind { get }

    /// What is estimated for a user and an item, a rating where `scoreKind` says so; `nil` stands for one that training did not see.
    func estimate(user: Int?, item: Int?) -> Double
    /// For each of `users` (positions) its `count` best items, best first, ties by lower position.
    ///
    /// - Throws: `ComputeError.stopped`.
    func rank(users: [Int], count: Int, removingSeen: Bool, stop: StopFlag) throws -> [[ScoredItem]]
    /// The `count` nearest items by cosine similarity, nearest first, without the item itself.
    func similar(to item: Int, count: Int) -> [ScoredItem]
    /// The score of every item for a person who is not in the training, by what they rated; `nil` where the algorithm can't
    /// take anyone in after the training.
    ///
    /// - Throws: `ComputeError.stopped`.
    func scores(newcomer ratings: [KnownRating], stop: StopFlag) throws -> [Double]?
    /// What each rating that it comes from adds to an item's score, the most telling first; `nil` where a score is made of
    /// no ratings that could be told apart.
    func shares(of item: Int, for person: Person) -> [ScoreShare]?
    /// Everything that `LearningAlgorithm.decode` needs to make the same model again, to the bit.
    func encode() throws -> ModelArchive
}

/// A position in a model's items and its score.
package struct ScoredItem: Hashable, Sendable {
    package let item: Int
    package let score: Double

    package init(item: Int, score: Double) {
        self.item = item
        self.score = score
    }
}

extension Recommender {
    package var users: Vocabulary { facts.users }
    package var items: Vocabulary { facts.items }
    package var scale: ClosedRange<Double> { facts.scale }
    package var titles: [EntityID: String] { facts.titles }
    package var seen: SeenItems { facts.seen }

    package var scoreKind: ScoreKind { .rating }
    package func scores(newcomer ratings: [KnownRating], stop: StopFlag) throws -> [Double]? { nil }
    package func shares(of item: Int, for person: Person) -> [ScoreShare]? { nil }
}
