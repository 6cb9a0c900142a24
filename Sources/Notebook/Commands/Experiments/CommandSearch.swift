import ChildPrograms
import CommandTrials
import EmbeddedEngine
import Experiments
import Notebook
import Values

/// A search whose trials are any program's runs.
enum CommandSearch {
    /// What a call says beside the file.
    struct Overrides {
        let maxTrials: Int?
        let maxDuration: Double?
        let concurrency: Int?

        func applied(to settings: JSONObject) -> JSONObject {
            var settings = settings
            if let maxTrials { settings["maxTrialNumber"] = .integer(maxTrials) }
            if let maxDuration { settings["maxExperimentDuration"] = .integer(max(1, Int(maxDuration.rounded(.up)))) }
            if let concurrency { settings["trialConcurrency"] = .integer(concurrency) }
            return settings
        }
    }

    /// - Throws: why the search can't be, before anything runs.
    static func engine(_ configuration: ExperimentConfiguration, _ folders: Folders) async throws -> InProcessEngine {
        guard case .command(let subject) = configuration.subject else {
            throw NotebookError.unavailable("'\(configuration.name)' runs no command")
        }
        try await CommandTrialRunner.check(subject, environment: folders.environment)
        let runner = CommandTrialRunner(
            experiment: configuration.id, subject, objective: configuration.objective, logs: folders.logs,
            environment: folders.environment)
        return InProcessEngine(try SearchParts.parts(configuration, runner: runner))
    }
}
