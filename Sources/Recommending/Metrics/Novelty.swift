import Foundation

/// `novelty@K`: the mean surprisal of the recommended items in bits, `−log2` of an item's share of the training rows;
/// `recommenders`' `novelty` (Castells, Vargas and Wang, 2011). Popular items are little news.
enum Novelty {
    static let rule = MetricRule(
        ofCatalog: "novelty", help: "how rarely rated the K recommended items are: mean surprisal in bits",
        shares: { judged, k in
            let rows = Double(judged.training.rowCount)
            let surprisals = judged.itemRows.map { log2(rows / Double($0)) }
            return judged.lists(k).map { list in
                CatalogShare(sum: list.reduce(0) { $0 + surprisals[Int($1)] }, count: Double(list.count))
            }
        })
}
