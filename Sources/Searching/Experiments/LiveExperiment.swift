package import Tuning
package import Values

/// An experiment of this session, wherever it runs: its trials may be threads of this process, or processes that another
/// program starts on other machines.
package protocol LiveExperiment: Sendable {
    var configuration: ExperimentConfiguration { get }
    /// How it stands, without its trials.
    var summary: ExperimentSummary { get async }
    /// The experiment with its trials as they are now.
    var snapshot: ExperimentSnapshot { get async }
    /// Why the stored record is not complete, where it is not.
    var warning: String? { get async }
    /// The best trial's model, where it is at hand.
    var bestModel: (any Sendable)? { get async }
    /// Whether it goes on when the session ends.
    var outlivesSession: Bool { get }

    /// What happens from now on; ends with the experiment.
    func events() async -> AsyncStream<ExperimentEvent>
    /// Ends running trials and returns when they have ended and nothing of the experiment is left running.
    func stop() async
    /// Lets go of what is held outside this process, at the end of the session or of the experiment.
    func close() async
    /// A trial's model from its parameters and seed, to the same bits; `nil` where this session has not the data.
    func trainAgain(_ trial: TrialRecord) async throws -> (any Sendable)?
    /// Changes a limit while the experiment runs.
    ///
    /// - Throws: `ExperimentError.unchangeable` where the engine can't.
    func update(_ change: ExperimentChange) async throws
    /// Tries a point in place of the tuner's next one.
    ///
    /// - Returns: the number that its trial will have.
    /// - Throws: `ExperimentError.unchangeable`, `.hasEnded`.
    func enqueue(_ point: JSONObject) async throws -> Int
    /// Lets the tuner learn from trials of other searches.
    ///
    /// - Throws: `ExperimentError.unchangeable`, `.hasEnded`.
    func learn(from trials: [PastTrial]) async throws
    /// Ends one trial.
    func cancel(trial sequence: Int) async throws
    func rename(_ name: String) async
    /// What a trial, or without one the engine, has written.
    ///
    /// - Throws: `ExperimentError.noOutput` where nothing is kept.
    func output(of trial: TrialRecord?, _ kind: TrialOutput) async throws -> String
}

extension LiveExperiment {
    package var status: ExperimentStatus { get async { await summary.record.status } }
    package var outlivesSession: Bool { false }
    package func close() async {}

    package func update(_ change: ExperimentChange) async throws {
        throw ExperimentError.unchangeable(name: configuration.name)
    }

    package func enqueue(_ point: JSONObject) async throws -> Int {
        throw ExperimentError.unchangeable(name: configuration.name)
    }

    package func learn(from trials: [PastTrial]) async throws {
        throw ExperimentError.unchangeable(name: configuration.name)
    }

    package func cancel(trial sequence: Int) async throws {
        throw ExperimentError.unchangeable(name: configuration.name)
    }

    package func rename(_ name: String) async {}

    package func output(of trial: TrialRecord?, _ kind: TrialOutput) async throws -> String {
        throw ExperimentError.noOutput(name: configuration.name)
    }

    /// Does what another session asks for.
    package func take(_ request: ExperimentRequest) async throws {
        switch request {
        case .stop: await stop()
        case .enqueue(let point): _ = try await enqueue(point)
        case .learn(let trials): try await learn(from: trials.compactMap(PastTrial.init(json:)))
        case .change(let change): try await update(change)
        }
    }

    /// Returns when the experiment has ended, or when the calling task is cancelled.
    package func wait() async {
        for await _ in await events() where Task.isCancelled { return }
    }
}

/// What may be changed while an experiment runs.
package enum ExperimentChange: Hashable, Sendable {
    case concurrency(Int)
    /// Seconds for all of it.
    case maxDuration(Double)
    case maxTrials(Int)
    case searchSpace(JSONValue)
}

/// A trial's files, by NNI's names.
package enum TrialOutput: String, Sendable, CaseIterable {
    case log = "trial.log"
    case output = "stdout"
    case errors = "stderr"
}

/// Where experiments run.
package protocol Engine: Sendable {
    /// Starts an experiment and records it.
    ///
    /// - Parameter models: where an experiment of that id keeps its best models; `nil`: nowhere.
    /// - Throws: why it can't start; nothing is then left running.
    func start(
        _ configuration: ExperimentConfiguration, store: any ExperimentStore,
        models: @Sendable (_ id: String) -> KeptModels?
    ) async throws -> any LiveExperiment
    /// Goes on with an experiment that has ended or whose process is gone, and that the store has as ours already.
    func resume(
        _ earlier: ExperimentSnapshot, store: any ExperimentStore, models: @Sendable (_ id: String) -> KeptModels?
    ) async throws -> any LiveExperiment
}
