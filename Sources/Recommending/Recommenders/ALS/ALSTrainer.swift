import Compute
import Kernels
import RandomSource
import Ratings
import Synchronization
import Values

/// Solves users and items in turn. A row depends on the other side's factors alone, and what is summed over many rows is
/// summed in blocks of fixed bounds: any number of threads comes to the same bits.
struct ALSTrainer<Scalar: LeastSquaresScalar>: Trainer {
    private let configuration: ALSConfiguration
    private let trainset: Trainset
    private let positives: Interactions
    private let threads: Int
    private let userRidges: [Double]
    private let itemRidges: [Double]
    private let users: FactorMatrix<Scalar>
    private let items: FactorMatrix<Scalar>
    /// The items' factors that the users were solved from.
    private var basis: FactorMatrix<Scalar>
    private var epoch = 0

    /// Draws users' factors, then items', from NumPy's generator.
    ///
    /// - Throws: `RecommenderError.noPositives`, `.tooLarge`.
    init(_ configuration: ALSConfiguration, _ trainset: Trainset, threads: Int) throws {
        try Self.checkSize(configuration, trainset, threads)
        var random = RandomState(seed: configuration.seed)
        let draw = { Scalar(random.normal(mean: 0, standardDeviation: configuration.initialDeviation)) }
        let positives = try trainset.positives()
        let users = FactorMatrix<Scalar>(rows: trainset.users.count, columns: configuration.factors, draw)
        let items = FactorMatrix<Scalar>(rows: trainset.items.count, columns: configuration.factors, draw)
        self.init(configuration, trainset, positives, threads, users: users, items: items, basis: items)
    }

    private init(
        _ configuration: ALSConfiguration, _ trainset: Trainset, _ positives: Interactions, _ threads: Int,
        users: FactorMatrix<Scalar>, items: FactorMatrix<Scalar>, basis: FactorMatrix<Scalar>
    ) {
        self.configuration = configuration
        self.trainset = trainset
        self.positives = positives
        self.threads = threads
        self.users = users
        self.items = items
        self.basis = basis
        func ridges(_ rows: SparseRows, of all: Int) -> [Double] {
            (0..<rows.count).map { configuration.objective.ridge(count: rows.count(of: $0), of: all) }
        }
        userRidges = ridges(positives.byUser, of: items.rows)
        itemRidges = ridges(positives.byItem, of: users.rows)
    }

    /// What a training and its models take, and each thread's equations.
    private static func checkSize(_ configuration: ALSConfiguration, _ trainset: Trainset, _ threads: Int) throws {
        let rows = 2 * trainset.users.count + 4 * trainset.items.count
        let bytes =
            rows * configuration.factors * MemoryLayout<Scalar>.size
            + max(1, threads) * NormalEquations<Scalar>.bytes(size: configuration.factors)
            + 20 * configuration.factors * configuration.factors * MemoryLayout<Double>.size
        try RecommenderError.checkSize(bytes, of: "the factors")
    }

    var epochs: Int { configuration.epochs }
    var bytes: Int { users.bytes + items.bytes + basis.bytes }

    mutating func trainEpoch(stop: StopFlag) throws -> Double? {
        epoch += 1
        basis = items.copy()
        let objective = configuration.objective
        let basisGramian = try gramian(basis, stop)
        var cost = try solve(users, positives.byUser, userRidges, from: basis, basisGramian, stop)
        let userGramian = try gramian(users, stop)
        cost += try solve(items, positives.byItem, itemRidges, from: users, userGramian, stop, isLast: true)
        let width = NormalEquations<Scalar>.width(of: configuration.factors)
        cost += try objective.weight * Gramian.product(userGramian, gramian(items, stop), width: width)
        guard cost.isFinite else { throw objective.singular }
        return cost
    }

    /// Solves one side. - Returns: its part of the loss; the last side adds the errors of what was seen.
    private func solve(
        _ solved: FactorMatrix<Scalar>, _ rows: SparseRows, _ ridges: [Double],
        from fixed: FactorMatrix<Scalar>, _ gramian: [Double], _ stop: StopFlag, isLast: Bool = false
    ) throws -> Double {
        let pass = LeastSquaresPass(
            starts: rows.starts, columns: rows.columns, ridges: ridges,
            start: configuration.objective.start(gramian, as: Scalar.self), fixed: fixed, solved: solved,
            measuresErrors: isLast)
        let pieces = rows.pieces(each: configuration.factors)
        let outcomes = Mutex([LeastSquaresPass<Scalar>.Outcome](repeating: .stopped, count: pieces.count))
        ThreadTeam.share(pieces.count, threads: threads, stop: stop) { piece in
            let outcome = pass.run(rows: pieces[piece], isStopped: { stop.isStopped })
            outcomes.withLock { $0[piece] = outcome }
        }
        try stop.check()
        return try outcomes.withLock { $0 }.reduce(0) { sum, outcome in
            guard case .solved(let cost) = outcome else { throw configuration.objective.singular }
            return sum + cost
        }
    }

    private func gramian(_ factors: FactorMatrix<Scalar>, _ stop: StopFlag) throws -> [Double] {
        let blocks = Gramian.blocks(rows: factors.rows)
        let sums = Mutex([[Double]](repeating: [], count: blocks.count))
        ThreadTeam.share(blocks.count, threads: threads, stop: stop) { block in
            let sum = Gramian.of(factors, rows: blocks[block], isStopped: { stop.isStopped })
            sums.withLock { $0[block] = sum }
        }
        try stop.check()
        return sums.withLock { Gramian.total($0) }
    }

    func continued(with parameters: JSONObject) throws -> any Trainer {
        let other = try ALSConfiguration(parameters)
        try RecommenderError.checkShape(
            ALSAlgorithm().shape(with: configuration.parameters), configuration.parameters, other.parameters)
        var trainer = ALSTrainer(
            other, trainset, positives, threads, users: users.copy(), items: items.copy(), basis: basis)
        trainer.epoch = epoch
        return trainer
    }

    func makeModel() -> any Recommender {
        ALSModel(
            configuration: configuration, facts: trainset.facts(scale: 0...1),
            positives: SeenItems(positives, as: trainset.seen), users: users.copy(), items: items.copy(), basis: basis)
    }
}

extension SparseRows {
    /// Runs of rows that take about as long as one another to solve, a few milliseconds at most where rows are short.
    ///
    /// - Parameter each: what a row takes beside its columns, in columns.
    func pieces(each: Int) -> [Range<Int>] {
        let enough = max(2000, (columns.count + count * each) / 256)
        var pieces: [Range<Int>] = []
        var (first, size) = (0, 0)
        for row in 0..<count {
            size += count(of: row) + each
            if size >= enough || row + 1 == count {
                pieces.append(first..<(row + 1))
                (first, size) = (row + 1, 0)
            }
        }
        return pieces
    }
}

extension SeenItems {
    /// The items that each user rated above 0; the same list in memory where these are all.
    init(_ positives: Interactions, as seen: SeenItems) {
        let some = SeenItems(starts: positives.byUser.starts, items: positives.byUser.columns)
        self = some == seen ? seen : some
    }
}
