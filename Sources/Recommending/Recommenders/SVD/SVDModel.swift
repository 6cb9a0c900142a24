import Compute
import Kernels
import Ratings
import Values

/// A trained SVD. Estimates are clipped to the scale, before ranking too, as Surprise does.
struct SVDModel<Scalar: SVDScalar>: Recommender {
    let parameters: JSONObject
    let facts: TrainingFacts
    let globalMean: Double
    let isBiased: Bool
    let userFactors: FactorMatrix<Scalar>
    let itemFactors: FactorMatrix<Scalar>
    let userBiases: [Scalar]
    let itemBiases: [Scalar]
    private let ranking: ItemRanking<Scalar>

    init(
        parameters: JSONObject, facts: TrainingFacts, globalMean: Double, isBiased: Bool,
        userFactors: FactorMatrix<Scalar>, itemFactors: FactorMatrix<Scalar>, userBiases: [Scalar],
        itemBiases: [Scalar]
    ) {
        self.parameters = parameters
        self.facts = facts
        self.globalMean = globalMean
        self.isBiased = isBiased
        self.userFactors = userFactors
        self.itemFactors = itemFactors
        self.userBiases = userBiases
        self.itemBiases = itemBiases
        ranking = ItemRanking(items: facts.items, seen: facts.seen)
    }

    var algorithm: String { "svd" }

    /// Adds up what is known; without biases both must be known, else it is the global mean.
    func estimate(user: Int?, item: Int?) -> Double {
        var estimate = isBiased ? Scalar(globalMean) : 0
        if isBiased {
            if let user { estimate += userBiases[user] }
            if let item { estimate += itemBiases[item] }
        }
        if let user, let item {
            estimate += userFactors.product(row: user, with: itemFactors, row: item)
        } else if !isBiased {
            return clip(globalMean)
        }
        return clip(Double(estimate))
    }

    private func clip(_ value: Double) -> Double { min(max(value, scale.lowerBound), scale.upperBound) }

    func rank(users: [Int], count: Int, removingSeen: Bool, stop: StopFlag) throws -> [[ScoredItem]] {
        let limits = Scalar(scale.lowerBound)...Scalar(scale.upperBound)
        return try ranking.rank(users: users, count: count, removingSeen: removingSeen, stop: stop) { user, scores in
            Scalar.products(userFactors, user: user, itemFactors, into: &scores)
            let known = isBiased ? Scalar(globalMean) + userBiases[user] : 0
            Scalar.finish(&scores, known: known, biases: isBiased ? itemBiases : [], in: limits)
        }
    }

    func similar(to item: Int, count: Int) -> [ScoredItem] {
        CosineNeighbors.nearest(to: item, count: count, itemCount: items.count) { one, other in
            Double(itemFactors.product(row: one, with: itemFactors, row: other))
        }
    }

    func encode() -> ModelArchive {
        var archive = ModelArchive(of: self)
        archive.facts["global_mean"] = .number(globalMean)
        archive.sections["pu"] = .scalars(userFactors.values, shape: [users.count, userFactors.columns])
        archive.sections["qi"] = .scalars(itemFactors.values, shape: [items.count, itemFactors.columns])
        archive.sections["bu"] = .scalars(userBiases, shape: [users.count])
        archive.sections["bi"] = .scalars(itemBiases, shape: [items.count])
        return archive
    }

    /// - Throws: `ModelArchive.Fault`.
    init(decoding archive: ModelArchive) throws {
        let known = try archive.trainingFacts()
        let factors = archive.parameters["n_factors"]?.integer ?? 0
        guard factors > 0 else { throw ModelArchive.Fault("its number of factors makes no sense") }
        guard let mean = archive.facts["global_mean"]?.number else { throw ModelArchive.Fault("it has no global mean") }
        self.init(
            parameters: archive.parameters, facts: known, globalMean: mean,
            isBiased: archive.parameters["biased"]?.boolean ?? true,
            userFactors: try archive.matrix("pu", rows: known.users.count, columns: factors),
            itemFactors: try archive.matrix("qi", rows: known.items.count, columns: factors),
            userBiases: try archive.scalars("bu", shape: [known.users.count], as: Scalar.self),
            itemBiases: try archive.scalars("bi", shape: [known.items.count], as: Scalar.self))
    }
}
