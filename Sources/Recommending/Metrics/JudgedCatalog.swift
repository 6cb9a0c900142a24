/// Lists and the training behind them: what metrics look at that judge lists by what was known, and not by what is right.
/// What several of them need is measured once.
final class JudgedCatalog {
    let training: MetricContext
    private let catalog: CatalogLists
    private let isStopped: @Sendable () -> Bool
    private var similarity: ListSimilarity?
    private(set) lazy var itemRows = training.itemRows

    init(_ catalog: CatalogLists, training: MetricContext, isStopped: @escaping @Sendable () -> Bool) {
        self.catalog = catalog
        self.training = training
        self.isStopped = isStopped
    }

    /// The first K items of each list.
    func lists(_ k: Int) -> [ArraySlice<Int32>] { catalog.lists.map { $0.prefix(k) } }

    /// How often each item is among the first K; items that never are have no entry.
    func frequencies(_ k: Int) -> [Int32: Int] {
        var frequencies: [Int32: Int] = [:]
        for list in catalog.lists { for item in list.prefix(k) { frequencies[item, default: 0] += 1 } }
        return frequencies
    }

    /// - Throws: `MetricsError.stopped`.
    func similarities() throws(MetricsError) -> ListSimilarity {
        if let similarity { return similarity }
        let measured = try ListSimilarity(catalog, training: training, isStopped: isStopped)
        similarity = measured
        return measured
    }
}

/// What a user's list adds to a metric that is a mean: the sum of what is averaged, and how much that is.
struct CatalogShare {
    let sum: Double
    let count: Double

    /// Of a list that the metric says nothing of.
    static let none = CatalogShare(sum: 0, count: 0)
}

extension [CatalogShare] {
    /// Not a number where there is nothing.
    var mean: Double { reduce(0) { $0 + $1.sum } / reduce(0) { $0 + $1.count } }
}
