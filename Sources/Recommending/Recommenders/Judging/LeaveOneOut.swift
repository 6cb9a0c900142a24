import Compute
import Metrics
import Ratings

/// The NCF paper's way to judge: each held-out item is ranked among items drawn for it that its user never rated (He et
/// al., 2017, section 4.1).
enum LeaveOneOut {
    /// Rows of `truth`, each a list with one relevant item: `hit@10` is the paper's HR@10, `ndcg@10` its NDCG@10. An item
    /// whose score equals those of others stands in their middle, so a model that scores all alike is judged as one that
    /// guesses; an item without a score stands behind all that have one.
    ///
    /// - Throws: `RecommenderError.noDrawnNegatives`, `.strangers`, `ComputeError.stopped`.
    static func judged(
        _ scores: some JudgedScores, on truth: RatingTable, longest: Int, stop: StopFlag
    ) throws -> Judged {
        guard let negatives = truth.negatives else { throw RecommenderError.noDrawnNegatives }
        let pool = scores.items(Vocabulary(negatives.pool))
        let items = scores.items(truth.items)
        var lists: [[Int32]] = []
        var owners: [Int32] = []
        for row in 0..<truth.count {
            if row & 0x3F == 0 { try stop.check() }
            let user = Int(truth.userPositions[row])
            guard scores.knows(user: user) else { continue }
            func score(_ item: JudgedItem) -> Double { scores.score(user: user, item: item) ?? -.infinity }
            let own = score(items[Int(truth.itemPositions[row])])
            var (above, equal) = (0, 0)
            for place in negatives.places(ofRow: row) {
                let score = score(pool[Int(place)])
                if score > own { above += 1 } else if score == own { equal += 1 }
            }
            let rank = above + equal / 2
            lists.append((0..<longest).map { $0 == rank ? 0 : -1 })
            owners.append(Int32(user))
        }
        guard !lists.isEmpty else { throw RecommenderError.strangers(kind: "users") }
        return Judged(
            truth: queries(lists.count), rankings: RankedLists(users: Array(lists.indices), lists: lists),
            owners: owners)
    }

    /// A table in which every list has a user of its own, who rated item 0.
    private static func queries(_ count: Int) -> RatingTable {
        RatingTable(
            users: Vocabulary((0..<count).map { .integer($0) }), items: Vocabulary([.integer(0)]),
            userPositions: (0..<Int32(count)).map { $0 }, itemPositions: [Int32](repeating: 0, count: count),
            ratings: [Double](repeating: 1, count: count), scale: 0...1)
    }
}
