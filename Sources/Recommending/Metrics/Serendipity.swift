/// `serendipity@K`: one less the mean similarity of a recommended item to those that the user had in training, the mean over
/// a list, then over users; `recommenders`' `serendipity` with every recommendation taken as relevant (after Zhang et al.,
/// 2012, doi:10.1145/2124295.2124300).
enum Serendipity {
    static let rule = MetricRule(
        ofCatalog: "serendipity",
        help: "how unlike the K recommended items are to what the user rated in training, by who rated them"
    ) { (judged: JudgedCatalog, k) throws(MetricsError) -> [Double] in
        try judged.similarities().toHistory.map { list in list.prefix(k).map { 1 - $0 }.meanOfNumbers }
    }
}
