import Compute
import EmbeddedEngine
import Experiments
import Synchronization
import Testing
import Tuning
import Values

/// Several searches at once share the cores of the machine.
@Suite struct SharedCoresTests {
    /// Counts how many trials compute at once, over all experiments that have it.
    private final class BusyRunner: TrialRunner {
        private let now = Mutex(0)
        private let greatest = Mutex(0)
        var most: Int { greatest.withLock { $0 } }
        var computes: Bool { true }

        func run(_ request: TrialRequest, _ trial: TrialHandle) async throws -> TrialResult {
            try await ComputeThread.run(name: "busy", stop: trial.stop) { [self] stop in
                for step in 1...3 {
                    begin()
                    // Some work, in real time.
                    let end = ContinuousClock.now + .milliseconds(2)
                    while ContinuousClock.now < end { try stop.check() }
                    now.withLock { $0 -= 1 }
                    trial.report(Double(step))
                    try stop.check()
                }
                return TrialResult(objective: 1, metrics: ["loss": 1])
            }
        }

        private func begin() {
            let count = now.withLock { now in
                now += 1
                return now
            }
            greatest.withLock { $0 = max($0, count) }
        }
    }

    /// Pauses every trial once.
    private struct PauseOnce: Assessor {
        mutating func assess(id: Int, step: Int, value: Double) -> Assessment { step == 1 ? .pause : .goOn }
        mutating func end(id: Int, _ outcome: TrialOutcome) {}
    }

    private func start(
        _ name: String, _ runner: BusyRunner, _ cores: CoreBudget, assessor: (any Assessor)? = nil
    ) async throws -> EmbeddedExperiment {
        let configuration = try EmbeddedExperimentTests.configuration(name, trials: 12, concurrency: 4)
        let space = try SearchSpace(json: configuration.searchSpace)
        let experiment = try EmbeddedExperiment(
            configuration,
            EmbeddedExperiment.Parts(
                tuner: RandomTuner.search(space, seed: 1), assessor: assessor.map { AssessmentPanel($0) },
                runner: runner, cores: cores),
            store: InMemoryStore())
        await experiment.start()
        return experiment
    }

    @Test func togetherTheyComputeOnNoMoreCoresThanThereAre() async throws {
        let (runner, cores) = (BusyRunner(), CoreBudget(cores: 2))
        let all = [try await start("one", runner, cores), try await start("other", runner, cores)]
        for experiment in all {
            await experiment.wait()
            #expect(await experiment.snapshot.trials.count { $0.status == .succeeded } == 12)
        }
        #expect(runner.most == 2 && cores.inUse == 0)
    }

    @Test func aPausedTrialLeavesItsCoreToAnother() async throws {
        let (runner, cores) = (BusyRunner(), CoreBudget(cores: 1))
        let experiment = try await start("paused", runner, cores, assessor: PauseOnce())
        await experiment.wait()
        #expect(await experiment.snapshot.trials.count { $0.status == .succeeded } == 12)
        #expect(cores.inUse == 0)
    }

    @Test func aSearchThatWaitsForACoreCanBeStopped() async throws {
        let cores = CoreBudget(cores: 1)
        cores.takeAtOnce()
        let experiment = try await start("waiting", BusyRunner(), cores)
        await experiment.stop()
        #expect(await experiment.status == .stopped && cores.inUse == 1)
    }
}
