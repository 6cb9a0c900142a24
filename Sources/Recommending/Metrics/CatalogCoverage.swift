/// `coverage@K`: the share of the training items that are recommended to anybody among the first K; `recommenders`'
/// catalog coverage.
enum CatalogCoverage {
    static let rule = MetricRule(
        ofCatalog: "coverage", help: "share of the training items that anybody is recommended among the K"
    ) { judged, k in Double(judged.frequencies(k).count) / Double(judged.training.itemCount) }
}
