/// `diversity@K`: one less the mean similarity of two items of a list, the mean over users with at least two;
/// `recommenders`' `diversity` (after Zhang et al., 2012, doi:10.1145/2124295.2124300). Not a number at K = 1.
enum Diversity {
    static let rule = MetricRule(
        ofCatalog: "diversity", help: "how unlike each other the K recommended items are, by who rated them"
    ) { (judged: JudgedCatalog, k) throws(MetricsError) -> [Double] in
        try judged.similarities().toEarlier.map { list in
            let sums = list.prefix(k)
            let pairs = Double(sums.count * (sums.count - 1) / 2)
            return pairs > 0 ? 1 - sums.reduce(0, +) / pairs : .nan
        }
    }
}
