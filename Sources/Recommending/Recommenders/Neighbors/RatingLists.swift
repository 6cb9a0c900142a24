import Compute
import Kernels
import Ratings
import Values

/// The ratings of each user and of each item, both in the order of the table: what neighbourhood models are made of.
struct RatingLists: Sendable {
    /// `[users × items]`
    let byUser: SparseRows
    /// `[items × users]`
    let byItem: SparseRows
    /// The places of `byUser` in the order of the table, each once.
    let order: [Int32]

    init(_ trainset: Trainset) {
        self.init(
            byUser: SparseRows(
                starts: trainset.userStarts, columns: trainset.itemRows, values: trainset.ratings,
                columnCount: trainset.items.count), order: trainset.rowsInTableOrder)
    }

    init(byUser: SparseRows, order: [Int32]) {
        var users = [Int32](repeating: 0, count: byUser.columns.count)
        for user in 0..<byUser.count {
            for place in byUser.range(user) { users[place] = Int32(user) }
        }
        let groups = RowGroups(order.map { byUser.columns[Int($0)] }, groups: byUser.columnCount)
        let places = groups.rows.map { Int(order[$0]) }
        self.byUser = byUser
        self.order = order
        byItem = SparseRows(
            starts: groups.starts, columns: places.map { users[$0] }, values: places.map { byUser.values[$0] },
            columnCount: byUser.count)
    }

    /// The ratings less their baseline estimates.
    func besides(_ biases: BaselineBiases) -> RatingLists {
        RatingLists(
            byUser: byUser.mapped { user, item, rating in rating - biases.estimate(user: user, item: item) },
            byItem: byItem.mapped { item, user, rating in rating - biases.estimate(user: user, item: item) },
            order: order)
    }

    private init(byUser: SparseRows, byItem: SparseRows, order: [Int32]) {
        self.byUser = byUser
        self.order = order
        self.byItem = byItem
    }
}

extension SparseRows {
    /// - Parameter change: of a row, a column and the value there.
    func mapped(_ change: (Int, Int, Double) -> Double) -> SparseRows {
        var changed: [Double] = []
        changed.reserveCapacity(values.count)
        for row in 0..<count {
            for place in range(row) { changed.append(change(row, Int(columns[place]), values[place])) }
        }
        return with(values: changed)
    }
}

extension KNNConfiguration.Similarity {
    /// `pearson_baseline` is a cosine of what ratings deviate from their baseline estimates by.
    var measure: PairMeasure {
        switch self {
        case .msd: .squaredDifference
        case .cosine, .pearsonBaseline: .cosine
        case .pearson: .correlation
        }
    }
}

extension PairSimilarities {
    /// A block takes a few milliseconds, so that a request to stop is heard at once.
    private static let blockRows = 16

    /// Of all pairs of rows. Each pair is computed by one thread, so that any number of threads gives the same bits.
    ///
    /// - Parameter what: the rows in words: `users`.
    /// - Throws: `RecommenderError.tooLarge`, `ComputeError.stopped`.
    static func of(
        _ matrix: SparseRows, by measure: PairMeasure, what: String, threads: Int, stop: StopFlag
    ) throws -> PairSimilarities {
        let bytes = bytes(count: matrix.count)
        try RecommenderError.checkSize(
            bytes, of: "the similarities of all pairs of \(matrix.count) \(what)",
            remedy: "fewer \(what), or neighbours of the other kind (user_based), take less")
        let similarities = PairSimilarities(count: matrix.count)
        let source = PairSource(matrix)
        // Later rows have more to be compared with, so they go first and no thread ends with a long one alone.
        let blocks = (matrix.count + blockRows - 1) / blockRows
        ThreadTeam.share(blocks, threads: threads, stop: stop) { number in
            let start = (blocks - 1 - number) * blockRows
            similarities.fill(rows: start..<min(start + blockRows, matrix.count), from: source, by: measure)
        }
        try stop.check()
        return similarities
    }
}
