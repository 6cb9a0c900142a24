package import Compute
package import Ratings
package import Values

/// A trained model: immutable, safe to share, the same whichever algorithm made it.
package protocol Recommender: Sendable {
    /// The algorithm's name: `svd`.
    var algorithm: String { get }
    /// Every hyper-parameter with the value that it had, defaults included.
    var parameters: JSONObject { get }
    /// The users and items that training saw; positions below are positions in these.
    var users: Vocabulary { get }
    var items: Vocabulary { get }
    var scale: ClosedRange<Double> { get }
    var titles: [EntityID: String] { get }
    /// The items that each user rated in training.
    var seen: SeenItems { get }

    /// The rating estimated for a user and an item; `nil` stands for one that training did not see.
    func estimate(user: Int?, item: Int?) -> Double
    /// For each of `users` (positions) its `count` best items, best first, ties by lower position.
    ///
    /// - Throws: `ComputeError.stopped`.
    func rank(users: [Int], count: Int, removingSeen: Bool, stop: StopFlag) throws -> [[ScoredItem]]
    /// The `count` nearest items by cosine similarity, nearest first, without the item itself.
    func similar(to item: Int, count: Int) -> [ScoredItem]
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
