import Foundation
import Kernels
import Values

/// The hyper-parameters of item neighbourhoods, and the similarity that they name.
struct ItemKNNConfiguration: Sendable {
    enum Similarity: String, CaseIterable, Sendable {
        case cosine, jaccard, asymmetric, tversky
    }
    enum Weighting: String, CaseIterable, Sendable {
        case none, tfidf, bm25
    }

    private static let neighbors = Parameter(
        "k", 1...1_000_000_000, default: 100,
        help: "the nearest items of each that count: more smooths scores towards popularity, fewer make them sharper")
    private static let similarity = Parameter(
        "similarity", default: Similarity.cosine,
        help: "of two items' users; jaccard and tversky look at who they are, not at weights")
    private static let shrink = Parameter(
        "shrink", 0...1e12, default: 0.0,
        help: "added below the similarity's fraction line: more distrusts items with few users in common")
    private static let weighting = Parameter(
        "weighting", default: Weighting.none,
        help:
            "of users before cosine and asymmetric: tfidf and bm25 count those with few items more, bm25 popular items less"
    )
    private static let alpha = Parameter(
        "alpha", 0...1, default: 0.5,
        help:
            "of asymmetric and tversky: how much the user's item is measured by its own users; less favours popular items"
    )

    static let descriptions = [
        neighbors.description, similarity.description, shrink.description, weighting.description, alpha.description,
    ]

    let parameters: JSONObject
    let neighbors: Int
    private let similarity: Similarity
    private let weighting: Weighting
    private let shrink: Double
    private let alpha: Double

    /// - Throws: `RecommenderError.parameter`.
    init(_ given: JSONObject) throws(RecommenderError) {
        let values = try ParameterValues(learner: given, of: Self.descriptions)
        parameters = values.json
        neighbors = values[Self.neighbors]
        similarity = values[Self.similarity]
        weighting = values[Self.weighting]
        shrink = values[Self.shrink]
        alpha = values[Self.alpha]
    }

    private var isOfSets: Bool { similarity == .jaccard || similarity == .tversky }

    /// What the similarity is made of.
    var products: ProductKind { isOfSets || weighting == .none ? .counts : .rarities }

    /// - Parameter diagonal: each item's product with itself.
    func similarity(_ trainset: Trainset, diagonal: [Double]) throws -> ItemSimilarity {
        let byItem = try trainset.positives().byItem
        let counts = (0..<byItem.count).map { Double(byItem.count(of: $0)) }
        // An item that nobody has is like nothing, whatever its products of 0 are divided by.
        let sizes = counts.map { max(1, $0) }
        switch similarity {
        case .jaccard: return .jaccard(counts: sizes, shrink: shrink)
        case .tversky: return .tversky(counts: sizes, alpha: alpha, shrink: shrink)
        case .cosine, .asymmetric:
            let factors = factors(counts)
            let squares = zip(diagonal, factors).map { $0 * $1 * $1 }
            func powers(_ exponent: Double) -> [Double] {
                squares.map { $0 > 0 ? (exponent == 0.5 ? $0.squareRoot() : pow($0, exponent)) : 1 }
            }
            let isCosine = similarity == .cosine
            return .ratio(
                left: powers(isCosine ? 0.5 : alpha), right: powers(isCosine ? 0.5 : 1 - alpha), factors: factors,
                shrink: shrink)
        }
    }

    /// What an item's column is multiplied by: BM25's saturation by the item's length, with implicit's K1 and B.
    private func factors(_ counts: [Double]) -> [Double] {
        guard weighting == .bm25 else { return [Double](repeating: 1, count: counts.count) }
        let (k1, b, mean) = (1.2, 0.75, counts.reduce(0, +) / Double(max(1, counts.count)))
        return counts.map { (k1 + 1) / (k1 * (1 - b + b * $0 / mean) + 1) }
    }
}
