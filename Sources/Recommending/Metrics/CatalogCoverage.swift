/// `coverage@K`: the share of the training items that are recommended to anybody among the first K; `recommenders`'
/// catalog coverage.
enum CatalogCoverage {
    static let rule = MetricRule(
        "coverage", needs: .lists, help: "share of the training items that anybody is recommended among the K"
    ) { judged, k throws(MetricsError) in
        guard let lists = judged.rankings?.catalogLists, let items = judged.context?.itemCount else {
            throw .needsTraining(metric: "coverage")
        }
        var recommended: Set<Int32> = []
        for list in lists { recommended.formUnion(list.prefix(k)) }
        return Double(recommended.count) / Double(items)
    }
}
