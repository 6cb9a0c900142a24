import Compute
import Kernels
import Ratings
import Values

/// Factors and item biases that BPR found: the score is `b_i + p_u · q_i`.
struct BPRModel<Scalar: BPRScalar>: ScoringRecommender {
    let facts: TrainingFacts
    let ranking: ItemRanking<Scalar>
    private let configuration: BPRConfiguration
    private let factors: BPRFactors<Scalar>
    private let biases: [Scalar]
    /// How many like each item, which a newcomer's pairs are drawn by.
    private let likers: [Double]

    init(
        configuration: BPRConfiguration, facts: TrainingFacts, factors: BPRFactors<Scalar>, likers: [Double]
    ) {
        self.configuration = configuration
        self.facts = facts
        self.factors = factors
        self.likers = likers
        biases = factors.itemBiases.values
        ranking = ItemRanking(items: facts.items, seen: facts.seen)
    }

    var algorithm: String { "bpr" }
    var parameters: JSONObject { configuration.parameters }

    /// Strangers have the biases alone; an item that training did not see has none.
    func estimate(user: Int?, item: Int?) -> Double {
        guard let item else { return 0 }
        guard let user else { return Double(biases[item]) }
        return Double(biases[item] + factors.users.product(row: user, with: factors.items, row: item))
    }

    func fillScores(of user: Int, into scores: inout [Scalar]) { fill(&scores, factors.users, user) }

    private func fill(_ scores: inout [Scalar], _ users: FactorMatrix<Scalar>, _ user: Int) {
        Scalar.products(users, user: user, factors.items, into: &scores)
        Scalar.finish(&scores, known: 0, biases: biases, in: -Scalar.infinity...Scalar.infinity)
    }

    func similar(to item: Int, count: Int) -> [ScoredItem] {
        CosineNeighbors.nearest(to: item, count: count, itemCount: items.count) { one, other in
            Double(factors.items.product(row: one, with: factors.items, row: other))
        }
    }

    /// Learns the newcomer's factors as training learns a user's: from 0, with as many passes over what they like, pairs
    /// drawn from the same seed, while the items stay as they are. The same ratings always give the same scores.
    ///
    /// - Throws: `ComputeError.stopped`.
    func scores(newcomer ratings: [KnownRating], stop: StopFlag) throws -> [Double]? {
        let liked = Set(ratings.filter { $0.rating > 0 }.map { Int32($0.item) }).sorted()
        let newcomer = FactorMatrix<Scalar>(rows: 1, columns: configuration.factors) { 0 }
        let alone = BPRFactors(users: newcomer, items: factors.items, itemBiases: factors.itemBiases)
        let pairs = try BPRPairs.pairs(
            newcomer: liked, counts: likers.map { Int($0) }, configuration.negatives, times: configuration.epochs,
            seed: configuration.seed, stop: stop)
        let pass = BPRPass(
            alone, rate: configuration.rate, regularization: configuration.regularization, movesItems: false)
        _ = pass.run(pairs)
        var scores = [Scalar](repeating: 0, count: items.count)
        fill(&scores, newcomer, 0)
        return scores.map { Double($0) }
    }

    func encode() -> ModelArchive {
        var archive = ModelArchive(of: self)
        archive.sections["pu"] = .factors(factors.users)
        archive.sections["qi"] = .factors(factors.items)
        archive.sections["bi"] = .scalars(biases, shape: [items.count])
        archive.sections["likers"] = .scalars(likers, shape: [items.count])
        return archive
    }

    /// - Throws: `ModelArchive.Fault`.
    init(decoding archive: ModelArchive) throws {
        let known = try archive.trainingFacts()
        guard let configuration = try? BPRConfiguration(archive.parameters) else {
            throw ModelArchive.Fault("its parameters make no sense")
        }
        let likers = try archive.scalars("likers", shape: [known.items.count], as: Double.self)
        guard likers.allSatisfy({ (0...Double(known.users.count)).contains($0) }) else {
            throw ModelArchive.Fault("its numbers of likers make no sense")
        }
        self.init(
            configuration: configuration, facts: known,
            factors: BPRFactors(
                users: try archive.factors(
                    "pu", rows: known.users.count, columns: configuration.factors, as: Scalar.self),
                items: try archive.factors(
                    "qi", rows: known.items.count, columns: configuration.factors, as: Scalar.self),
                itemBiases: FactorMatrix(row: try archive.scalars("bi", shape: [known.items.count], as: Scalar.self))),
            likers: likers)
    }
}
