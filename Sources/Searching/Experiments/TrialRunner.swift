package import Values

/// Trains and judges one trial, wherever that happens.
package protocol TrialRunner: Sendable {
    /// Whether a trial keeps a core of this machine busy.
    var computes: Bool { get }
    /// What a trial has written. - Returns: `nil` where its trials write nothing.
    func output(of trial: TrialRecord, _ kind: TrialOutput) throws -> String?
    /// Lets go of what it holds, once the experiment has ended.
    func close() async
    /// - Parameter trial: takes the objective while the trial goes on, and says when to stop.
    /// - Throws: why the trial failed; `ComputeError.stopped` once `trial.stop` was set.
    func run(_ request: TrialRequest, _ trial: TrialHandle) async throws -> TrialResult
    /// The model of such a trial alone. - Throws: as `run`.
    func model(of request: TrialRequest, _ trial: TrialHandle) async throws -> (any Sendable)?
}

extension TrialRunner {
    package var computes: Bool { false }
    package func output(of trial: TrialRecord, _ kind: TrialOutput) throws -> String? { nil }
    package func close() async {}
    package func model(of request: TrialRequest, _ trial: TrialHandle) async throws -> (any Sendable)? {
        try await run(request, trial).model
    }

    /// The model of a trial that has ended, from its parameters.
    ///
    /// - Parameter trials: those of its experiment.
    package func trainAgain(
        _ trial: TrialRecord, fixed: JSONObject, among trials: [TrialRecord] = []
    ) async throws -> (any Sendable)? {
        let origins = Checkpoints.origins(of: trial, among: trials).map { fixed.merging($0.parameters) }
        let request = TrialRequest(
            sequence: trial.sequence, parameters: fixed.merging(trial.parameters), id: trial.id, origins: origins)
        return try await model(of: request, TrialHandle(id: trial.id, sequence: trial.sequence))
    }
}

package struct TrialRequest: Hashable, Sendable {
    package let sequence: Int
    /// The fixed parameters and the suggested ones.
    package let parameters: JSONObject
    package let id: String
    package let isCustomized: Bool
    /// The trials whose training this one goes on with, the oldest first, with all their parameters.
    package let origins: [JSONObject]

    package init(
        sequence: Int, parameters: JSONObject, id: String = "", isCustomized: Bool = false, origins: [JSONObject] = []
    ) {
        self.sequence = sequence
        self.parameters = parameters
        self.id = id
        self.isCustomized = isCustomized
        self.origins = origins
    }
}

package struct TrialResult: Sendable {
    package let objective: Double
    /// All final metrics, the objective among them.
    package let metrics: JSONObject
    /// The trained model, for whoever knows its type.
    package let model: (any Sendable)?
    /// Writes the model to a file.
    package let saveModel: (@Sendable (String) throws -> Void)?

    package init(
        objective: Double, metrics: JSONObject, model: (any Sendable)? = nil,
        saveModel: (@Sendable (String) throws -> Void)? = nil
    ) {
        self.objective = objective
        self.metrics = metrics
        self.model = model
        self.saveModel = saveModel
    }
}
