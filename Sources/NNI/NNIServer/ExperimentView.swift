import Experiments
import Foundation
import NNIProtocol
import Platform
import Tuning
import Values

/// What is around an experiment that is served.
package struct RestSurroundings: Sendable {
    let port: Int
    let home: String
    /// The folder of all experiments' trials.
    let logs: String

    package init(port: Int, home: String, logs: String) {
        self.port = port
        self.home = home
        self.logs = logs
    }
}

/// An experiment in NNI's words.
struct ExperimentView: Sendable {
    /// The version of NNI whose words these are.
    static let version = "3.0.0"

    private let surroundings: RestSurroundings

    init(_ surroundings: RestSurroundings) { self.surroundings = surroundings }

    func status(_ record: ExperimentRecord) -> JSONValue {
        let errors = record.status == .error ? [record.error ?? "it does not say why"] : []
        return ManagerStatus(record.status, errors: errors).json
    }

    // MARK: - The experiment

    func profile(_ now: ExperimentSnapshot) -> JSONValue {
        let (record, configuration) = (now.record, now.record.configuration)
        let began = configuration.resumed ?? record.startTime
        let duration = configuration.spent + (began.map { (record.endTime ?? Date()).timeIntervalSince($0) } ?? 0)
        let profile = ExperimentProfile(
            id: record.id, parameters: parameters(configuration), logFolder: "\(surroundings.logs)/\(record.id)",
            startTime: record.startTime, endTime: record.endTime, duration: max(0, duration))
        var json = profile.json.object ?? JSONObject()
        json["nextSequenceId"] = .integer(now.trials.count)
        json["revision"] = .integer(now.trials.count)
        return .object(json)
    }

    /// The configuration as it is now, in NNI's fields.
    private func parameters(_ configuration: ExperimentConfiguration) -> JSONObject {
        var json: JSONObject
        if case .command(let subject) = configuration.subject {
            json = subject.settings
        } else {
            var arguments: JSONObject = ["optimize_mode": .string(configuration.mode.rawValue)]
            for (name, value) in configuration.tunerArguments { arguments[name] = value }
            json = [
                "experimentType": "hpo", "trialCommand": .string("tunebook \(configuration.subject.name)"),
                "trialCodeDirectory": .string(surroundings.home),
                "tuner": ["name": .string(configuration.tuner), "classArgs": .object(arguments)],
                "trainingService": ["platform": "local"],
            ]
        }
        json["experimentName"] = .string(configuration.name)
        json["searchSpace"] = configuration.searchSpace
        json["trialConcurrency"] = .integer(configuration.concurrency)
        json["maxTrialNumber"] = configuration.maxTrials.map { .integer($0) }
        json["maxExperimentDuration"] = configuration.maxDuration.map { .string("\(Int($0.rounded(.up)))s") }
        return json
    }

    func entry(_ record: ExperimentRecord) -> Registry.Entry {
        Registry.Entry(
            id: record.id, port: surroundings.port, status: record.status.rawValue, name: record.name,
            pid: Int(ProcessInfo.processInfo.processIdentifier), logFolder: surroundings.logs, urlPrefix: nil,
            startTime: record.startTime, endTime: record.endTime)
    }

    /// All entries of the registry's file, this experiment's as it is now.
    func registry(with record: ExperimentRecord) -> [Registry.Entry] {
        let file = FileManager.default.contents(atPath: Registry.path(home: surroundings.home)) ?? Data()
        let others = (try? Registry(parsingUTF8: [UInt8](file)))?.entries ?? []
        return others.filter { $0.id != record.id } + [entry(record)]
    }

    func statistics(_ now: ExperimentSnapshot) -> JSONValue {
        .array(
            TrialStatus.allCases.compactMap { status in
                let count = now.trials.count { $0.status == status }
                return count > 0
                    ? ["trialJobStatus": .string(status.rawValue), "trialJobNumber": .integer(count)] : nil
            })
    }

    // MARK: - Trials

    func job(_ trial: TrialRecord, _ record: ExperimentRecord) -> TrialJob {
        TrialJob(
            id: trial.id, status: trial.status.rawValue, sequence: trial.sequence, suggested: trial.parameters,
            source: TrialParameters.source(isCustomized: trial.isCustomized), parameterID: "\(trial.sequence)",
            reportedParameterID: "\(trial.sequence)", startTime: trial.startTime, endTime: trial.endTime,
            logPath: "\(surroundings.logs)/\(record.id)/trials/\(trial.id)", environment: "local-env",
            final: final(trial, record))
    }

    /// The final result under the names that NNI has: the objective is `default`.
    private func final(_ trial: TrialRecord, _ record: ExperimentRecord) -> ReportedValue? {
        guard trial.status == .succeeded || trial.status == .earlyStopped, !trial.metrics.isEmpty else { return nil }
        let objective = record.configuration.objective
        var value = JSONObject()
        for (name, metric) in trial.metrics { value[name == objective ? "default" : name] = metric }
        return ReportedValue(.object(value))
    }

    /// All that a trial reported. When each report came is not kept; they lie between the trial's start and its end.
    func metrics(_ trial: TrialRecord, _ record: ExperimentRecord) -> [MetricRecord] {
        let begun = trial.startTime ?? record.startTime ?? Date()
        var records = trial.intermediate.enumerated().map { step, value in
            MetricRecord(
                time: begun, trialID: trial.id, kind: .periodical, sequence: step, value: ReportedValue(.number(value)),
                parameterID: "\(trial.sequence)")
        }
        if let final = final(trial, record) {
            records.append(
                MetricRecord(
                    time: trial.endTime ?? begun, trialID: trial.id, kind: .final, sequence: 0, value: final,
                    parameterID: "\(trial.sequence)"))
        }
        return records
    }

    /// The final result, and the newest of those before it.
    func latest(_ trial: TrialRecord, _ record: ExperimentRecord) -> [MetricRecord] {
        let all = metrics(trial, record)
        return [all.last { $0.kind == .periodical }, all.last { $0.kind == .final }].compactMap { $0 }
    }

    func exported(_ trial: TrialRecord, _ record: ExperimentRecord) -> JSONValue? {
        guard let final = final(trial, record) else { return nil }
        let value = final.json.object?.count == 1 ? final.json.object?["default"] ?? .null : final.json
        // As a JSON text, which NNI's package reads.
        return [
            "parameter": .object(trial.parameters), "value": .string(value.text(allowsNonFinite: true)),
            "trialJobId": .string(trial.id),
        ]
    }

    func imported(_ trial: PastTrial) -> JSONValue {
        [
            "parameter": .object(trial.parameters),
            "value": trial.outcome.learned.map { .number($0) } ?? .null,
        ]
    }

    /// The log of a trial that is no program: its reports.
    func log(_ trial: TrialRecord, _ record: ExperimentRecord) -> String {
        let objective = record.configuration.objective
        return trial.intermediate.enumerated().map { "epoch \($0.offset + 1)  \(objective) \($0.element)\n" }.joined()
    }
}
