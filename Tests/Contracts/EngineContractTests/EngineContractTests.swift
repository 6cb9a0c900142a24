import Experiments
import Foundation
import RecommenderTrials
import TestSupport
import Testing
import Tuning
import Values

/// What every engine keeps to, wherever its trials run: the same sentences over threads of this process and over a real
/// manager of NNI's.
@Suite(.serialized, .timeLimit(.minutes(5))) struct EngineContractTests {
    static let engines: [EngineName] = RealNNI.isThere ? EngineName.allCases : [.embedded]

    /// Follows an experiment to its end.
    private func follow(
        _ experiment: any LiveExperiment, of bench: EngineBench
    ) async -> (events: [ExperimentEvent], last: ExperimentSnapshot) {
        var events: [ExperimentEvent] = []
        let told = await experiment.events()
        await bench.gate.open()
        for await event in told { events.append(event) }
        return (events, await experiment.snapshot)
    }

    @Test(arguments: engines) func everyTrialIsToldOfAndTheStoreHoldsWhatWasTold(engine: EngineName) async throws {
        let bench = try EngineBench(engine)
        defer { bench.remove() }
        let experiment = try await bench.start(trials: 4)
        let (events, last) = await follow(experiment, of: bench)
        await experiment.close()
        let ended = events.compactMap { event in
            if case .trialEnded(let trial, let summary) = event { (trial.sequence, summary.ended) } else { nil }
        }
        #expect(ended.map(\.0).sorted() == [0, 1, 2, 3])
        #expect(ended.map(\.1) == [1, 2, 3, 4])
        #expect(last.record.status == .done && last.record.endTime != nil)
        let stored = try #require(try bench.store.find("contract"))
        #expect(stored.record == last.record && stored.trials == last.trials)
        #expect(try bench.store.summaries() == [await experiment.summary])
        for trial in last.trials {
            #expect(trial.status == .succeeded && trial.intermediate.count == 3, "\(trial)")
        }
        #expect(last.best?.metrics["rmse"]?.number == last.trials.compactMap { $0.metrics["rmse"]?.number }.min())
    }

    @Test(arguments: engines) func aTrialsResultFollowsFromItsParametersAlone(engine: EngineName) async throws {
        let bench = try EngineBench(engine)
        defer { bench.remove() }
        let experiment = try await bench.start(trials: 2)
        let (_, last) = await follow(experiment, of: bench)
        await experiment.close()
        for trial in last.trials {
            let again = try await bench.runner.run(
                TrialRequest(sequence: 0, parameters: bench.fixed.merging(trial.parameters)),
                TrialHandle(id: "again", sequence: 0))
            #expect(again.metrics == trial.metrics && again.objective == trial.intermediate.last)
        }
    }

    @Test(arguments: engines) func trialsThatFailAreKeptAndASearchWithoutAnySuccessIsAnError(engine: EngineName)
        async throws
    {
        let bench = try EngineBench(engine)
        defer { bench.remove() }
        let experiment = try await bench.start(trials: 2, fixed: ["lr_bu": 100_000])
        let (_, last) = await follow(experiment, of: bench)
        await experiment.close()
        #expect(last.trials.count == 2 && last.trials.allSatisfy { $0.status == .failed })
        #expect(last.record.status == .error && last.best == nil)
        #expect(try bench.store.find("contract")?.record.status == .error)
    }

    @Test(arguments: engines) func stoppingEndsWhatRunsAndIsStored(engine: EngineName) async throws {
        let bench = try EngineBench(engine)
        defer { bench.remove() }
        await bench.gate.open()
        let experiment = try await bench.start(trials: 50, fixed: ["n_epochs": 1_000_000])
        while await experiment.snapshot.trials.first?.status != .running {
            try await Task.sleep(for: .milliseconds(50))
        }
        await experiment.stop()
        let stored = try #require(try bench.store.find("contract"))
        #expect(stored.record.status == .stopped)
        #expect(!stored.trials.isEmpty && stored.trials.allSatisfy { $0.status == .userCanceled })
        // Nothing more is told.
        for await _ in await experiment.events() { Issue.record("an experiment that has ended tells nothing") }
    }

    @Test(arguments: engines) func aNameThatComesAgainMeansTheNewestAndBothAreKept(engine: EngineName) async throws {
        let bench = try EngineBench(engine)
        defer { bench.remove() }
        var ids: [String] = []
        for number in 1...2 {
            let experiment = try await bench.start(trials: number, id: "contract-\(number)")
            _ = await follow(experiment, of: bench)
            await experiment.close()
            ids.append(experiment.configuration.id)
        }
        #expect(try bench.store.identities().map(\.id) == ids.reversed())
        #expect(try bench.store.find("contract")?.trials.count == 2)
        #expect(try bench.store.find(ids[0])?.trials.count == 1)
    }
}
