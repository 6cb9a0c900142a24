import Compute
import Kernels
import Ratings
import Values

/// A model that scores an item by the sum of the weights from the items that a user has: `score_ui = Σ_j x_uj · W_ji`.
struct ItemWeightModel<Weights: ItemWeights>: Recommender {
    let algorithm: String
    let parameters: JSONObject
    let facts: TrainingFacts
    let scoreKind = ScoreKind.score
    /// What each user has and how much of it: `x`, users × items.
    let histories: SparseRows
    /// Whether `x` are ratings; else it is 1 for every rating above 0.
    let countsRatings: Bool
    let weights: Weights
    /// What `similar` goes by.
    let nearness: ItemNearness
    private let ranking: ItemRanking<Weights.Scalar>

    init(
        algorithm: String, parameters: JSONObject, facts: TrainingFacts, histories: SparseRows, countsRatings: Bool,
        weights: Weights, nearness: ItemNearness
    ) {
        self.algorithm = algorithm
        self.parameters = parameters
        self.facts = facts
        self.histories = histories
        self.countsRatings = countsRatings
        self.weights = weights
        self.nearness = nearness
        ranking = ItemRanking(items: facts.items, seen: facts.seen)
    }

    // MARK: - Scores

    func estimate(user: Int?, item: Int?) -> Double {
        guard let user, let item else { return 0 }
        return zip(histories.columns(of: user), histories.values(of: user)).reduce(0) { sum, rated in
            sum + rated.1 * weights[Int(rated.0), item]
        }
    }

    /// Weights are read once for all users of a block.
    func rank(users: [Int], count: Int, removingSeen: Bool, stop: StopFlag) throws -> [[ScoredItem]] {
        try ranking.rank(users: users, count: count, removingSeen: removingSeen, stop: stop) { block, scores in
            weights.sums(
                of: block.map { (histories.columns(of: $0), histories.values(of: $0)) }, into: &scores)
        }
    }

    // MARK: - Newcomers and shares

    /// A person's items, ascending, and how much of each; of several ratings of one item the last counts.
    private func history(_ ratings: [KnownRating]) -> (items: [Int32], factors: [Double]) {
        var values: [Int: Double] = [:]
        for rating in ratings { values[rating.item] = rating.rating }
        let kept = values.filter { countsRatings || $0.value > 0 }.sorted { $0.key < $1.key }
        return (kept.map { Int32($0.key) }, kept.map { countsRatings ? $0.value : 1 })
    }

    func scores(newcomer ratings: [KnownRating], stop: StopFlag) throws -> [Double]? {
        try stop.check()
        let (rated, factors) = history(ratings)
        var sums = [Weights.Scalar](repeating: 0, count: items.count)
        weights.sums(of: [(rated[...], factors[...])], into: &sums)
        return sums.map { Double($0) }
    }

    func shares(of item: Int, for person: Person) -> [ScoreShare]? {
        let (rated, factors): ([Int32], [Double]) =
            switch person {
            case .user(let user): (Array(histories.columns(of: user)), Array(histories.values(of: user)))
            case .newcomer(let ratings): history(ratings)
            }
        return zip(rated, factors).compactMap { other, factor -> ScoreShare? in
            let share = factor * weights[Int(other), item]
            return share == 0 ? nil : ScoreShare(item: Int(other), score: share)
        }.ordered
    }

    // MARK: - Items

    func similar(to item: Int, count: Int) -> [ScoredItem] {
        switch nearness {
        case .weight:
            NearestItems.nearest(to: item, count: count, itemCount: items.count) { min(1, weights[$0, item]) }
        case .columns(let norms): nearest(to: item, count: count, norms: norms)
        }
    }

    /// By the cosine of columns with a 1 for the item itself, `(e_i + w_i) · (e_o + w_o)`: all products with one column are
    /// the scores of somebody who has it.
    private func nearest(to item: Int, count: Int, norms: [Double]) -> [ScoredItem] {
        let column = (0..<items.count).map { $0 == item ? 1 : weights[$0, item] }
        let rows = (0..<Int32(items.count)).filter { column[Int($0)] != 0 }
        var sums = [Weights.Scalar](repeating: 0, count: items.count)
        weights.sums(of: [(rows[...], rows.map { column[Int($0)] }[...])], into: &sums)
        return NearestItems.nearest(to: item, count: count, itemCount: items.count) { other in
            (Double(sums[other]) + column[other]) / (norms[item] * norms[other])
        }
    }

    // MARK: - Files

    func encode() -> ModelArchive {
        var archive = ModelArchive(of: self)
        archive.add(histories, as: "history")
        weights.encode(into: &archive)
        return archive
    }

    /// - Throws: `ModelArchive.Fault`.
    init(
        decoding archive: ModelArchive, countsRatings: Bool = false, nearness: (Weights, Int) -> ItemNearness
    ) throws {
        let facts = try archive.trainingFacts()
        let weights = try Weights(decoding: archive, items: facts.items.count)
        self.init(
            algorithm: archive.algorithm, parameters: archive.parameters, facts: facts,
            histories: try archive.sparseRows("history", rows: facts.users.count, columns: facts.items.count),
            countsRatings: countsRatings, weights: weights, nearness: nearness(weights, facts.items.count))
    }
}

/// What makes items near to each other.
enum ItemNearness: Sendable {
    /// The weight between them, which is a similarity.
    case weight
    /// What they are predicted from: their columns of weights, with a 1 for the item itself. The norms of these.
    case columns(norms: [Double])

    static func columns(of weights: SparseItemWeights, items: Int) -> ItemNearness {
        var squares = [Double](repeating: 1, count: items)
        for (column, value) in zip(weights.rows.columns, weights.rows.values) { squares[Int(column)] += value * value }
        return .columns(norms: squares.map { $0.squareRoot() })
    }

    static func columns<Scalar>(of weights: DenseItemWeights<Scalar>, items: Int) -> ItemNearness {
        .columns(norms: weights.tiles.columnSquares.map { (1 + $0).squareRoot() })
    }
}
