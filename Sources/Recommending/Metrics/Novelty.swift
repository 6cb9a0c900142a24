import Foundation
import Statistics

/// `novelty@K`: the mean surprisal of the recommended items in bits, `−log2` of an item's share of the training rows;
/// `recommenders`' `novelty` (Castells, Vargas and Wang, 2011). Popular items are little news.
enum Novelty {
    static let rule = MetricRule(
        "novelty", needs: .lists, help: "how rarely rated the K recommended items are: mean surprisal in bits"
    ) { judged, k throws(MetricsError) in
        let (sums, counts) = try surprisals(of: judged, k)
        return sums.reduce(0, +) / counts.reduce(0, +)
    } users: { judged, k throws(MetricsError) in
        let (sums, counts) = try surprisals(of: judged, k)
        return UserValues(
            users: (judged.rankings?.users ?? []).map(Int32.init), values: zip(sums, counts).map { $0 / $1 },
            whole: SumStatistic(sums, over: counts))
    }

    /// Of each list the sum over its items, and how many there are.
    private static func surprisals(
        of judged: Judged, _ k: Int
    ) throws(MetricsError) -> (sums: [Double], counts: [Double]) {
        let catalog = try judged.catalog(for: "novelty")
        let rows = Double(catalog.training.rowCount)
        let surprisals = catalog.itemRows.map { log2(rows / Double($0)) }
        let lists = catalog.lists(k)
        return (lists.map { $0.reduce(0) { $0 + surprisals[Int($1)] } }, lists.map { Double($0.count) })
    }
}
