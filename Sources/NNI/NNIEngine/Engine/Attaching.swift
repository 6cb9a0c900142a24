package import Experiments
import Foundation
import NNIProtocol
import Platform
import Tuning
package import Values

/// Takes up an experiment that an NNI manager runs already.
package enum Attaching {
    /// What an experiment is in this session's words, by its manager's configuration.
    struct Description {
        let tuner: String
        let arguments: JSONObject
        let mode: Direction
        let objective: String
        let command: String

        init(_ parameters: JSONObject) {
            let tuner = (parameters["tuner"] ?? parameters["advisor"])?.object ?? JSONObject()
            self.tuner = tuner["name"]?.string ?? tuner["className"]?.string ?? "unknown"
            var arguments = tuner["classArgs"]?.object ?? JSONObject()
            // NNI's tuners look for the highest value unless they are told otherwise.
            mode = (arguments["optimize_mode"]?.string).flatMap(Direction.init) ?? .maximize
            arguments["optimize_mode"] = nil
            self.arguments = arguments
            let service = parameters["trainingService"]
            command =
                parameters["trialCommand"]?.string ?? service?.object?["trialCommand"]?.string
                ?? service?.array?.first?.object?["trialCommand"]?.string ?? "an unknown command"
            let words = command.split(separator: " ").map(String.init)
            let flag = words.firstIndex { ["--primary-metric", "--primary_metric"].contains($0) }
            objective = flag.flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil } ?? "default"
        }
    }

    /// The address that a text means: a URL, a port, or the id of an experiment in this machine's registry.
    ///
    /// - Throws: `NNIEngineError.badAddress`, `.unknownExperiment`, `.halfWritten`.
    package static func address(_ text: String, home: String) async throws -> ManagerAddress {
        if text.contains(":") || text.contains(".") || Int(text) != nil {
            return try ManagerAddress(parsing: text)
        }
        let registry = try await RegistryFile.read(home: home)
        let running = (registry?.entries ?? []).filter { $0.status != "STOPPED" && $0.port != nil }
        guard let entry = running.first(where: { $0.id == text || $0.name == text }), let port = entry.port else {
            throw NNIEngineError.unknownExperiment(text, running: running.map(\.id))
        }
        return ManagerAddress(scheme: "http", host: "127.0.0.1", port: port, prefix: entry.urlPrefix ?? "")
    }

    /// Follows the experiment of a manager. An experiment that the store knows keeps its name and its results there.
    ///
    /// - Parameter name: gives its name here, from the one that NNI knows.
    /// - Returns: the experiment, and whether another session follows it too and keeps its record.
    /// - Throws: `NNIEngineError` where no manager answers, or what answers is none.
    package static func attach(
        _ address: ManagerAddress, name: @Sendable (String?) -> String, store: any ExperimentStore,
        models: @Sendable (String) -> KeptModels?, patience: NNIExperiment.Patience = NNIExperiment.Patience()
    ) async throws -> (experiment: NNIExperiment, isShared: Bool) {
        let client = ManagerClient(address)
        _ = try await client.status()
        let profile = try await client.profile()
        let manager = address.isLoopback ? ProcessTable.manager(port: address.port) : nil
        let owner = manager.map(ProcessIdentity.of) ?? ProcessIdentity.current
        let stored = try store.find(profile.id)
        var record: ExperimentRecord
        var isShared = false
        if let stored {
            record = stored.record
            record.configuration.address = "\(address)"
            isShared =
                !record.status.hasEnded && ![owner, ProcessIdentity.current].contains(record.owner)
                && ProcessIdentity.isAlive(record.owner)
            if !isShared {
                record.owner = owner
                record.status = .running
                record.error = nil
                record.endTime = nil
                try store.write([.experiment(record)], of: record.id)
            }
        } else {
            record = newRecord(profile, address, name: name, owner: owner)
            try store.create(record)
        }
        var parts = NNIExperiment.Parts(client: client)
        parts.managerProcess = manager
        parts.models = isShared ? nil : models(profile.id)
        parts.workers = SearchJob(configuration: profile.parameters, folder: "").workers
        parts.patience = patience
        parts.logFolder = profile.logFolder
        // Only one session writes down what it sees.
        let experiment = NNIExperiment(
            record, known: stored?.trials ?? [], store: isShared ? InMemoryStore() : store, parts)
        try await experiment.observe()
        if await !experiment.hasEnded() { await experiment.follow() }
        await experiment.flush()
        return (experiment, isShared)
    }

    /// An experiment's own words for a configuration of NNI's.
    ///
    /// - Parameter subject: what its trials' command makes it about.
    package static func configuration(
        of parameters: JSONObject, id: String, name: String, _ subject: (_ command: String) -> ExperimentSubject
    ) -> ExperimentConfiguration {
        let description = Description(parameters)
        var configuration = ExperimentConfiguration(
            id: id, name: name, subject: subject(description.command),
            searchSpace: parameters["searchSpace"] ?? .object([:]), tuner: description.tuner,
            objective: description.objective, mode: description.mode)
        configuration.tunerArguments = description.arguments
        configuration.maxTrials = parameters["maxTrialNumber"]?.integer
        configuration.maxDuration = parameters["maxExperimentDuration"].flatMap(NNIDuration.seconds)
        configuration.maxTrialDuration = parameters["maxTrialDuration"].flatMap(NNIDuration.seconds)
        configuration.concurrency = parameters["trialConcurrency"]?.integer ?? 1
        configuration.engine = .nni
        return configuration
    }

    private static func newRecord(
        _ profile: ExperimentProfile, _ address: ManagerAddress, name: @Sendable (String?) -> String,
        owner: String
    ) -> ExperimentRecord {
        var configuration = Self.configuration(
            of: profile.parameters, id: profile.id, name: name(profile.parameters["experimentName"]?.string)
        ) { .foreign($0, address: "\(address)") }
        configuration.address = "\(address)"
        var record = ExperimentRecord(configuration: configuration, status: .running, owner: owner)
        record.startTime = profile.startTime
        return record
    }
}
