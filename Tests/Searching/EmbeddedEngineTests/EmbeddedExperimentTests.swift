import Compute
import EmbeddedEngine
import Experiments
import Foundation
import Testing
import Tuning
import Values

/// Trials whose value follows from their parameters; each waits until the one that it names has ended.
struct ScriptedRunner: TrialRunner {
    struct Failure: Error, CustomStringConvertible {
        let description = "scripted"
    }

    var fails: @Sendable (Int) -> Bool = { _ in false }
    /// What a trial reports, by its number and its parameter.
    var reports: @Sendable (Int, Double) -> [Double] = { [$1 + 1, $1] }
    /// Real time, so that trials overlap and end out of order.
    var delay: @Sendable (Int) -> Duration = { _ in .zero }

    func run(_ request: TrialRequest, _ trial: TrialHandle) async throws -> TrialResult {
        let end = ContinuousClock.now + delay(request.sequence)
        while ContinuousClock.now < end {
            try trial.stop.check()
            try await Task.sleep(for: .milliseconds(1))
        }
        if fails(request.sequence) { throw Failure() }
        let x = request.parameters["x"]?.number ?? 0
        // A trial that is paused waits inside its report, so it reports from a thread of its own.
        try await ComputeThread.run(name: "scripted", stop: trial.stop) { [reports] stop in
            for value in reports(request.sequence, x) {
                trial.report(value)
                try stop.check()
            }
        }
        return TrialResult(objective: x * x, metrics: ["loss": .number(x * x)], model: request.sequence)
    }
}

@Suite struct EmbeddedExperimentTests {
    static func configuration(
        _ name: String = "e", trials: Int? = 10, concurrency: Int = 2, isReproducible: Bool = false
    ) throws -> ExperimentConfiguration {
        var configuration = ExperimentConfiguration(
            id: "id-\(name)", name: name, subject: .recommender(RecommenderSubject("svd", data: "test")),
            searchSpace: try JSONValue(parsing: "{\"x\": {\"_type\": \"uniform\", \"_value\": [-1, 1]}}"), tuner: "TPE",
            objective: "loss",
            mode: .minimize)
        configuration.maxTrials = trials
        configuration.concurrency = concurrency
        configuration.isReproducible = isReproducible
        return configuration
    }

    static func start(
        _ configuration: ExperimentConfiguration, _ runner: ScriptedRunner = ScriptedRunner(),
        store: any ExperimentStore = InMemoryStore(), assessor: (any Assessor)? = nil,
        arguments: JSONObject = ["n_startup_jobs": 5]
    ) async throws -> EmbeddedExperiment {
        let tuner = try Tuners.named(configuration.tuner).make(
            arguments: configuration.tuner == "TPE" ? arguments : [:],
            for: SearchTask(
                try SearchSpace(json: configuration.searchSpace), goals: configuration.goals, seed: 7))
        let experiment = try EmbeddedExperiment(
            configuration,
            EmbeddedExperiment.Parts(
                tuner: tuner, assessor: assessor.map { AssessmentPanel($0) }, runner: runner), store: store)
        await experiment.start()
        return experiment
    }

    @Test func itEndsDoneWithEveryTrialAndTheBest() async throws {
        let experiment = try await Self.start(try Self.configuration())
        await experiment.wait()
        let now = await experiment.snapshot
        #expect(now.record.status == .done)
        #expect(now.trials.map(\.sequence) == Array(0..<10))
        #expect(now.trials.allSatisfy { $0.status == .succeeded && $0.intermediate.count == 2 })
        let values = now.trials.compactMap { $0.metrics["loss"]?.number }
        #expect(now.best?.metrics["loss"]?.number == values.min())
        #expect(await experiment.bestModel as? Int == now.best?.sequence)
    }

    @Test func aReproducibleSearchIsTheSameAtAnyConcurrency() async throws {
        var searches: [[JSONObject]] = []
        for concurrency in [1, 2, 3, 12] {
            let runner = ScriptedRunner(delay: { .milliseconds(($0 * 7) % 5) })
            let experiment = try await Self.start(
                try Self.configuration(trials: 30, concurrency: concurrency, isReproducible: true), runner)
            await experiment.wait()
            searches.append(await experiment.snapshot.trials.map(\.parameters))
        }
        #expect(searches.allSatisfy { $0.count == 30 && $0 == searches[0] })
    }

    @Test func failuresAreKeptAndTheSearchGoesOn() async throws {
        let experiment = try await Self.start(try Self.configuration(), ScriptedRunner(fails: { $0 % 3 == 0 }))
        await experiment.wait()
        let now = await experiment.snapshot
        #expect(now.record.status == .done)
        #expect(
            now.trials.filter { $0.status == .failed }.map(\.error) == ["scripted", "scripted", "scripted", "scripted"])
        #expect(now.best?.sequence.isMultiple(of: 3) == false)
    }

    @Test func aSearchWithoutAnySuccessEndsEarlyWithTheFirstError() async throws {
        let experiment = try await Self.start(try Self.configuration(trials: 500), ScriptedRunner(fails: { _ in true }))
        await experiment.wait()
        let now = await experiment.snapshot
        #expect(now.record.status == .error)
        #expect(now.record.error == "scripted")
        #expect(now.trials.count < 20)
    }

    @Test func stoppingCancelsWhatRuns() async throws {
        let experiment = try await Self.start(
            try Self.configuration(trials: nil), ScriptedRunner(delay: { _ in .seconds(600) }))
        await experiment.stop()
        let now = await experiment.snapshot
        #expect(now.record.status == .stopped)
        #expect(now.trials.allSatisfy { $0.status == .userCanceled })
    }

    @Test func timeLimitsEndTrialsAndTheSearch() async throws {
        var configuration = try Self.configuration(trials: nil)
        configuration.maxDuration = 0.05
        let experiment = try await Self.start(configuration, ScriptedRunner(delay: { _ in .seconds(600) }))
        await experiment.wait()
        #expect(await experiment.snapshot.trials.allSatisfy { $0.status == .systemCanceled })
        var single = try Self.configuration("f", trials: 2)
        single.maxTrialDuration = 0.02
        let other = try await Self.start(single, ScriptedRunner(delay: { _ in .seconds(600) }))
        await other.wait()
        #expect(await other.snapshot.trials.map(\.status) == [.earlyStopped, .earlyStopped])
    }

    @Test func aFiniteSpaceEndsTheSearch() async throws {
        var configuration = try Self.configuration(trials: 100)
        configuration.tuner = "GridSearch"
        configuration.searchSpace = try JSONValue(parsing: "{\"x\": {\"_type\": \"choice\", \"_value\": [1, 2, 3]}}")
        let experiment = try await Self.start(configuration)
        await experiment.wait()
        let now = await experiment.snapshot
        #expect(now.trials.count == 3)
        #expect(now.record.status == .done)
    }

    @Test func aStoreThatFailsCostsTheRecordAndNotTheRun() async throws {
        let experiment = try await Self.start(try Self.configuration(), store: FullStore())
        await experiment.wait()
        #expect(await experiment.status == .done)
        #expect(await experiment.warning?.contains("the disk is full") == true)
    }

    @Test func waitingEndsWhenTheWaiterIsCancelledAndTheSearchGoesOn() async throws {
        let experiment = try await Self.start(
            try Self.configuration(trials: nil), ScriptedRunner(delay: { _ in .milliseconds(5) }))
        let waiter = Task { await experiment.wait() }
        waiter.cancel()
        await waiter.value
        #expect(await experiment.status == .running)
        await experiment.stop()
    }

    @Test func anAssessorEndsTrialsEarlyWithTheirLastValue() async throws {
        // Every second trial reports what is hopeless.
        let runner = ScriptedRunner(reports: { sequence, x in
            sequence.isMultiple(of: 2) ? [x, x, x] : [x + 10, x + 20, x + 30]
        })
        let experiment = try await Self.start(
            try Self.configuration(trials: 12, concurrency: 1), runner,
            assessor: try Assessors.named("Medianstop").make(arguments: ["start_step": 2], mode: .minimize))
        await experiment.wait()
        let now = await experiment.snapshot
        #expect(now.record.status == .done)
        for trial in now.trials where !trial.sequence.isMultiple(of: 2) {
            #expect(trial.status == .earlyStopped && trial.intermediate.count == 2)
            #expect(trial.metrics["loss"]?.number == trial.intermediate.last)
            #expect(trial.error?.contains("median") == true)
        }
        #expect(await experiment.summary[.earlyStopped] == 6)
        #expect(now.best?.status == .succeeded)
    }

    @Test func aPausedTrialGoesOnOnceNothingElseRuns() async throws {
        let experiment = try await Self.start(
            try Self.configuration(trials: 4, concurrency: 2), assessor: PausingAssessor(ids: [0, 2]))
        await experiment.wait()
        let now = await experiment.snapshot
        #expect(now.trials.allSatisfy { $0.status == .succeeded && $0.intermediate.count == 2 })
    }

    @Test func stoppingEndsPausedTrialsToo() async throws {
        let runner = ScriptedRunner(delay: { $0 == 0 ? .zero : .seconds(600) })
        let experiment = try await Self.start(
            try Self.configuration(trials: 2, concurrency: 2), runner, assessor: PausingAssessor(ids: [0]))
        while await experiment.snapshot.trials.first?.intermediate.isEmpty != false {
            try await Task.sleep(for: .milliseconds(2))
        }
        await experiment.stop()
        #expect(await experiment.snapshot.trials.allSatisfy { $0.status == .userCanceled })
    }

    @Test func whatWasToldIsStored() async throws {
        let store = InMemoryStore()
        let experiment = try await Self.start(try Self.configuration(trials: 50, concurrency: 3), store: store)
        for await event in await experiment.events() {
            guard case .trialEnded(let trial, let summary) = event else { continue }
            let stored = try #require(try store.find("e"))
            #expect(stored.trials.first { $0.sequence == trial.sequence }?.status == trial.status)
            #expect(stored.trials.count { $0.status.hasEnded } >= summary.ended)
        }
        #expect(try store.find("e")?.record.status == .done)
    }

    @Test func eventsTellOfEveryTrialOnceAndEndWithTheExperiment() async throws {
        let experiment = try await Self.start(
            try Self.configuration(trials: 20, concurrency: 4), ScriptedRunner(delay: { _ in .milliseconds(3) }))
        var (ended, counts): ([Int], [Int]) = ([], [])
        for await event in await experiment.events() {
            guard case .trialEnded(let trial, let summary) = event else { continue }
            ended.append(trial.sequence)
            counts.append(summary.ended)
        }
        #expect(Set(ended).count == ended.count && counts == counts.sorted() && counts.last == 20)
        #expect(await experiment.status == .done)
    }
}

/// Lets some trials wait after their first report.
private struct PausingAssessor: Assessor {
    let ids: Set<Int>

    func assess(id: Int, step: Int, value: Double) -> Assessment { ids.contains(id) && step == 1 ? .pause : .goOn }
    func end(id: Int, _ outcome: TrialOutcome) {}
}

/// Takes the experiment and then nothing more.
private struct FullStore: ExperimentStore {
    private var full: ExperimentError { .store(path: "s", reason: "the disk is full") }

    func create(_ experiment: ExperimentRecord) throws {}
    func write(_ batch: [StoreWrite], of experimentID: String) throws { throw full }
    func summaries() throws -> [ExperimentSummary] { [] }
    func summary(_ nameOrID: String) throws -> ExperimentSummary? { nil }
    func identities() throws -> [ExperimentIdentity] { [] }
    func find(_ nameOrID: String) throws -> ExperimentSnapshot? { nil }
    func delete(_ experimentID: String) throws {}
    func rename(_ experimentID: String, to name: String) throws {}
    func claim(_ record: ExperimentRecord, from owner: String) throws -> Bool { true }
    func ask(_ request: ExperimentRequest, of experimentID: String) throws {}
    func takeRequests(of experimentIDs: [String]) throws -> [(experiment: String, request: ExperimentRequest)] { [] }
}

@Suite struct ExperimentManagerTests {
    @Test func aNameMeansTheNewestATildeCountsBackAndAnIDIsForGood() async throws {
        let manager = ExperimentManager(store: InMemoryStore(), modelFolder: nil)
        var configuration = try EmbeddedExperimentTests.configuration()
        let tuner = RandomTuner.search(try SearchSpace(json: configuration.searchSpace), seed: 1)
        let engine = InProcessEngine(EmbeddedExperiment.Parts(tuner: tuner, runner: ScriptedRunner()))
        for id in ["a", "b", "c"] {
            configuration.id = id
            try await manager.start(configuration, on: engine).wait()
        }
        for (word, id) in [("e", "c"), ("e~0", "c"), ("e~1", "b"), ("e~2", "a"), ("a", "a")] {
            #expect(try await manager.id(of: word) == id)
        }
        await #expect(throws: ExperimentError.tooOld(word: "e~9", name: "e", count: 3)) {
            try await manager.id(of: "e~9")
        }
        await #expect(throws: ExperimentError.unknown("other", nearest: nil)) { try await manager.id(of: "other") }
        try await manager.rename("c", to: "weekly")
        #expect(try await manager.id(of: "e") == "b")
        #expect(try await manager.summary("c").record.name == "weekly")
        try await manager.delete("b")
        #expect(try await manager.id(of: "e") == "a")
    }

    @Test func anExperimentWhoseProcessIsGoneIsShownAsStopped() async throws {
        let store = InMemoryStore()
        store.create(
            ExperimentRecord(
                configuration: try EmbeddedExperimentTests.configuration(), status: .running, owner: "999999999:1")
        )
        store.write([.trial(TrialRecord(id: "t", sequence: 0, status: .running, parameters: [:]))], of: "id-e")
        let manager = ExperimentManager(store: store, modelFolder: nil)
        let shown = try await manager.snapshot("id-e")
        #expect(shown.record.status == .stopped)
        #expect(shown.trials[0].status == .systemCanceled)
        let listed = try await manager.list()
        #expect(listed.map(\.record.status) == [.stopped] && listed[0][.systemCanceled] == 1)
        #expect(try await manager.summary("id-e") == listed[0])
    }
}
