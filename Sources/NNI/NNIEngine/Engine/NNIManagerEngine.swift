package import Experiments
import Foundation
import NNIProtocol
import Platform
import Tuning
import Values

/// Real NNI: trials are processes, here or on other machines.
package struct NNIManagerEngine: Engine {
    private let commandLine: NNICommandLine
    private let job: SearchJob
    private let port: Int?
    private let isDetached: Bool
    private let runner: (any TrialRunner)?
    private let startPatience: Int
    private let patience: NNIExperiment.Patience

    /// - Parameters:
    ///   - port: `nil`: a free one.
    ///   - isDetached: the manager goes on when the session ends.
    ///   - runner: trains a trial again where its model can't be read.
    ///   - startPatience: seconds until the manager must answer.
    package init(
        _ commandLine: NNICommandLine, job: SearchJob, port: Int? = nil, isDetached: Bool = false,
        runner: (any TrialRunner)? = nil, startPatience: Int = 120,
        patience: NNIExperiment.Patience = NNIExperiment.Patience()
    ) {
        self.commandLine = commandLine
        self.job = job
        self.port = port
        self.isDetached = isDetached
        self.runner = runner
        self.startPatience = startPatience
        self.patience = patience
    }

    package func start(
        _ configuration: ExperimentConfiguration, store: any ExperimentStore,
        models: @Sendable (_ id: String) -> KeptModels?
    ) async throws -> any LiveExperiment {
        let port = try await chosenPort()
        let file = job.folder + "/config.yml"
        try SearchFolder.write(YAMLText.text(.object(job.configuration)), to: file)
        let client = ManagerClient(ManagerAddress(port: port))
        var manager: Int?
        do {
            let profile = try await startManager(file, port, client) { manager = $0 }
            try Task.checkCancellation()
            var configuration = configuration
            configuration.id = profile.id
            configuration.engine = .nni
            configuration.folder = job.folder
            configuration.address = "\(client.address)"
            let owner = isDetached ? manager.map(ProcessIdentity.of) ?? "" : ProcessIdentity.current
            var record = ExperimentRecord(configuration: configuration, status: .running, owner: owner)
            record.startTime = profile.startTime ?? Date()
            try store.create(record)
            var parts = NNIExperiment.Parts(client: client)
            parts.tie = isDetached ? .detached : .owns
            parts.managerProcess = manager
            parts.models = models(profile.id)
            parts.runner = runner
            parts.workers = job.workers
            parts.patience = patience
            parts.folder = job.folder
            parts.logFolder = profile.logFolder
            let experiment = NNIExperiment(record, known: [], store: store, parts)
            if !isDetached, let manager { Watchdog.guardManager(manager) }
            await experiment.follow()
            return experiment
        } catch {
            // Nothing is left of an experiment that can't be recorded.
            let id = manager.flatMap(ProcessTable.experiment(ofManager:)) ?? "none"
            await ProcessTable.end(experiment: id, manager: manager)
            throw error
        }
    }

    /// NNI goes on with an experiment by itself, by what its own database has.
    package func resume(
        _ earlier: ExperimentSnapshot, store: any ExperimentStore, models: @Sendable (_ id: String) -> KeptModels?
    ) async throws -> any LiveExperiment {
        let port = try await chosenPort()
        let client = ManagerClient(ManagerAddress(port: port))
        try await commandLine.resume(earlier.record.id, port: port, patience: startPatience)
        let manager = ProcessTable.manager(port: port)
        do {
            let profile = try await client.profile()
            var record = earlier.record
            record.configuration.address = "\(client.address)"
            try store.write([.experiment(record)], of: record.id)
            var parts = NNIExperiment.Parts(client: client)
            parts.tie = .owns
            parts.managerProcess = manager
            parts.models = models(record.id)
            parts.runner = runner
            parts.workers = SearchJob(configuration: profile.parameters, folder: "").workers
            parts.patience = patience
            parts.logFolder = profile.logFolder
            let experiment = NNIExperiment(record, known: earlier.trials, store: store, parts)
            if let manager { Watchdog.guardManager(manager) }
            // A manager that has all of its trials is done again at once, until it hears of more.
            if let most = record.configuration.maxTrials, profile.parameters["maxTrialNumber"]?.integer != most {
                try await raise(client, to: most)
                try await experiment.update(.maxTrials(most))
            }
            await experiment.follow()
            return experiment
        } catch {
            await ProcessTable.end(experiment: earlier.record.id, manager: manager)
            throw error
        }
    }

    /// A manager that answers already may still be reading what it had, and forgets then what it was told before.
    private func raise(_ client: ManagerClient, to most: Int) async throws {
        var seen = 0
        for _ in 0..<40 where seen < 3 {
            let now = try? await client.profile().parameters["maxTrialNumber"]?.integer
            if now == most {
                seen += 1
            } else {
                seen = 0
                try? await client.update(.trials, to: .integer(most))
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    /// Starts a manager, again where it gave up on a tuner that was only slow.
    private func startManager(
        _ file: String, _ port: Int, _ client: ManagerClient, found: (Int?) -> Void
    ) async throws -> ExperimentProfile {
        for attempt in 1...3 {
            try await commandLine.create(configuration: file, port: port, patience: startPatience)
            let manager = ProcessTable.manager(port: port)
            found(manager)
            let profile = try await client.profile()
            if attempt == 3 { return profile }
            guard await hasGivenUpOnSlowTuner(client, profile) else { return profile }
            await ProcessTable.end(experiment: profile.id, manager: manager)
        }
        throw NNIEngineError.startFailed(reason: "its tuner never answered", log: nil)
    }

    /// Waits until the tuner has given the first trials. A manager waits ten seconds for its tuner, which on a busy machine
    /// is too little although nothing is wrong.
    private func hasGivenUpOnSlowTuner(_ client: ManagerClient, _ profile: ExperimentProfile) async -> Bool {
        for _ in 0..<100 {
            if let jobs = try? await client.trialJobs(), !jobs.isEmpty { return false }
            guard let status = try? await client.status() else { return false }
            if status.word == .error {
                return ManagerLog(experiment: profile.id, folder: profile.logFolder)?.gaveUpOnSlowTuner ?? false
            }
            if status.word != .running, status.word != .initialized { return false }
            guard (try? await Task.sleep(for: .milliseconds(200))) != nil else { return false }
        }
        return false
    }

    private func chosenPort() async throws -> Int {
        guard let port else {
            guard let free = Ports.free() else { throw NNIEngineError.startFailed(reason: "no port is free", log: nil) }
            return free
        }
        // Services of several machines listen at the next port too.
        for taken in job.platforms == ["local"] ? [port] : [port, port + 1] where !Ports.isFree(taken) {
            throw NNIEngineError.portTaken(port: taken, by: await Self.holder(of: taken))
        }
        return port
    }

    /// Who listens at a port, where it is an NNI manager.
    private static func holder(of port: Int) async -> String? {
        let client = ManagerClient(ManagerAddress(port: port), limit: .seconds(2))
        guard let profile = try? await client.profile() else { return nil }
        return
            "the NNI experiment \(profile.id) ('experiment attach \(client.address)' shows it, 'nnictl stop \(profile.id)' ends it)"
    }
}
