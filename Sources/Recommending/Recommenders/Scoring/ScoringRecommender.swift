import Compute
import Kernels

/// A model that ranks by scores which are no ratings, all items of a user at a time.
protocol ScoringRecommender: Recommender {
    associatedtype Scalar: RankingScalar
    var ranking: ItemRanking<Scalar> { get }
    /// The scores of all items; what stood in `scores` before does not count.
    func fillScores(of user: Int, into scores: inout [Scalar])
}

extension ScoringRecommender {
    package var scoreKind: ScoreKind { .score }

    package func rank(users: [Int], count: Int, removingSeen: Bool, stop: StopFlag) throws -> [[ScoredItem]] {
        try ranking.rank(users: users, count: count, removingSeen: removingSeen, stop: stop) { user, scores in
            fillScores(of: user, into: &scores)
        }
    }
}
