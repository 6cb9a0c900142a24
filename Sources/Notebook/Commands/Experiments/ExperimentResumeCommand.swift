import EmbeddedEngine
import Experiments
import Foundation
import NNIEngine
import Notebook
import Tuning
import Values

struct ExperimentResumeCommand: Command {
    let experiments: SessionExperiments
    let experiment: Parameter<String> = .experiment
    let maxTrials = Parameter<Int?>(
        "max_trials", 1...10_000_000, unset: "as before", help: "how many trials there are to be in all")
    let maxDuration = SearchOptions.duration(
        "max_duration", unset: "as before", help: "how long all of it may take, with the time before")
    let concurrency = Parameter<Int?>("concurrency", 1...256, unset: "as before", help: "trials at once")
    let data = Reference<SearchData>.searched("data", help: "its data, where they can't be found again")
    let takesOver = Parameter(
        flag: "take-over", help: "goes on with one that another machine's session ran, which must be gone")
    let port: Parameter<Int?> = .port
    let waits: Parameter<Bool> = .waits

    var declaration: CommandDeclaration {
        CommandDeclaration(
            "experiment resume",
            "goes on with an experiment that was stopped, killed or is to have more trials, as if nothing had happened",
            arguments: [experiment], options: [maxTrials, maxDuration, concurrency, data, takesOver, port, waits],
            examples: ["tpe = experiment resume tpe --max-trials 100"])
    }

    func run(_ call: Invocation, in session: isolated Session) async throws -> (any SessionObject)? {
        let object = try await experiments.named(experiment, call, session)
        let earlier = try await object.snapshot()
        try PlacedError.place(call.place(of: port)) { try SessionExperiments.checkPort(call[port]) }
        if let running = try await goesOnAlready(earlier, object, call, in: session) { return running }
        try await PlacedError.placeAsync(call.place(of: experiment)) { try await check(earlier, call, in: session) }
        let configuration = configuration(earlier, call)
        let engine = try await engine(configuration, call, in: session)
        let manager = experiments.manager(session)
        let live = try await PlacedError.placeAsync(call.place(of: experiment)) {
            try await manager.resume(earlier, as: configuration, on: engine)
        }
        if let embedded = live as? EmbeddedExperiment, !embedded.isFaithful {
            session.notice(
                "note: the tuner would not suggest the same points again, so '\(object.name)' goes on otherwise than before"
            )
        }
        return try await experiments.follow(live, call, port: call[port], waits: call[waits], in: session)
    }

    /// One that has what is asked for, or runs here and is to: a point that was asked for has let it go on.
    private func goesOnAlready(
        _ earlier: ExperimentSnapshot, _ object: ExperimentObject, _ call: Invocation, in session: isolated Session
    ) async throws -> ExperimentObject? {
        guard let most = call[maxTrials], let live = await experiments.manager(session).live(object.id) else {
            return nil
        }
        let (hasEnded, count) = (earlier.record.status.hasEnded, earlier.trials.count)
        if !hasEnded {
            guard most >= count else { return nil }
            if most > earlier.record.configuration.maxTrials ?? .max { try await live.update(.maxTrials(most)) }
        } else if most != count || earlier.record.status != .done {
            return nil
        }
        session.notice("note: '\(object.name)' \(hasEnded ? "has" : "runs, and is to have") \(most) trials")
        return try await experiments.follow(live, call, port: nil, waits: call[waits], in: session)
    }

    /// - Throws: `ExperimentError` where there is nothing to go on with.
    private func check(_ earlier: ExperimentSnapshot, _ call: Invocation, in session: isolated Session) async throws {
        let (record, count) = (earlier.record, earlier.trials.count)
        let isTaken = record.machine != nil && call[takesOver]
        if !isTaken { try await experiments.manager(session).checkHasEnded(record) }
        if let most = call[maxTrials], most < count {
            throw ExperimentError.fewerTrials(name: record.name, trials: count)
        }
        let most = call[maxTrials] ?? record.configuration.maxTrials ?? .max
        let isDone = record.status == .done && earlier.trials.allSatisfy(\.isSettled)
        if isDone, most <= count || (call[maxTrials] == nil && call[maxDuration] == nil) {
            throw ExperimentError.needsMoreTrials(name: record.name, trials: count)
        }
    }

    private func configuration(_ earlier: ExperimentSnapshot, _ call: Invocation) -> ExperimentConfiguration {
        var configuration = earlier.record.configuration
        let ends = earlier.trials.compactMap(\.endTime) + [earlier.record.endTime].compactMap { $0 }
        if let began = configuration.resumed ?? earlier.record.startTime, let ended = ends.max(), ended > began {
            configuration.spent += ended.timeIntervalSince(began)
        }
        configuration.resumed = .now
        configuration.maxTrials = call[maxTrials] ?? configuration.maxTrials
        configuration.maxDuration = call[maxDuration] ?? configuration.maxDuration
        configuration.concurrency = call[concurrency] ?? configuration.concurrency
        return configuration
    }

    private func engine(
        _ configuration: ExperimentConfiguration, _ call: Invocation, in session: isolated Session
    ) async throws -> any Engine {
        switch configuration.subject {
        case _ where configuration.engine == .nni:
            let commandLine = try PlacedError.place(call.place(of: experiment)) {
                try NNIOptions.commandLine(experiments.folders)
            }
            return NNIManagerEngine(
                commandLine, job: SearchJob(configuration: JSONObject(), folder: ""), port: call[port])
        case .recommender(let subject):
            // What can't go on is told before data are made again.
            try PlacedError.place(call.place(of: experiment)) { _ = try SearchParts.tuner(configuration) }
            let data = try await data(configuration, subject, call, in: session)
            let runner = try await SearchParts.runner(configuration, subject, data, in: session)
            return InProcessEngine(try SearchParts.parts(configuration, runner: runner))
        case .command:
            return try await PlacedError.placeAsync(call.place(of: experiment)) {
                try await CommandSearch.engine(configuration, experiments.folders)
            }
        case .foreign, .damaged:
            throw call.failure(
                NotebookError.unavailable(
                    "'\(configuration.name)' was not started here, so its trials can't be run again",
                    remedy: configuration.address.map { "'experiment attach \($0)' takes it up where it runs" }),
                at: experiment)
        }
    }

    /// The data as they were: those that are given, or made again as they were made.
    private func data(
        _ configuration: ExperimentConfiguration, _ subject: RecommenderSubject, _ call: Invocation,
        in session: isolated Session
    ) async throws -> SearchData {
        let name = configuration.name
        if call.has(data) {
            let given = try await session.object(data, call)
            let isFit = given.split != nil || subject.folds != nil
            guard isFit,
                try await SearchParts.fingerprint(of: given, folds: subject.folds, in: session) == subject.fingerprint
            else {
                throw call.failure(
                    NotebookError.unavailable(
                        "these are not the data of '\(name)' (\(subject.data))",
                        remedy: "the same ratings in the same order, split in the same way, are needed"), at: data)
            }
            return given
        }
        do { return try await SearchParts.data(configuration, subject, in: session) } catch let error as NotebookError {
            throw call.failure(error, at: experiment)
        }
    }
}
