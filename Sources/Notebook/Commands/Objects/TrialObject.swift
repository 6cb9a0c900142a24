package import Display
package import Experiments
package import Notebook
import RecommenderTrials
package import Recommenders
import Tuning
package import Values

/// One trial; its model is at hand, in a file, or trained again.
package struct TrialObject: SessionObject {
    package enum Model: Sendable {
        case trained(TrainedModel)
        case file(String)
        /// Trained again, to the same bits, once it is asked for.
        case again(any LiveExperiment)
    }

    package let trial: TrialRecord
    package let model: Model?
    /// By what the best of its experiment was chosen.
    private let choice: ModelChoice?
    /// How much of what it came to is luck, where that is known.
    package var optimism: SearchOptimism?
    /// Whether it is the best of an experiment that goes on.
    private let isSoFar: Bool

    package init(trial: TrialRecord, model: Model? = nil, choice: ModelChoice? = nil, isSoFar: Bool = false) {
        self.trial = trial
        self.model = model
        self.choice = choice
        self.isSoFar = isSoFar
    }

    /// The model, where it is at hand.
    var trained: TrainedModel? { if case .trained(let trained) = model { trained } else { nil } }

    package var kind: ObjectKind { .trial }
    package var isLarge: Bool { trained != nil }

    package func json() async -> JSONValue {
        var json: JSONObject = [
            "id": .string(trial.id), "sequence": .integer(trial.sequence), "status": .string(trial.status.rawValue),
            "parameters": .object(trial.parameters), "metrics": .object(trial.metrics),
            "intermediate": .array(trial.intermediate.map { .number($0) }),
        ]
        if let error = trial.error { json["error"] = .string(error) }
        if let optimism { json["optimism"] = optimism.json }
        return .object(json)
    }

    package func summary() async -> String {
        let metrics = trial.metrics.map { "\($0.key) \(Figures.text($0.value))" }.joined(separator: ", ")
        let state = isSoFar ? "the best so far" : trial.status.rawValue
        return "trial \(trial.sequence) \(state)" + (metrics.isEmpty ? "" : ", \(metrics)")
    }

    package func output() async -> Output {
        var head = "trial \(trial.sequence)  \(trial.status.rawValue)" + (isSoFar ? "  the best so far" : "")
        if let seconds = trial.seconds { head += "  \(Figures.duration(seconds))" }
        if let error = trial.error { head += "\nerror: \(error)" }
        let parts = [("parameters", trial.parameters), ("metrics", trial.metrics)].filter { !$0.1.isEmpty }
        return .group(
            [.text(head)] + parts.map { .pairs($0.1, title: $0.0) }
                + (optimism.map { [.text($0.words)] } ?? []))
    }

    package func namesBelow() async -> [String: [String]] {
        ["params": Array(trial.parameters.keys), "metrics": Array(trial.metrics.keys)]
    }

    package func record() async -> JSONObject? { trial.metrics }
    package func kind(of field: String) async -> ObjectKind? { field == "model" ? .model : nil }

    package func fieldNames() async -> [String] {
        ["model", "params", "metrics", "sequence", "status", "id"] + trial.metrics.keys + trial.parameters.keys
    }

    package func field(_ name: String) async throws -> (any SessionObject)? {
        switch name {
        case "model":
            switch model {
            case .trained(let trained): return ModelObject(trained, choice: choice)
            case .file(let path):
                let model = try ModelFile.read(path)
                if trial.gave(model) {
                    return ModelObject(
                        TrainedModel(recommender: model), reported: trial.intermediate, choice: choice)
                }
            case .again(let experiment):
                if let trained = try await experiment.trainAgain(trial) as? TrainedModel {
                    return ModelObject(trained, choice: choice)
                }
            case nil: break
            }
            throw NotebookError.unavailable(
                "the model of trial \(trial.sequence) was not kept",
                remedy: "the best trial's model is kept; train this one again with its parameters")
        case "params", "parameters": return MetricsObject(trial.parameters)
        case "metrics": return MetricsObject(trial.metrics)
        case "sequence": return PlainValue(.integer(trial.sequence))
        case "status": return PlainValue(.string(trial.status.rawValue))
        case "id": return PlainValue(.string(trial.id))
        default: return (trial.metrics[name] ?? trial.parameters[name]).map(PlainValue.init)
        }
    }
}

extension TrialRecord {
    /// Whether a model has the parameters of this trial, so far as both say them.
    fileprivate func gave(_ model: any Recommender) -> Bool {
        var told = parameters
        if let chosen = told[LearnerChoice.name]?.object {
            guard chosen["_name"]?.string == model.algorithm else { return false }
            told[LearnerChoice.name] = nil
            told = told.merging(chosen)
        }
        told = (try? TrialBudget.applied(to: told)) ?? told
        return told.allSatisfy { name, value in
            model.parameters[name].map { $0 == value || $0.number == value.number } ?? true
        }
    }
}
