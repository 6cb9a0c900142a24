import Values

/// Where experiments are kept. Every call has taken effect when it returns.
package protocol ExperimentStore: Sendable {
    func create(_ experiment: ExperimentRecord) throws
    /// Writes all of it, or nothing.
    func write(_ batch: [StoreWrite], of experimentID: String) throws
    /// Every experiment without its trials, newest first.
    func summaries() throws -> [ExperimentSummary]
    /// One experiment without its trials, by its id, or the newest of a name.
    func summary(_ nameOrID: String) throws -> ExperimentSummary?
    /// Which experiments there are, newest first.
    func identities() throws -> [ExperimentIdentity]
    /// By its id, or the newest of a name, with its trials in order.
    func find(_ nameOrID: String) throws -> ExperimentSnapshot?
    func delete(_ experimentID: String) throws
    func rename(_ experimentID: String, to name: String) throws
    /// Takes an experiment up as `record` has it, unless another process has taken it from that owner meanwhile.
    ///
    /// - Returns: whether it is ours.
    func claim(_ record: ExperimentRecord, from owner: String) throws -> Bool
    /// Leaves word for the session that runs an experiment.
    func ask(_ request: ExperimentRequest, of experimentID: String) throws
    /// What was asked of these experiments, once.
    func takeRequests(of experimentIDs: [String]) throws -> [(experiment: String, request: ExperimentRequest)]
    /// Why nothing of before can be read: what is not found may be there all the same.
    var failure: (any Error)? { get }
    /// What is not whole, in words.
    func check() throws -> [String]
    /// The end of the session.
    func close()
}

package struct ExperimentIdentity: Hashable, Sendable {
    package let id: String
    package let name: String

    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

extension ExperimentStore {
    package var failure: (any Error)? { nil }
    package func check() throws -> [String] { [] }
    package func close() {}
}

/// One thing to be stored.
package enum StoreWrite: Hashable, Sendable {
    case experiment(ExperimentRecord)
    /// Inserts the trial or replaces what is known of it, but for its intermediate results.
    case trial(TrialRecord)
    /// One of a trial's intermediate results, a value an objective; `step` counts from 0.
    case intermediate([Double], step: Int, trial: Int)
    /// Takes the place of a trial's intermediate results: whoever follows an experiment elsewhere gets them whole.
    case curve([Double], trial: Int)
    /// What the trials came to with the other writes of the batch, so that lists need not look at them.
    case summary(ExperimentSummary)
}
