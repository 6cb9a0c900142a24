import Compute
import Kernels
import Ratings
import Values

/// A trained SVD++. Estimates are clipped to the scale, before ranking too, as Surprise does.
struct SVDPlusPlusModel<Scalar: SVDPlusPlusScalar>: Recommender {
    let facts: TrainingFacts
    private let configuration: SVDPlusPlusConfiguration
    private let globalMean: Double
    /// Nobody learns with these any more.
    private let factors: SVDPlusPlusFactors<Scalar>
    /// `[users × factors]`: their own factors with what their items say of them.
    private let wholeUsers: FactorMatrix<Scalar>
    private let ranking: ItemRanking<Scalar>

    /// - Parameter known: the items of each user, each once.
    init(
        _ configuration: SVDPlusPlusConfiguration, facts: TrainingFacts, globalMean: Double, known: SparseRows,
        factors: SVDPlusPlusFactors<Scalar>
    ) {
        self.configuration = configuration
        self.facts = facts
        self.globalMean = globalMean
        self.factors = factors
        wholeUsers = factors.users.with(implicit: factors.implicit, of: known)
        ranking = ItemRanking(items: facts.items, seen: facts.seen)
    }

    var algorithm: String { "svdpp" }
    var parameters: JSONObject { configuration.parameters }

    /// Adds up what is known.
    func estimate(user: Int?, item: Int?) -> Double {
        var estimate = Scalar(globalMean)
        if let user { estimate += factors.userBiases[user] }
        if let item { estimate += factors.itemBiases[item] }
        if let user, let item { estimate += wholeUsers.product(row: user, with: factors.items, row: item) }
        return min(max(Double(estimate), scale.lowerBound), scale.upperBound)
    }

    private var limits: ClosedRange<Scalar> { Scalar(scale.lowerBound)...Scalar(scale.upperBound) }

    func rank(users: [Int], count: Int, removingSeen: Bool, stop: StopFlag) throws -> [[ScoredItem]] {
        let limits = limits
        return try ranking.rank(users: users, count: count, removingSeen: removingSeen, stop: stop) { user, scores in
            Scalar.products(wholeUsers, user: user, factors.items, into: &scores)
            Scalar.finish(
                &scores, known: Scalar(globalMean) + factors.userBiases[user], biases: factors.itemBiases, in: limits)
        }
    }

    func similar(to item: Int, count: Int) -> [ScoredItem] {
        CosineNeighbors.nearest(to: item, count: count, itemCount: items.count) { one, other in
            Double(factors.items.product(row: one, with: factors.items, row: other))
        }
    }

    /// By the implicit factors of what the newcomer rated, with no factors of their own (`p = 0`): what they rated says what
    /// they like, as it does of everybody. Their bias is where the training's steps would come to rest if nothing else
    /// moved: `b = Σ (r − μ − b_i − q_i · s) / (n · (1 + reg_bu))`.
    func scores(newcomer ratings: [KnownRating], stop: StopFlag) throws -> [Double]? {
        try stop.check()
        let known = Set(ratings.map(\.item)).sorted().map(Int32.init)
        let person = FactorMatrix<Scalar>(rows: 1, columns: factors.items.columns) { 0 }.with(
            implicit: factors.implicit,
            of: SparseRows(
                starts: [0, known.count], columns: known, values: [Double](repeating: 1, count: known.count),
                columnCount: items.count))
        var scores = [Scalar](repeating: 0, count: items.count)
        Scalar.products(person, user: 0, factors.items, into: &scores)
        let surplus = ratings.reduce(0) { sum, rating in
            sum + (rating.rating - globalMean - Double(factors.itemBiases[rating.item] + scores[rating.item]))
        }
        let weight = Double(max(1, ratings.count)) * (1 + configuration.step("bu").regularization)
        Scalar.finish(
            &scores, known: Scalar(globalMean + surplus / weight), biases: factors.itemBiases, in: limits)
        return scores.map { Double($0) }
    }

    func encode() -> ModelArchive {
        var archive = ModelArchive(of: self)
        archive.facts["global_mean"] = .number(globalMean)
        for (name, matrix) in [("pu", factors.users), ("qi", factors.items), ("yj", factors.implicit)] {
            archive.sections[name] = .factors(matrix)
        }
        archive.sections["bu"] = .scalars(factors.userBiases, shape: [users.count])
        archive.sections["bi"] = .scalars(factors.itemBiases, shape: [items.count])
        return archive
    }

    /// - Throws: `ModelArchive.Fault`.
    init(decoding archive: ModelArchive) throws {
        let facts = try archive.trainingFacts()
        let configuration = try archive.configuration(SVDPlusPlusConfiguration.init)
        guard let mean = archive.facts["global_mean"]?.number else { throw ModelArchive.Fault("it has no global mean") }
        let factors = SVDPlusPlusFactors<Scalar>(
            users: try archive.factors("pu", rows: facts.users.count, columns: configuration.factors, as: Scalar.self),
            items: try archive.factors("qi", rows: facts.items.count, columns: configuration.factors, as: Scalar.self),
            implicit: try archive.factors(
                "yj", rows: facts.items.count, columns: configuration.factors, as: Scalar.self),
            userBiases: try archive.scalars("bu", shape: [facts.users.count], as: Scalar.self),
            itemBiases: try archive.scalars("bi", shape: [facts.items.count], as: Scalar.self))
        self.init(
            configuration, facts: facts, globalMean: mean, known: facts.seen.rows(itemCount: facts.items.count),
            factors: factors)
    }
}
