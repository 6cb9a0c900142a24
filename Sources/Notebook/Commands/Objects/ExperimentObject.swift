package import Display
import ExperimentReports
package import Experiments
import Foundation
package import Notebook
import Recommenders
package import Tuning
package import Values

/// An experiment, running or not: whoever looks sees it as it is now.
package struct ExperimentObject: SessionObject {
    package let id: String
    /// As it was called when this was made.
    package let name: String
    private let manager: ExperimentManager
    /// Whether what asks for results waits for the end: in a script, where nobody sees that they are not the last.
    private let waitsForEnd: Bool

    package init(id: String, name: String, manager: ExperimentManager, waitsForEnd: Bool = false) {
        self.id = id
        self.name = name
        self.manager = manager
        self.waitsForEnd = waitsForEnd
    }

    package var kind: ObjectKind { .experiment }

    /// - Throws: `ExperimentError.unknown` once it was deleted.
    package func record() async throws -> ExperimentRecord { try await manager.summary(id).record }

    /// - Throws: `ExperimentError.unknown` once it was deleted.
    package func status() async throws -> ExperimentStatus { try await record().status }

    /// - Throws: `ExperimentError.unknown` once it was deleted.
    package func snapshot() async throws -> ExperimentSnapshot { try await manager.snapshot(id) }

    /// Comes back when it has ended, in this session or in another one.
    package func waitForEnd() async throws {
        if let live = await manager.live(id) { await live.wait() }
        while try await !status().hasEnded { try await Task.sleep(for: .milliseconds(250)) }
        try Task.checkCancellation()
    }

    package func json() async -> JSONValue {
        guard let now = try? await manager.summary(id) else { return .null }
        return [
            "id": .string(now.record.id), "name": .string(now.record.name),
            "status": .string(now.record.status.rawValue),
            "trials": .integer(now.trials), "best": now.best.map { .number($0.value) } ?? .null,
            "modelled": .integer(now.modelled),
        ]
    }

    package func summary() async -> String {
        guard let now = try? await manager.summary(id) else { return "an experiment that is gone" }
        let configuration = now.record.configuration
        var text = "\(now.record.status.rawValue), \(now.ended)"
        if let most = configuration.maxTrials { text += " of \(most)" }
        text += " trials"
        if now[.failed] > 0 { text += " (\(now[.failed]) failed)" }
        if now[.earlyStopped] > 0 { text += " (\(now[.earlyStopped]) stopped early)" }
        if let best = now.best {
            text += ", best \(configuration.objective) \(Figures.plain(best.value)) in trial \(best.sequence)"
            if !best.isFeasible { text += ", which is not feasible: no trial keeps every constraint" }
        }
        if now.modelled > 0 { text += "; \(now.modelled) of \(now.trials) trials suggested by a model" }
        if let error = now.record.error { text += "; \(error)" }
        return text
    }

    package func output() async -> Output {
        guard let now = try? await manager.summary(id) else { return .text(await summary()) }
        let configuration = now.record.configuration
        // In a script two runs say the same; `experiment list` has the ids.
        let called = waitsForEnd ? now.record.name : "\(now.record.name) (\(now.record.id))"
        let head = "\(called): \(await summary())"
        // A record that is damaged says no more.
        if configuration.subject == .damaged { return .text(head) }
        return .text(
            """
            \(head)
            \(configuration.tuner) \(configuration.goals.text) of \(configuration.subject.name) on \(configuration.subject.data)
            """)
    }

    package func fieldNames() async -> [String] {
        ["best", "front", "trials", "status", "name", "id", "count", "objective", "seconds"]
    }

    /// As its configuration says, whatever trials there are.
    package func namesBelow() async -> [String: [String]] {
        guard let configuration = try? await record().configuration else { return [:] }
        let searched = (try? SearchSpace(json: configuration.searchSpace))?.parameterNames ?? []
        var metrics: [String] = []
        for name in configuration.goals.objectives.map(\.metric) + configuration.metrics where !metrics.contains(name) {
            metrics.append(name)
        }
        let columns = ["trial", "status"] + metrics + searched + ["seconds"]
        let parameters = searched + configuration.fixed.keys
        return [
            "": columns, "trials": ["count"] + columns, "front": ["count"] + columns, "best.params": parameters,
            "best.metrics": metrics,
            "best": ["model", "params", "metrics", "sequence", "status", "id"] + metrics + parameters,
        ]
    }

    package func field(_ name: String) async throws -> (any SessionObject)? {
        switch name {
        case "best": return try await best()
        case "front": return try await front()
        case "trials":
            let now = try await snapshot()
            return TableObject(TrialTable.table(now.trials).marked(now.record.configuration.goals))
        default: break
        }
        let now = try await manager.summary(id)
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

    /// The trials that no other dominates, best compromises first.
    ///
    /// - Throws: `ExperimentError.nothingSucceeded`.
    package func front() async throws -> TableObject {
        if waitsForEnd { try await waitForEnd() }
        let now = try await snapshot()
        let front = now.front
        guard !front.isEmpty else { throw nothingSucceeded(now) }
        return TableObject(TrialTable.table(front).marked(now.record.configuration.goals))
    }

    private func nothingSucceeded(_ now: ExperimentSnapshot) -> ExperimentError {
        .nothingSucceeded(
            name: name, first: now.trials.first { $0.status == .failed }?.error ?? now.record.error)
    }

    /// The best trial with its model; of several objectives the best compromise.
    ///
    /// - Parameter metric: of several objectives the trial of the front that is best in this one.
    /// - Throws: `ExperimentError.nothingSucceeded`.
    package func best(preferring metric: String? = nil) async throws -> TrialObject {
        if waitsForEnd { try await waitForEnd() }
        let now = try await snapshot()
        let isSoFar = !now.record.status.hasEnded
        let goals = now.record.configuration.goals
        let choice = now.record.configuration.choice
        let (kept, front) = (now.best, goals.isSingle ? [] : now.front)
        var best = goals.isSingle ? kept : front.first
        if !goals.isSingle, let metric, let goal = goals.objectives.first(where: { $0.metric == metric }) {
            best = front.min {
                goal.loss($0.metrics[metric]?.number ?? .nan) < goal.loss($1.metrics[metric]?.number ?? .nan)
            }
        }
        guard let best else { throw nothingSucceeded(now) }
        let live = await manager.live(id)
        var model = live.map { TrialObject.Model.again($0) }
        if best.sequence == kept?.sequence {
            if let trained = await live?.bestModel as? TrainedModel {
                model = .trained(trained)
            } else if let path = await manager.keptModel(of: best.sequence, in: now.record.id) {
                model = .file(path)
            }
        }
        return TrialObject(trial: best, model: model, choice: choice, isSoFar: isSoFar)
    }

    /// A trial by its number, with what gives its model.
    ///
    /// - Throws: `ExperimentError.unknown` once the experiment was deleted.
    package func trial(_ sequence: Int) async throws -> TrialObject? {
        let now = try await snapshot()
        if now.best?.sequence == sequence { return try await best() }
        guard let trial = now.trials.first(where: { $0.sequence == sequence }) else { return nil }
        let live = await manager.live(id)
        return TrialObject(
            trial: trial, model: trial.status == .succeeded ? live.map { .again($0) } : nil,
            choice: now.record.configuration.choice)
    }
}
