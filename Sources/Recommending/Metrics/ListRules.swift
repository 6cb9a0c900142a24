/// Metrics of lists by what is relevant in them; the definitions are those of `recommenders`.
enum ListRules {
    static let all: [MetricRule] = [
        MetricRule(
            ofLists: "precision", help: "share of the K recommended items that are relevant", \.precision,
            users: { $0.values(\.precision) }),
        MetricRule(
            ofLists: "recall", help: "share of the relevant items that are among the K recommended", \.recall,
            users: { $0.values(\.recall) }),
        MetricRule(
            ofLists: "ndcg", help: "normalized discounted cumulative gain of the K recommended", \.ndcg,
            users: { $0.ndcgValues() }),
        MetricRule(
            ofLists: "map", help: "mean average precision of the K recommended", \.mapAtK,
            users: { $0.values(\.mapAtK) }),
        MetricRule(
            ofLists: "hit", help: "share of users with a relevant item among the K recommended", \.hit,
            users: { $0.values(\.hit) }),
        MetricRule(
            ofLists: "mrr", help: "mean reciprocal rank of the first relevant item among the K", \.mrr,
            users: { $0.values(\.mrr) }),
        MetricRule(
            ofLists: "r_precision", help: "precision at as many items as are relevant, at most K", \.rPrecision,
            users: { $0.rPrecisionValues() }),
    ]
}
