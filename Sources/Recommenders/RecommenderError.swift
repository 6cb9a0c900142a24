package import Values

/// What can be wrong with training, judging and keeping models.
package enum RecommenderError: Error, Hashable, CustomStringConvertible {
    case unknownAlgorithm(String, nearest: String?, known: [String])
    case parameter(ParameterError)
    case noRatings
    case tooLarge(bytes: Int)
    case diverged(epoch: Int, rates: String)
    case strangers(kind: String)
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
        case .tooLarge(let bytes):
            "the model's factors would take \(bytes / 1_000_000_000) GB; fewer factors (n_factors) take less"
        case .diverged(let epoch, let rates):
            "training diverged in epoch \(epoch): the loss is no number any more; lower learning rates (\(rates)) or more regularization help"
        case .strangers(let kind): "the model knows none of these \(kind); was it trained on other data?"
        case .unreadableModel(let path, let reason): "can't open the model \(path): \(reason)"
        case .newerModel(let path, let version):
            "the model \(path) was written by a newer Tunebook (format \(version)); this one reads format \(ModelFile.version)"
        case .unwritableModel(let path, let reason): "can't write the model \(path): \(reason)"
        }
    }
}
