import Values

/// Where experiments are kept. Every call has taken effect when it returns.
package protocol ExperimentStore: Sendable {
    /// - Throws: `ExperimentError.nameTaken`, or what the store is hindered by.
    func create(_ experiment: ExperimentRecord) throws
    /// Writes all of it, or nothing.
    func write(_ batch: [StoreWrite], of experimentID: String) throws
    /// Every experiment without its trials, newest first.
    func summaries() throws -> [ExperimentSummary]
    /// One experiment without its trials, by name or by id.
    func summary(_ nameOrID: String) throws -> ExperimentSummary?
    /// The names that are taken.
    func names() throws -> [String]
    /// By name or by id, with its trials in order.
    func find(_ nameOrID: String) throws -> ExperimentSnapshot?
    func delete(_ experimentID: String) throws
    /// Why nothing of before can be read: what is not found may be there all the same.
    var failure: (any Error)? { get }
    /// The end of the session.
    func close()
}

extension ExperimentStore {
    package var failure: (any Error)? { nil }
    package func close() {}
}

/// One thing to be stored.
package enum StoreWrite: Hashable, Sendable {
    case experiment(ExperimentRecord)
    /// Inserts the trial or replaces what is known of it, but for its intermediate results.
    case trial(TrialRecord)
    /// One of a trial's intermediate results; `step` counts from 0.
    case intermediate(Double, step: Int, trial: Int)
    /// Takes the place of a trial's intermediate results: whoever follows an experiment elsewhere gets them whole.
    case curve([Double], trial: Int)
    /// What the trials came to with the other writes of the batch, so that lists need not look at them.
    case summary(ExperimentSummary)
}
