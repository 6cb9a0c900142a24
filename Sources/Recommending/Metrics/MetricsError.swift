package enum MetricsError: Error, Hashable, CustomStringConvertible {
    case unknown(String, nearest: String?)
    case missingK(String)
    case badK(String, found: String)
    case noCommonRows
    /// The work was asked to stop.
    case stopped
    /// The metric looks at the training data, and there are none.
    case needsTraining(metric: String)
    /// `auc` and `logloss` judge guesses of a yes or no.
    case notBinary(metric: String, found: Double)

    package var description: String {
        switch self {
        case .unknown(let name, let nearest):
            "there is no metric '\(name)'; "
                + (nearest.map { "did you mean \($0)?" } ?? "there are \(Metric.templates.joined(separator: ", "))")
        case .missingK(let name): "\(name) needs the length of the list, for example \(name)@10"
        case .badK(let name, let found):
            "the length of the list in \(name)@K is a whole number from 1 to 100000, found '\(found)'"
        case .noCommonRows: "no rating has an estimate, so nothing can be judged"
        case .needsTraining(let metric):
            "\(metric)@K compares lists of all items with the training data; predictions made elsewhere and drawn items bring none, so judge a model by it, with --protocol full"
        case .stopped: "stopped before it was done"
        case .notBinary(let metric, let found):
            "\(metric) needs ratings of 0 and 1, found \(found); it judges guesses of a yes or no"
        }
    }
}
