package import Values

/// What can be wrong with training, judging and keeping models.
package enum RecommenderError: Error, Hashable, CustomStringConvertible {
    case unknownAlgorithm(String, nearest: String?, known: [String])
    case parameter(ParameterError)
    case noRatings
    case noPositives
    case oneItem
    case noNegatives
    case noPairs
    case noDrawnNegatives
    case tooLarge(bytes: Int, what: String, remedy: String = Self.smaller)
    case pretrained(String)
    case otherShape(parameter: String, before: JSONValue, now: JSONValue)
    case singular(what: String, remedy: String = Self.smaller)
    case diverged(epoch: Int, rates: String)
    case strangers(kind: String)
    case noRatingEstimates(algorithm: String, metric: String)
    case unreadableModel(path: String, reason: String)
    case newerModel(path: String, version: Int)
    case unwritableModel(path: String, reason: String)

    package var description: String {
        switch self {
        case .unknownAlgorithm(let name, let nearest, let known):
            "there is no model '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? "there is \(known.joined(separator: ", "))")
        case .parameter(let error): error.description
        case .noRatings: "there are no ratings to train on"
        case .noPositives: "there is no positive rating: none is above 0, so there is nothing that a user liked"
        case .noRatingEstimates(let algorithm, let metric):
            "\(algorithm) gives scores to rank by, no ratings, so \(metric) can't be measured; ranking metrics can, such as ndcg@10"
        case .oneItem: "all ratings are of one item; there is nothing to choose between"
        case .noNegatives:
            "every user has rated every item, so no negatives can be drawn; n_neg 0 trains without any"
        case .noPairs:
            "every user likes every item, so there is no pair of items to put in order; 'filter' can leave out low ratings (--positive-from)"
        case .noDrawnNegatives:
            "these ratings have no drawn negatives to rank against; 'split DATA --by leave-one-out --negatives 99' draws them"
        case .tooLarge(let bytes, let what, let remedy):
            "\(what) would take \(RecommenderError.size(bytes)) of memory; \(remedy)"
        case .otherShape(let parameter, let before, let now):
            "a training with \(parameter) \(before.text()) can't go on with \(parameter) \(now.text()), as its weights would not fit; train from the start"
        case .pretrained(let reason): "can't begin from these pre-trained models: \(reason)"
        case .singular(let what, let remedy): "\(what) can't be solved, as the matrix is singular; \(remedy)"
        case .diverged(let epoch, let rates):
            "training diverged in epoch \(epoch): the loss is no number any more, or worse than any guess; lower learning rates (\(rates)) or more regularization help"
        case .strangers(let kind): "the model knows none of these \(kind); was it trained on other data?"
        case .unreadableModel(let path, let reason): "can't open the model \(path): \(reason)"
        case .newerModel(let path, let version):
            "the model \(path) was written by a newer Tunebook (format \(version)); this one reads format \(ModelFile.version)"
        case .unwritableModel(let path, let reason): "can't write the model \(path): \(reason)"
        }
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 1_000_000_000_000 ? "\(bytes / 1_000_000_000) GB" : "\(bytes / 1_000_000_000_000) TB"
    }

    static let smaller = "smaller sizes take less"
    /// More than this is no training's to take.
    static let mostBytes = 16_000_000_000

    /// - Parameter what: what takes so many bytes.
    /// - Throws: `.tooLarge`.
    static func checkSize(
        _ bytes: Int, of what: String, remedy: String = smaller
    ) throws(RecommenderError) {
        guard bytes < mostBytes else { throw .tooLarge(bytes: bytes, what: what, remedy: remedy) }
    }

    /// - Throws: `.otherShape` for the first of the names whose value differs.
    static func checkShape(
        _ names: [String], _ before: JSONObject, _ now: JSONObject
    ) throws(RecommenderError) {
        for name in names where before[name] != now[name] {
            throw .otherShape(parameter: name, before: before[name] ?? .null, now: now[name] ?? .null)
        }
    }
}

extension ParameterValues {
    /// A learner's hyper-parameters.
    ///
    /// - Throws: `RecommenderError.parameter`.
    init(learner given: JSONObject, of descriptions: [ParameterDescription]) throws(RecommenderError) {
        do { self = try ParameterValues(given, of: descriptions) } catch { throw .parameter(error) }
    }
}
