package import Values

/// A metric by name: `rmse`, `precision@10`. The definitions are those of `recommenders` (`evaluation/python_evaluation.py`).
package struct Metric: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case rmse, mae, rsquared
        case explainedVariance = "exp_var"
        case auc, logloss, precision, recall, ndcg, map, hit, mrr
        case rPrecision = "r_precision"

        package var needsRanking: Bool {
            switch self {
            case .rmse, .mae, .rsquared, .explainedVariance, .auc, .logloss: false
            default: true
            }
        }

        package var help: String {
            switch self {
            case .rmse: "root of the mean squared error"
            case .mae: "mean absolute error"
            case .rsquared: "coefficient of determination"
            case .explainedVariance: "share of the variance that is explained"
            case .auc: "area under the ROC curve, for ratings of 0 and 1"
            case .logloss: "logistic loss, for ratings of 0 and 1"
            case .precision: "share of the K recommended items that are relevant"
            case .recall: "share of the relevant items that are among the K recommended"
            case .ndcg: "normalized discounted cumulative gain of the K recommended"
            case .map: "mean average precision of the K recommended"
            case .hit: "share of users with a relevant item among the K recommended"
            case .mrr: "mean reciprocal rank of the first relevant item among the K"
            case .rPrecision: "precision at as many items as are relevant, at most K"
            }
        }
    }

    package let kind: Kind
    /// The length of the judged lists; `nil` for metrics of ratings.
    package let k: Int?

    package static let rmse = Metric(kind: .rmse, k: nil)
    package static let mae = Metric(kind: .mae, k: nil)
    package static func precision(_ k: Int) -> Metric { Metric(kind: .precision, k: k) }
    package static func recall(_ k: Int) -> Metric { Metric(kind: .recall, k: k) }
    package static func ndcg(_ k: Int) -> Metric { Metric(kind: .ndcg, k: k) }
    package static func map(_ k: Int) -> Metric { Metric(kind: .map, k: k) }

    private init(kind: Kind, k: Int?) {
        self.kind = kind
        self.k = k
    }

    /// Reads `rmse`, `ndcg@10`; also `recommenders`' names, `ndcg_at_k`, where `defaultK` says how long lists are.
    ///
    /// - Throws: `MetricsError`.
    package init(parsing text: String, defaultK: Int? = nil) throws(MetricsError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var name = parts[0].lowercased()
        if name.hasSuffix("_at_k") { name.removeLast(5) }
        guard let kind = Kind(rawValue: name) else {
            let nearest = nearestName(to: name, among: Kind.allCases.map(\.rawValue))
            throw .unknown(text, nearest: nearest.flatMap { near in Kind(rawValue: near).map(Self.template) })
        }
        guard kind.needsRanking else {
            guard parts.count == 1 else { throw .unknown(text, nearest: kind.rawValue) }
            self.init(kind: kind, k: nil)
            return
        }
        guard parts.count == 2 || defaultK != nil else { throw .missingK(name) }
        guard let k = parts.count == 2 ? Int(parts[1]) : defaultK, k >= 1, k <= 100_000 else {
            throw .badK(name, found: parts.last ?? "")
        }
        self.init(kind: kind, k: k)
    }

    package var name: String { k.map { "\(kind.rawValue)@\($0)" } ?? kind.rawValue }
    package var needsRanking: Bool { kind.needsRanking }

    package var direction: Direction {
        switch kind {
        case .rmse, .mae, .logloss: .minimize
        default: .maximize
        }
    }

    private static func template(_ kind: Kind) -> String { kind.rawValue + (kind.needsRanking ? "@10" : "") }

    /// Every metric's name with an example of K, for help and completion.
    package static let templates = Kind.allCases.map(template)
}

/// What a metric came to.
package struct MetricValue: Hashable, Sendable {
    package let metric: Metric
    package let value: Double
}
