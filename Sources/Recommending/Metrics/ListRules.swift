/// Metrics of lists by what is relevant in them; the definitions are those of `recommenders`.
enum ListRules {
    static let all: [MetricRule] = [
        MetricRule(ofLists: "precision", help: "share of the K recommended items that are relevant") { $0.precision },
        MetricRule(ofLists: "recall", help: "share of the relevant items that are among the K recommended") {
            $0.recall
        },
        MetricRule(ofLists: "ndcg", help: "normalized discounted cumulative gain of the K recommended") { $0.ndcg },
        MetricRule(ofLists: "map", help: "mean average precision of the K recommended") { $0.mapAtK },
        MetricRule(ofLists: "hit", help: "share of users with a relevant item among the K recommended") { $0.hit },
        MetricRule(ofLists: "mrr", help: "mean reciprocal rank of the first relevant item among the K") { $0.mrr },
        MetricRule(ofLists: "r_precision", help: "precision at as many items as are relevant, at most K") {
            $0.rPrecision
        },
    ]
}
