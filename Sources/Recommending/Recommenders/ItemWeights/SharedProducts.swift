import Compute
import Foundation
import Kernels
import Ratings
import Synchronization

/// What products of items are summed up over: what all trainings on the same data have in common.
enum ProductKind: String, Sendable {
    /// The number of users of both, of ratings above 0.
    case counts
    /// `Σ idf_u²` over them: with the weights of users that `tfidf` and `bm25` have.
    case rarities
    /// Products of the ratings themselves.
    case ratings
}

extension Trainset {
    /// What a user's items weigh by how many they are: `idf_u = ln(n_items) − ln(1 + n_u)`.
    func rarities() throws -> [Double] {
        let byUser = try positives().byUser
        return (0..<byUser.count).map { log(Double(items.count)) - log(1 + Double(byUser.count(of: $0))) }
    }

    /// Products of pairs of items, to be computed.
    ///
    /// - Throws: `RecommenderError.noPositives`.
    func itemProducts(_ kind: ProductKind) throws -> ItemProducts {
        let interactions = try kind == .ratings ? interactions() : positives()
        let weights =
            try kind == .rarities
            ? rarities().map { $0 * $0 } : [Double](repeating: 1, count: interactions.byUser.count)
        return ItemProducts(
            byUser: interactions.byUser, byItem: interactions.byItem, weights: weights, usesValues: kind == .ratings)
    }

    /// All products of pairs of items, `[items × items]`, made once for all who train on this.
    ///
    /// - Throws: `ComputeError.stopped`, `RecommenderError.noPositives`.
    func allItemProducts(_ kind: ProductKind, threads: Int, stop: StopFlag) throws -> SquareMatrix {
        try shared.value("products of \(kind.rawValue)") {
            let products = try itemProducts(kind)
            let matrix = SquareMatrix(size: items.count)
            // The last rows are the longest.
            ThreadTeam.share(items.count, threads: threads, stop: stop) { piece in
                products.lowerRow(of: products.items - 1 - piece, in: matrix)
            }
            try stop.check()
            try matrix.mirror(threads: threads, stop: stop)
            return matrix
        }
    }

    /// Those counts for elastic nets.
    ///
    /// - Throws: `ComputeError.stopped`, `RecommenderError.noPositives`.
    func elasticNetProducts(threads: Int, stop: StopFlag) throws -> ElasticNetProducts {
        let products = try allItemProducts(.counts, threads: threads, stop: stop)
        return try shared.value("counts for elastic nets") { ElasticNetProducts(products) }
    }

    /// What each user has, of ratings above 0, each a 1.
    func likes() throws -> SparseRows {
        let byUser = try positives().byUser
        return try shared.value("likes") {
            byUser.with(values: [Double](repeating: 1, count: byUser.columns.count))
        }
    }
}

extension SquareMatrix {
    /// Fills in what lies above the diagonal, from below it.
    ///
    /// - Throws: `ComputeError.stopped`.
    func mirror(threads: Int, stop: StopFlag) throws {
        let blocks = (size + Self.mirroredRows - 1) / Self.mirroredRows
        ThreadTeam.share(blocks, threads: threads, stop: stop) { piece in self.mirror(block: blocks - 1 - piece) }
        try stop.check()
    }
}

/// A row an item, made by several threads.
enum ItemRows {
    /// What a thread takes at a time.
    private static let blockItems = 8

    /// - Parameters:
    ///   - worker: makes what a thread needs for a few rows.
    ///   - row: of an item, the same whichever thread makes it; `nil` where it saw the stop.
    /// - Throws: `ComputeError.stopped`.
    static func make<Worker>(
        _ items: Int, threads: Int, stop: StopFlag, worker: @escaping @Sendable () -> Worker,
        row: @escaping @Sendable (Int, inout Worker) -> (columns: [Int32], values: [Double])?
    ) throws -> SparseRows {
        let made = Mutex([(columns: [Int32], values: [Double])](repeating: ([], []), count: items))
        ThreadTeam.share((items + blockItems - 1) / blockItems, threads: threads, stop: stop) { piece in
            var own = worker()
            for item in piece * blockItems..<min((piece + 1) * blockItems, items) {
                guard !stop.isStopped, let row = row(item, &own) else { return }
                made.withLock { $0[item] = row }
            }
        }
        try stop.check()
        return SparseRows(made.withLock { $0 }, columnCount: items)
    }
}
