import Display
import ExperimentReports
package import Experiments
import Foundation
package import Recommenders
package import Tuning
package import Values

/// An experiment, running or not: whoever looks sees it as it is now.
package struct ExperimentObject: SessionObject {
    package let name: String
    private let manager: ExperimentManager

    package init(name: String, manager: ExperimentManager) {
        self.name = name
        self.manager = manager
    }

    package var kind: ObjectKind { .experiment }

    /// - Throws: `ExperimentError.unknown` once it was deleted.
    package func status() async throws -> ExperimentStatus { try await manager.summary(name).record.status }

    /// - Throws: `ExperimentError.unknown` once it was deleted.
    package func snapshot() async throws -> ExperimentSnapshot { try await manager.snapshot(name) }

    package func json() async -> JSONValue {
        guard let now = try? await manager.summary(name) else { return .null }
        return [
            "id": .string(now.record.id), "name": .string(now.record.name),
            "status": .string(now.record.status.rawValue),
            "trials": .integer(now.trials), "best": now.best.map { .number($0.value) } ?? .null,
        ]
    }

    package func summary() async -> String {
        guard let now = try? await manager.summary(name) else { return "an experiment that is gone" }
        let configuration = now.record.configuration
        var text = "\(now.record.status.rawValue), \(now.ended)"
        if let most = configuration.maxTrials { text += " of \(most)" }
        text += " trials"
        if now[.failed] > 0 { text += " (\(now[.failed]) failed)" }
        if now[.earlyStopped] > 0 { text += " (\(now[.earlyStopped]) stopped early)" }
        if let best = now.best {
            text += ", best \(configuration.objective) \(Figures.plain(best.value)) in trial \(best.sequence)"
        }
        if let error = now.record.error { text += "; \(error)" }
        return text
    }

    package func text(_ style: TextStyle) async -> String {
        guard let now = try? await manager.summary(name) else { return await summary() }
        let configuration = now.record.configuration
        let head = "\(now.record.name) (\(now.record.id)): \(await summary())"
        // A record that is damaged says no more.
        if configuration.tuner.isEmpty { return head }
        return """
            \(head)
            \(configuration.tuner) \(configuration.mode.rawValue)s \(configuration.objective) of \(configuration.algorithm) on \(configuration.data)
            """
    }

    package func fieldNames() async -> [String] {
        ["best", "trials", "status", "name", "id", "count", "objective", "seconds"]
    }

    package func field(_ name: String) async throws -> (any SessionObject)? {
        switch name {
        case "best": return try await best()
        case "trials": return TableObject(TrialTable.table(try await snapshot().trials))
        default: break
        }
        let now = try await manager.summary(self.name)
        switch name {
        case "status": return PlainValue(.string(now.record.status.rawValue))
        case "name": return PlainValue(.string(now.record.name))
        case "id": return PlainValue(.string(now.record.id))
        case "count": return PlainValue(.integer(now.trials))
        case "seconds":
            guard let start = now.record.startTime else { return PlainValue(0.0) }
            return PlainValue(.number((now.record.endTime ?? Date()).timeIntervalSince(start)))
        case "objective": return PlainValue(.string(now.record.configuration.objective))
        default: return nil
        }
    }

    /// The best trial with its model.
    ///
    /// - Throws: `ExperimentError.nothingSucceeded`.
    package func best() async throws -> TrialObject {
        let now = try await snapshot()
        guard let best = now.best else {
            throw ExperimentError.nothingSucceeded(
                name: name, first: now.trials.first { $0.status == .failed }?.error ?? now.record.error)
        }
        let live = await manager.live(name)
        if let model = await live?.bestModel as? TrainedModel {
            return TrialObject(trial: best, model: .trained(model))
        }
        if let path = await manager.keptModel(of: now.record.id) { return TrialObject(trial: best, model: .file(path)) }
        return TrialObject(trial: best, model: live.map { .again($0) })
    }

    /// A trial by its number, with what gives its model.
    ///
    /// - Throws: `ExperimentError.unknown` once the experiment was deleted.
    package func trial(_ sequence: Int) async throws -> TrialObject? {
        let now = try await snapshot()
        if now.best?.sequence == sequence { return try await best() }
        guard let trial = now.trials.first(where: { $0.sequence == sequence }) else { return nil }
        let live = await manager.live(name)
        return TrialObject(trial: trial, model: trial.status == .succeeded ? live.map { .again($0) } : nil)
    }
}

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

    package init(trial: TrialRecord, model: Model? = nil) {
        self.trial = trial
        self.model = model
    }

    package var kind: ObjectKind { .trial }

    package func json() async -> JSONValue {
        var json: JSONObject = [
            "id": .string(trial.id), "sequence": .integer(trial.sequence), "status": .string(trial.status.rawValue),
            "parameters": .object(trial.parameters), "metrics": .object(trial.metrics),
            "intermediate": .array(trial.intermediate.map { .number($0) }),
        ]
        if let error = trial.error { json["error"] = .string(error) }
        return .object(json)
    }

    package func summary() async -> String {
        let metrics = trial.metrics.map { "\($0.key) \(Figures.text($0.value))" }.joined(separator: ", ")
        return "trial \(trial.sequence) \(trial.status.rawValue)" + (metrics.isEmpty ? "" : ", \(metrics)")
    }

    package func text(_ style: TextStyle) async -> String {
        var lines = [
            "trial \(trial.sequence)  \(trial.status.rawValue)"
                + (trial.seconds.map { "  \(Figures.duration($0))" } ?? "")
        ]
        if let error = trial.error { lines.append("error: \(error)") }
        for (title, values) in [("parameters", trial.parameters), ("metrics", trial.metrics)] where !values.isEmpty {
            lines.append(title)
            let width = values.keys.map(\.count).max() ?? 0
            lines += values.map {
                "  \($0.key)\(String(repeating: " ", count: width - $0.key.count + 2))\(Figures.text($0.value))"
            }
        }
        return lines.joined(separator: "\n")
    }

    package func fieldNames() async -> [String] {
        ["model", "params", "metrics", "sequence", "status", "id"] + trial.metrics.keys + trial.parameters.keys
    }

    package func field(_ name: String) async throws -> (any SessionObject)? {
        switch name {
        case "model":
            switch model {
            case .trained(let trained): return ModelObject(trained)
            case .file(let path): return ModelObject(TrainedModel(recommender: try ModelFile.read(path)))
            case .again(let experiment):
                if let trained = try await experiment.trainAgain(trial) as? TrainedModel { return ModelObject(trained) }
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
