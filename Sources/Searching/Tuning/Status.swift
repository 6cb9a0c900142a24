/// NNI's words for the state of an experiment.
package enum ExperimentStatus: String, Sendable, CaseIterable {
    case initialized = "INITIALIZED"
    case running = "RUNNING"
    case noMoreTrial = "NO_MORE_TRIAL"
    case tunerNoMoreTrial = "TUNER_NO_MORE_TRIAL"
    case done = "DONE"
    case stopping = "STOPPING"
    case stopped = "STOPPED"
    case error = "ERROR"
    /// Only looked at: its manager runs nothing.
    case viewed = "VIEWED"

    package var hasEnded: Bool { [.done, .stopped, .error, .viewed].contains(self) }
}

/// NNI's words for the state of a trial.
package enum TrialStatus: String, Sendable, CaseIterable {
    case waiting = "WAITING"
    case running = "RUNNING"
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
    case userCanceled = "USER_CANCELED"
    case systemCanceled = "SYS_CANCELED"
    case earlyStopped = "EARLY_STOPPED"
    case unknown = "UNKNOWN"

    package var hasEnded: Bool { self != .waiting && self != .running && self != .unknown }
}
