import ChildPrograms
import Foundation

/// NNI's own command line, `nnictl`.
package struct NNICommandLine: Sendable {
    package let installation: NNIInstallation
    private let environment: [String: String]

    package init(_ installation: NNIInstallation, environment: [String: String]) {
        self.installation = installation
        self.environment = installation.environment(environment)
    }

    /// `nnictl` waits three tries of a second for its manager, and twenty seconds for its answer; on a busy machine that is
    /// too little although nothing is wrong. The same program is started with more of both.
    private static func patient(_ seconds: Int) -> String {
        """
        import functools
        try:
            from nni.experiment import launcher, rest
            launcher._check_rest_server = functools.partial(launcher._check_rest_server, retry=\(seconds))
            rest.timeout = max(rest.timeout, \(seconds))
        except (ImportError, AttributeError):
            pass
        from nni.tools.nnictl.nnictl import parse_args
        parse_args()
        """
    }

    /// Starts a manager for a configuration file. Whatever fails, no process is left.
    ///
    /// - Parameter patience: how many seconds the manager may take until it answers.
    /// - Throws: `NNIEngineError.portTaken`, `.startFailed`, `CancellationError`.
    package func create(configuration path: String, port: Int, patience: Int) async throws {
        try await launch(["create", "--config", path], port: port, patience: patience)
    }

    /// Starts a manager for an experiment that was stopped, whose trials NNI still has. As `create`.
    package func resume(_ id: String, port: Int, patience: Int) async throws {
        try await launch(["resume", id], port: port, patience: patience)
    }

    private func launch(_ words: [String], port: Int, patience: Int) async throws {
        let arguments = words + ["--port", "\(port)"]
        // Without Python to ask, `nnictl` itself is tried again: a second start finds its files in memory.
        let tries = installation.python == nil ? 4 : 1
        var reason = ""
        for attempt in 1...tries {
            do {
                let result: ProgramRun.Result
                if let python = installation.python {
                    result = try await ProgramRun.run(
                        python, ["-c", Self.patient(patience)] + arguments, environment: environment)
                } else {
                    result = try await ProgramRun.run(installation.nnictl, arguments, environment: environment)
                }
                if result.status == 0 { return }
                reason = result.reason
            } catch {
                await endManager(port: port)
                if error is CancellationError || Task.isCancelled { throw CancellationError() }
                throw NNIEngineError.startFailed(reason: "\(installation.nnictl) can't be run: \(error)", log: nil)
            }
            let log = await endManager(port: port)
            if reason.contains("is not idle") {
                throw NNIEngineError.portTaken(port: port, by: nil)
            }
            let isSlow = reason.contains("Connection refused") || reason.contains("Max retries")
            if !isSlow || attempt == tries { throw NNIEngineError.startFailed(reason: reason, log: log) }
        }
    }

    /// Ends the manager that listens at a port, and its trials. - Returns: the path of its log.
    @discardableResult
    private func endManager(port: Int) async -> String? {
        guard let manager = ProcessTable.manager(port: port) else { return nil }
        let id = ProcessTable.experiment(ofManager: manager)
        await ProcessTable.end(experiment: id ?? "none", manager: manager)
        return id.map { "~/nni-experiments/\($0)/log" }
    }

    /// Stops an experiment by its id, as a person would.
    ///
    /// - Throws: `NNIEngineError.startFailed` where `nnictl` can't be run.
    package func stop(_ id: String) async throws {
        _ = try await ProgramRun.run(installation.nnictl, ["stop", id], environment: environment)
    }

    /// Starts an experiment and waits until its search is done, as recommenders' `start_nni`.
    ///
    /// - Throws: `NNIEngineError.startFailed`, and what `checkExperimentStatus` throws.
    package func start(
        configuration path: String, port: Int, patience: Int = 120, wait: Duration = .seconds(20), maxRetries: Int = 10
    ) async throws {
        try await create(configuration: path, port: port, patience: patience)
        try await ManagerClient(ManagerAddress(port: port)).checkExperimentStatus(wait: wait, maxRetries: maxRetries)
    }

    /// Stops an experiment and makes sure that nothing answers any more, as recommenders' `stop_nni`.
    ///
    /// - Throws: `NNIEngineError.stillRunning`.
    package func stop(
        _ id: String, at address: ManagerAddress, wait: Duration = .seconds(1), maxRetries: Int = 60
    ) async throws {
        try await stop(id)
        try await ManagerClient(address).checkStopped(wait: wait, maxRetries: maxRetries)
    }
}
