package import Values

/// Trains and judges one trial, wherever that happens.
package protocol TrialRunner: Sendable {
    /// Whether a trial keeps a core of this machine busy.
    var computes: Bool { get }
    /// - Parameter trial: takes the objective while the trial goes on, and says when to stop.
    /// - Throws: why the trial failed; `ComputeError.stopped` once `trial.stop` was set.
    func run(_ request: TrialRequest, _ trial: TrialHandle) async throws -> TrialResult
}

extension TrialRunner {
    package var computes: Bool { false }

    /// The model of a trial that has ended, from its parameters.
    package func trainAgain(_ trial: TrialRecord, fixed: JSONObject) async throws -> (any Sendable)? {
        let request = TrialRequest(sequence: trial.sequence, parameters: fixed.merging(trial.parameters))
        return try await run(request, TrialHandle(id: trial.id, sequence: trial.sequence)).model
    }
}

package struct TrialRequest: Hashable, Sendable {
    package let sequence: Int
    /// The fixed parameters and the suggested ones.
    package let parameters: JSONObject

    package init(sequence: Int, parameters: JSONObject) {
        self.sequence = sequence
        self.parameters = parameters
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
