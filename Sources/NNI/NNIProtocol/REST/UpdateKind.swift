/// What may be changed of a running experiment, with NNI's words.
package enum UpdateKind: String, Sendable, CaseIterable {
    case concurrency = "TRIAL_CONCURRENCY"
    case duration = "MAX_EXEC_DURATION"
    case trials = "MAX_TRIAL_NUM"
    case searchSpace = "SEARCH_SPACE"

    /// The field of the configuration that it changes.
    package var field: String {
        switch self {
        case .concurrency: "trialConcurrency"
        case .duration: "maxExperimentDuration"
        case .trials: "maxTrialNumber"
        case .searchSpace: "searchSpace"
        }
    }
}
