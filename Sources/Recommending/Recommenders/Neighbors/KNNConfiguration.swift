import Kernels
import Values

/// Surprise's options of its neighbourhood models, with its defaults.
struct KNNConfiguration: Sendable {
    /// What of the neighbours' ratings is averaged.
    enum Variant: String, CaseIterable, Sendable {
        /// The ratings themselves.
        case basic
        /// What they deviate from the neighbour's mean by.
        case means
        /// The same in standard deviations of the neighbour's ratings.
        case zscore
        /// What they deviate from the baseline estimate by.
        case baseline
    }

    /// How alike two users, or items, are.
    enum Similarity: String, CaseIterable, Sendable {
        case msd, cosine, pearson
        case pearsonBaseline = "pearson_baseline"
    }

    private static let variant = Parameter(
        "variant", default: Variant.means,
        help: "what neighbours' ratings are averaged as: basic as they are, means beside each neighbour's mean, "
            + "zscore in its standard deviations, baseline beside the baseline estimate")
    private static let neighbors = Parameter(
        "k", 1...1_000_000, default: 40,
        help: "the greatest number of neighbours; more smooth the estimate, fewer make it more personal and noisier")
    private static let leastNeighbors = Parameter(
        "min_k", 1...1_000_000, default: 1,
        help: "the least number of neighbours; with fewer the estimate is the mean alone, so more trust it oftener")
    private static let similarity = Parameter(
        "similarity", default: Similarity.msd,
        help: "msd counts differences of ratings, cosine their angle, pearson their correlation, "
            + "pearson_baseline the correlation beside the baseline estimates, shrunk where it rests on few ratings")
    private static let userBased = Parameter(
        "user_based", default: true, help: "neighbours are users who rated alike, else items that were rated alike")
    private static let minimumSupport = Parameter(
        "min_support", 1...1_000_000, default: 1,
        help: "the least number of common ratings; more leave fewer neighbours, and surer ones")
    private static let shrinkage = Parameter(
        "shrinkage", 0...1e9, default: 100.0,
        help: "pearson_baseline: more draws similarities that rest on few common ratings nearer to 0")

    static let descriptions = [
        variant.description, neighbors.description, leastNeighbors.description, similarity.description,
        userBased.description, minimumSupport.description, shrinkage.description,
    ]

    private let values: ParameterValues
    var parameters: JSONObject { values.json }
    let variant: Variant
    let neighbors: Int
    let leastNeighbors: Int
    let similarity: Similarity
    let isUserBased: Bool
    let support: PairSupport

    /// - Throws: `RecommenderError.parameter`.
    init(_ given: JSONObject) throws(RecommenderError) {
        values = try ParameterValues(learner: given, of: Self.descriptions)
        variant = values[Self.variant]
        neighbors = values[Self.neighbors]
        leastNeighbors = values[Self.leastNeighbors]
        similarity = values[Self.similarity]
        isUserBased = values[Self.userBased]
        // A correlation of one common rating says nothing.
        support =
            similarity == .pearsonBaseline
            ? PairSupport(minimum: max(2, values[Self.minimumSupport]), shrinkage: values[Self.shrinkage])
            : PairSupport(minimum: values[Self.minimumSupport])
    }

    var usesBaseline: Bool { variant == .baseline || similarity == .pearsonBaseline }
}
