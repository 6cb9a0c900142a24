import Compute
import Kernels
import Ratings
import Values

/// A trained SVD. Estimates are clipped to the scale, before ranking too, as Surprise does.
struct SVDModel<Scalar: KernelScalar>: Recommender {
    let parameters: JSONObject
    let users: Vocabulary
    let items: Vocabulary
    let scale: ClosedRange<Double>
    let titles: [EntityID: String]
    let seen: SeenItems
    let globalMean: Double
    let isBiased: Bool
    let userFactors: FactorMatrix<Scalar>
    let itemFactors: FactorMatrix<Scalar>
    let userBiases: [Scalar]
    let itemBiases: [Scalar]
    /// The positions of the items sorted by identifier: `recommenders` breaks ties so where seen items are removed.
    private let itemsByID: [Int32]

    init(
        parameters: JSONObject, users: Vocabulary, items: Vocabulary, scale: ClosedRange<Double>,
        titles: [EntityID: String], seen: SeenItems, globalMean: Double, isBiased: Bool,
        userFactors: FactorMatrix<Scalar>, itemFactors: FactorMatrix<Scalar>, userBiases: [Scalar],
        itemBiases: [Scalar]
    ) {
        self.parameters = parameters
        self.users = users
        self.items = items
        self.scale = scale
        self.titles = titles
        self.seen = seen
        self.globalMean = globalMean
        self.isBiased = isBiased
        self.userFactors = userFactors
        self.itemFactors = itemFactors
        self.userBiases = userBiases
        self.itemBiases = itemBiases
        itemsByID = items.positionsInOrder.map(Int32.init)
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
        var scores = [Scalar](repeating: 0, count: items.count)
        var isExcluded = [Bool](repeating: false, count: items.count)
        let order = removingSeen ? itemsByID : (0..<Int32(items.count)).map { $0 }
        let limits = Scalar(scale.lowerBound)...Scalar(scale.upperBound)
        var lists: [[ScoredItem]] = []
        lists.reserveCapacity(users.count)
        for user in users {
            try stop.check()
            Scalar.products(userFactors, user: user, itemFactors, into: &scores)
            let known = isBiased ? Scalar(globalMean) + userBiases[user] : 0
            Scalar.finish(&scores, known: known, biases: isBiased ? itemBiases : [], in: limits)
            let unwanted = removingSeen ? seen.items(of: user) : []
            for item in unwanted { isExcluded[Int(item)] = true }
            let best = TopSelection.best(count, of: scores, order: order, excluding: isExcluded)
            for item in unwanted { isExcluded[Int(item)] = false }
            lists.append(best.map { ScoredItem(item: Int($0), score: Double(scores[Int($0)])) })
        }
        return lists
    }

    func similar(to item: Int, count: Int) -> [ScoredItem] {
        let norms = (0..<items.count).map {
            Double(itemFactors.product(row: $0, with: itemFactors, row: $0)).squareRoot()
        }
        return items.ids.indices.filter { $0 != item }.map { other in
            let product = Double(itemFactors.product(row: item, with: itemFactors, row: other))
            let norm = norms[item] * norms[other]
            return ScoredItem(item: other, score: norm > 0 ? product / norm : 0)
        }
        .sorted { ($0.score, $1.item) > ($1.score, $0.item) }
        .prefix(count).map { $0 }
    }

    func encode() -> ModelArchive {
        var archive = ModelArchive(of: self)
        archive.facts["global_mean"] = .number(globalMean)
        archive.sections["pu"] = .scalars(userFactors.values)
        archive.sections["qi"] = .scalars(itemFactors.values)
        archive.sections["bu"] = .scalars(userBiases)
        archive.sections["bi"] = .scalars(itemBiases)
        return archive
    }

    /// - Throws: `ModelArchive.Fault`.
    init(decoding archive: ModelArchive) throws {
        let base = try archive.base()
        let factors = archive.parameters["n_factors"]?.integer ?? 0
        func matrix(_ name: String, rows: Int) throws -> FactorMatrix<Scalar> {
            let expected = rows.multipliedReportingOverflow(by: factors)
            guard factors > 0, !expected.overflow else {
                throw ModelArchive.Fault("its number of factors makes no sense")
            }
            var values = try archive.scalars(name, count: expected.partialValue, as: Scalar.self).makeIterator()
            return FactorMatrix(rows: rows, columns: factors) { values.next() ?? 0 }
        }
        guard let mean = archive.facts["global_mean"]?.number else { throw ModelArchive.Fault("it has no global mean") }
        self.init(
            parameters: archive.parameters, users: base.users, items: base.items, scale: base.scale,
            titles: base.titles, seen: base.seen, globalMean: mean,
            isBiased: archive.parameters["biased"]?.boolean ?? true,
            userFactors: try matrix("pu", rows: base.users.count),
            itemFactors: try matrix("qi", rows: base.items.count),
            userBiases: try archive.scalars("bu", count: base.users.count, as: Scalar.self),
            itemBiases: try archive.scalars("bi", count: base.items.count, as: Scalar.self))
    }
}
