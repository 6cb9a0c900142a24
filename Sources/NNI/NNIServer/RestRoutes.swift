package import Experiments
import Foundation
import NNIProtocol
import Tuning
import Values

/// NNI's REST interface over an experiment: the requests of its web page, of `nnictl`, of its Python package and of
/// recommenders' utilities, with the shapes that they expect.
package struct RestRoutes: Sendable {
    private let experiment: any LiveExperiment
    private let view: ExperimentView
    private let onStop: @Sendable () async -> Void

    /// - Parameter onStop: ends the experiment and frees the port.
    package init(
        _ experiment: any LiveExperiment, _ surroundings: RestSurroundings, onStop: @escaping @Sendable () async -> Void
    ) {
        self.experiment = experiment
        view = ExperimentView(surroundings)
        self.onStop = onStop
    }

    package func answer(_ request: RestRequest) async -> RestAnswer {
        do {
            let now = await experiment.snapshot
            switch (request.method, request.path.first ?? "") {
            case ("GET", "trial-jobs"), ("GET", "metric-data"), ("GET", "metric-data-range"),
                ("GET", "metric-data-latest"), ("GET", "trial-file"):
                return try await trials(request, now)
            case ("GET", _): return try await experiment(request, now)
            case ("PUT", "experiment") where request.path.count == 1: return try await update(request)
            case ("POST", _): return try await post(request, now)
            case ("DELETE", "experiment") where request.path.count == 1:
                Task { await onStop() }
                return .text("")
            case ("DELETE", "trial-jobs") where request.path.count == 2:
                let trial = try trial(request.path[1], now)
                try await experiment.cancel(trial: trial.sequence)
                return .text("")
            default: throw Refusal(404, "there is no \(request.method) /\(request.path.joined(separator: "/"))")
            }
        } catch let refusal as Refusal {
            return .failure(refusal.status, refusal.message)
        } catch {
            return .failure(500, "\(error)")
        }
    }

    private struct Refusal: Error {
        let status: Int
        let message: String

        init(_ status: Int, _ message: String) {
            self.status = status
            self.message = message
        }
    }

    // MARK: - Looking

    private func experiment(_ request: RestRequest, _ now: ExperimentSnapshot) async throws -> RestAnswer {
        switch request.path {
        case ["version"]: return .text(ExperimentView.version)
        case ["check-status"]: return .json(view.status(now.record))
        case ["experiment"]: return .json(view.profile(now))
        case ["experiment-metadata"]: return .json(view.entry(now.record).json)
        case ["experiments-info"]: return .json(.array(view.registry(with: now.record).map(\.json)))
        case ["experiment", "imported-data"]:
            let record = await experiment.summary.record
            return .json(.array(record.configuration.imports.flatMap(\.trials).map(view.imported)))
        case ["job-statistics"]: return .json(view.statistics(now))
        case ["export-data"]: return .json(.array(now.trials.compactMap { view.exported($0, now.record) }))
        default: throw Refusal(404, "there is no /\(request.path.joined(separator: "/"))")
        }
    }

    private func trials(_ request: RestRequest, _ now: ExperimentSnapshot) async throws -> RestAnswer {
        let path = request.path
        switch (path[0], path.count) {
        case ("trial-jobs", 1):
            guard let word = request.query["status"] else {
                return .json(.array(now.trials.map { view.job($0, now.record).json }))
            }
            guard let status = TrialStatus(rawValue: word) else {
                throw Refusal(400, "status is one of \(TrialStatus.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return .json(.array(now.trials.filter { $0.status == status }.map { view.job($0, now.record).json }))
        case ("trial-jobs", 2): return .json(view.job(try trial(path[1], now), now.record).json)
        case ("metric-data", 1): return .json(try metrics(of: now.trials, request, now))
        case ("metric-data", 2): return .json(try metrics(of: [try trial(path[1], now)], request, now))
        case ("metric-data-latest", 1):
            return .json(.array(now.trials.flatMap { view.latest($0, now.record) }.map(\.json)))
        case ("metric-data-range", 3):
            guard let low = Int(path[1]), let high = Int(path[2]) else {
                throw Refusal(400, "a range is of two numbers of trials")
            }
            let inside = now.trials.filter { $0.sequence >= low && $0.sequence < max(high, low) }
            return .json(try metrics(of: inside, request, now))
        case ("trial-file", 3):
            let trial = try trial(path[1], now)
            let names = ["trial.log": TrialOutput.log, "stdout": .output, "stderr": .errors]
            guard let kind = names[path[2]] else {
                throw Refusal(404, "a trial's files are \(names.keys.sorted().joined(separator: ", "))")
            }
            let text = try await text(of: trial, kind, now)
            return .text(text.isEmpty ? "\(path[2]) is empty." : text)
        default: throw Refusal(404, "there is no /\(path.joined(separator: "/"))")
        }
    }

    private func text(of trial: TrialRecord, _ kind: TrialOutput, _ now: ExperimentSnapshot) async throws -> String {
        do { return try await experiment.output(of: trial, kind) } catch ExperimentError.noOutput {
            return kind == .log ? view.log(trial, now.record) : ""
        }
    }

    private func metrics(
        of trials: [TrialRecord], _ request: RestRequest, _ now: ExperimentSnapshot
    ) throws -> JSONValue {
        let all = trials.flatMap { view.metrics($0, now.record) }
        guard let word = request.query["type"] else { return .array(all.map(\.json)) }
        guard let kind = MetricRecord.Kind(rawValue: word) else {
            throw Refusal(400, "type is one of \(MetricRecord.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return .array(all.filter { $0.kind == kind }.map(\.json))
    }

    private func trial(_ id: String, _ now: ExperimentSnapshot) throws -> TrialRecord {
        guard let trial = now.trials.first(where: { $0.id == id }) else {
            throw Refusal(404, "there is no trial \(id)")
        }
        return trial
    }

    // MARK: - Changing

    private func json(_ request: RestRequest) throws -> JSONValue {
        do { return try JSONValue(parsingUTF8: request.body, allowsNonFinite: true) } catch {
            throw Refusal(400, "the body is no JSON: line \(error.line), column \(error.column)")
        }
    }

    private func update(_ request: RestRequest) async throws -> RestAnswer {
        let kinds = UpdateKind.allCases.map(\.rawValue).joined(separator: ", ")
        guard let type = request.query["update_type"], UpdateKind(rawValue: type) != nil else {
            throw Refusal(400, "update_type is one of \(kinds)")
        }
        guard let update = ExperimentUpdate(type: type, json: try json(request)), let change = Self.change(update)
        else { throw Refusal(400, "the body holds no params with a value for \(type)") }
        do { try await experiment.update(change) } catch let error as ExperimentError { throw Refusal(400, "\(error)") }
        return .text("")
    }

    private static func change(_ update: ExperimentUpdate) -> ExperimentChange? {
        switch update.kind {
        case .concurrency:
            update.value.integer.flatMap { (1...256).contains($0) ? .concurrency($0) : nil }
        case .trials: update.value.integer.flatMap { (1...10_000_000).contains($0) ? .maxTrials($0) : nil }
        case .duration: NNIDuration.seconds(update.value).flatMap { $0 > 0 ? .maxDuration($0) : nil }
        case .searchSpace: (try? SearchSpace(json: update.value)).map { .searchSpace($0.json) }
        }
    }

    private func post(_ request: RestRequest, _ now: ExperimentSnapshot) async throws -> RestAnswer {
        switch request.path {
        case ["experiment"]: return .json(["experiment_id": .string(now.record.id)])
        case ["trial-jobs"]:
            guard let point = try json(request).object else {
                throw Refusal(400, "the body is no object of parameters")
            }
            let space = try SearchSpace(json: now.record.configuration.searchSpace)
            if let missing = space.parameterNames.first(where: { point[$0] == nil }) {
                throw Refusal(400, "the parameters have no '\(missing)'")
            }
            return .json(["sequenceId": .integer(try await experiment.enqueue(point))])
        case ["experiment", "import-data"]:
            let json = try json(request)
            let list = (json.array ?? json.string.flatMap { try? JSONValue(parsing: $0) }?.array)?.compactMap(\.object)
            guard let list, !list.isEmpty else { throw Refusal(400, "the body is no list of parameters and values") }
            let trials = list.compactMap(PastTrial.init(json:))
            guard trials.count == list.count else { throw Refusal(400, "each result has 'parameter' and 'value'") }
            do { try await experiment.learn(from: trials) } catch let error as ExperimentError {
                throw Refusal(400, "\(error)")
            }
            return .text("")
        default: throw Refusal(404, "there is no POST /\(request.path.joined(separator: "/"))")
        }
    }
}
