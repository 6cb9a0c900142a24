/// `serendipity@K`: one less the mean similarity of a recommended item to those that the user had in training, the mean over
/// a list, then over users; `recommenders`' `serendipity` with every recommendation taken as relevant (after Zhang et al.,
/// 2012, doi:10.1145/2124295.2124300).
enum Serendipity {
    static let rule = MetricRule(
        ofCatalog: "serendipity",
        help: "how unlike the K recommended items are to what the user rated in training, by who rated them",
        shares: { judged, k throws(MetricsError) in
            try judged.similarities().toHistory.map { list in
                // Who had nothing in training has no similarity to it, in none of the places.
                let known = list.prefix(k).filter { !$0.isNaN }
                guard !known.isEmpty else { return .none }
                return CatalogShare(sum: known.reduce(0) { $0 + 1 - $1 } / Double(known.count), count: 1)
            }
        })
}
