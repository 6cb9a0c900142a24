import Compute
import Metrics
import Ratings

/// Scores made elsewhere, as their judge sees them.
struct PredictionScores: JudgedScores {
    private let predictions: RatingTable
    private let truth: RatingTable
    /// Positions in the predictions of the truth's users and items.
    private let users: [Int32]
    private let items: [Int32]
    private let scores: [UInt64: Double]

    init(_ predictions: RatingTable, truth: RatingTable) {
        self.predictions = predictions
        self.truth = truth
        users = truth.users.positions(in: predictions.users)
        items = truth.items.positions(in: predictions.items)
        var scores: [UInt64: Double] = [:]
        for row in 0..<predictions.count {
            scores[Self.key(predictions.userPositions[row], predictions.itemPositions[row])] = predictions.ratings[row]
        }
        self.scores = scores
    }

    private static func key(_ user: Int32, _ item: Int32) -> UInt64 { UInt64(user) << 32 | UInt64(item) }

    /// Nobody says what they were trained on.
    var context: MetricContext? { nil }

    func estimates(stop: StopFlag) throws -> (rows: [Int], estimates: [Double]) {
        var (rows, estimates): ([Int], [Double]) = ([], [])
        for row in 0..<truth.count {
            let item = JudgedItem(position: items[Int(truth.itemPositions[row])])
            guard let estimate = score(user: Int(truth.userPositions[row]), item: item) else { continue }
            rows.append(row)
            estimates.append(estimate)
        }
        return (rows, estimates)
    }

    /// Lists of what was predicted: nothing seen can be removed, as nobody says what that was.
    func rankings(count: Int, removingSeen: Bool, stop: StopFlag) throws -> RankedLists {
        let (inTruth, itemsInTruth) = (
            predictions.users.positions(in: truth.users), predictions.items.positions(in: truth.items)
        )
        return RankedLists(
            best: count, users: predictions.userPositions.map { inTruth[Int($0)] },
            items: predictions.itemPositions.map { itemsInTruth[Int($0)] }, predictions: predictions.ratings)
    }

    func knows(user: Int) -> Bool { users[user] >= 0 }

    func score(user: Int, item: JudgedItem) -> Double? {
        guard users[user] >= 0, item.position >= 0 else { return nil }
        return scores[Self.key(users[user], item.position)]
    }

    func items(_ vocabulary: Vocabulary) -> [JudgedItem] {
        vocabulary.positions(in: predictions.items).map(JudgedItem.init)
    }
}
