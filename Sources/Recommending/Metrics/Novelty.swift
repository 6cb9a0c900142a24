import Foundation

/// `novelty@K`: the mean surprisal of the recommended items in bits, `−log2` of an item's share of the training rows;
/// `recommenders`' `novelty` (Castells, Vargas and Wang, 2011). Popular items are little news.
enum Novelty {
    static let rule = MetricRule(
        ofCatalog: "novelty", help: "how rarely rated the K recommended items are: mean surprisal in bits"
    ) { judged, k in
        let rows = Double(judged.training.rowCount)
        let surprisals = judged.itemRows.map { log2(rows / Double($0)) }
        let lists = judged.lists(k)
        let sum = lists.reduce(0) { $1.reduce($0) { $0 + surprisals[Int($1)] } }
        return sum / Double(lists.reduce(0) { $0 + $1.count })
    }
}
