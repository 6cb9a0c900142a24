import Compute
import Kernels
import Ratings
import Values

/// Ratings, and how alike those who gave them, or what got them, are. Estimates are clipped to the scale, before ranking
/// too, as Surprise does.
struct KNNModel: Recommender {
    let facts: TrainingFacts
    let configuration: KNNConfiguration
    let parts: KNNParts
    let frame: NeighborFrame
    /// The neighbours' ratings as they count: `[items × users]` where neighbours are users, else `[users × items]`.
    let counted: SparseRows
    private let ranking: ItemRanking<Double>

    init(_ configuration: KNNConfiguration, facts: TrainingFacts, parts: KNNParts) {
        let (ratings, biases, mean) = (parts.ratings, parts.biases, parts.mean)
        let isUserBased = configuration.isUserBased
        let frame = NeighborFrame(configuration.variant, rows: isUserBased ? ratings.byUser : ratings.byItem)
        func baseline(_ user: Int, _ item: Int) -> Double { biases?.estimate(user: user, item: item) ?? mean }
        counted =
            isUserBased
            ? ratings.byItem.mapped { frame.value($2, of: $1, baseline: baseline($1, $0)) }
            : ratings.byUser.mapped { frame.value($2, of: $1, baseline: baseline($0, $1)) }
        self.configuration = configuration
        self.facts = facts
        self.parts = parts
        self.frame = frame
        ranking = ItemRanking(items: facts.items, seen: facts.seen)
    }

    var algorithm: String { "knn" }
    var parameters: JSONObject { configuration.parameters }

    // MARK: - Estimates

    /// Without a known user or item there are no neighbours: what the baseline knows, else the mean of all ratings.
    func estimate(user: Int?, item: Int?) -> Double {
        guard let user, let item else {
            let isBaseline = configuration.variant == .baseline
            return clip(isBaseline ? parts.biases?.estimate(user: user, item: item) ?? parts.mean : parts.mean)
        }
        let (own, column) = configuration.isUserBased ? (user, item) : (item, user)
        let sums = NeighborSums.one(
            row: own, column: column, of: counted, parts.similarities, configuration.support,
            k: configuration.neighbors)
        return rating(sums, known(frame.spread(of: own), user: user, item: item))
    }

    /// What an estimate begins with, beside the neighbours.
    func known(_ spread: NeighborFrame.Spread?, user: Int, item: Int) -> (offset: Double, scale: Double) {
        let baseline = parts.biases?.estimate(user: user, item: item) ?? parts.mean
        return (frame.offset(spread, baseline: baseline), frame.scale(spread))
    }

    func rating(_ sums: NearestSums, _ known: (offset: Double, scale: Double)) -> Double {
        guard sums.count >= configuration.leastNeighbors, sums.weight > 0 else {
            return clip(configuration.variant == .basic ? parts.mean : known.offset)
        }
        return clip(known.offset + known.scale * (sums.total / sums.weight))
    }

    private func clip(_ value: Double) -> Double { min(max(value, scale.lowerBound), scale.upperBound) }

    func rank(users: [Int], count: Int, removingSeen: Bool, stop: StopFlag) throws -> [[ScoredItem]] {
        guard configuration.isUserBased else {
            return try ranking.rank(users: users, count: count, removingSeen: removingSeen, stop: stop) {
                block, scores in
                let lists = block.map { (counted.columns[counted.range($0)], counted.values[counted.range($0)]) }
                sums(overItems: lists, stop) { place, item, sums in
                    let user = block[block.startIndex + place]
                    scores[place * items.count + item] = rating(
                        sums, known(frame.spread(of: item), user: user, item: item))
                }
            }
        }
        return try ranking.rank(users: users, count: count, removingSeen: removingSeen, stop: stop) { user, scores in
            var similarities = [Double](repeating: 0, count: self.users.count)
            parts.similarities.fill(&similarities, ofRow: user, configuration.support)
            let spread = frame.spread(of: user)
            NeighborSums.ofRow(similarities, over: counted, k: configuration.neighbors) { item, sums in
                scores[item] = rating(sums, known(spread, user: user, item: item))
            }
        }
    }

    /// - Parameter body: is told a list's place among these, an item, and the sums over the list's items nearest to it.
    func sums(
        overItems lists: [(ArraySlice<Int32>, ArraySlice<Double>)], _ stop: StopFlag,
        _ body: (Int, Int, NearestSums) -> Void
    ) {
        NeighborSums.ofLists(
            lists.map { (rows: $0.0, values: $0.1) }, parts.similarities, configuration.support,
            k: configuration.neighbors, isStopped: { stop.isStopped }, body)
    }

    /// By the model's own measure of items' ratings, also where neighbours are users.
    func similar(to item: Int, count: Int) -> [ScoredItem] {
        var similarities = [Double](repeating: 0, count: items.count)
        if configuration.isUserBased {
            let compared = KNNParts.compared(parts.ratings, parts.biases, configuration)
            let row = compared.byItem.range(item)
            similarities = compared.byUser.similarities(
                toRow: Array(compared.byItem.columns[row]), Array(compared.byItem.values[row]),
                by: configuration.similarity.measure, configuration.support)
        } else {
            parts.similarities.fill(&similarities, ofRow: item, configuration.support)
        }
        return NearestItems.nearest(to: item, count: count, itemCount: items.count) { similarities[$0] }
    }

    // MARK: - Files

    /// Similarities are computed again when the file is read: they take more room than what they come from.
    func encode() -> ModelArchive {
        var archive = ModelArchive(of: self)
        archive.facts["global_mean"] = .number(parts.mean)
        archive.sections["rated_items"] = .integers(parts.ratings.byUser.columns)
        archive.sections["ratings"] = .scalars(
            parts.ratings.byUser.values, shape: [parts.ratings.byUser.values.count])
        archive.sections["table_order"] = .integers(parts.ratings.order)
        if let biases = parts.biases {
            archive.sections["bu"] = .scalars(biases.users, shape: [users.count])
            archive.sections["bi"] = .scalars(biases.items, shape: [items.count])
        }
        return archive
    }

    /// - Throws: `ModelArchive.Fault`, `RecommenderError.tooLarge`.
    init(decoding archive: ModelArchive) throws {
        let known = try archive.trainingFacts()
        let configuration = try archive.configuration(KNNConfiguration.init)
        guard let mean = archive.facts["global_mean"]?.number else { throw ModelArchive.Fault("it has no global mean") }
        let starts = known.seen.parts.starts.map(Int.init)
        let (rated, order) = (try archive.integers("rated_items"), try archive.integers("table_order"))
        guard rated.count == starts.last, rated.allSatisfy({ $0 >= 0 && $0 < known.items.count }),
            order.sorted() == (0..<Int32(rated.count)).map({ $0 })
        else { throw ModelArchive.Fault("its ratings do not fit its users and items") }
        let ratings = RatingLists(
            byUser: SparseRows(
                starts: starts, columns: rated,
                values: try archive.scalars("ratings", shape: [rated.count], as: Double.self),
                columnCount: known.items.count), order: order)
        let biases =
            try configuration.usesBaseline
            ? BaselineBiases(
                mean: mean, users: archive.scalars("bu", shape: [known.users.count], as: Double.self),
                items: archive.scalars("bi", shape: [known.items.count], as: Double.self)) : nil
        self.init(
            configuration, facts: known,
            parts: KNNParts(
                ratings: ratings, mean: mean, biases: biases,
                similarities: try KNNParts.similarities(
                    ratings, biases, configuration, threads: 1, stop: StopFlag())))
    }
}
