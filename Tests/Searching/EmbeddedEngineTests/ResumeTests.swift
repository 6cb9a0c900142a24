import EmbeddedEngine
import Experiments
import Foundation
import Platform
import Synchronization
import Testing
import Tuning
import Values

/// A search that was broken off goes on as if it never had been.
@Suite struct ResumeTests {
    /// The search as anybody sees it afterwards.
    private struct Seen: Equatable {
        let sequence: Int
        let status: TrialStatus
        let parameters: JSONObject
        let metrics: JSONObject
        let intermediate: [Double]

        init(_ trial: TrialRecord) {
            sequence = trial.sequence
            status = trial.status
            parameters = trial.parameters
            metrics = trial.metrics
            intermediate = trial.intermediate
        }
    }

    private static let runner = ScriptedRunner(
        fails: { $0 % 11 == 5 },
        reports: { sequence, x in sequence % 3 == 0 ? [x + 5, x + 6, x + 7] : [x + 1, x, x] },
        delay: { .milliseconds(($0 * 7) % 4) })

    private func configuration(_ tuner: String, trials: Int, concurrency: Int) throws -> ExperimentConfiguration {
        var configuration = try EmbeddedExperimentTests.configuration(trials: trials, concurrency: concurrency)
        configuration.isReproducible = true
        configuration.tuner = tuner
        configuration.searchSpace = try JSONValue(
            parsing: #"{"x": {"_type": "uniform", "_value": [-1, 1]}, "c": {"_type": "choice", "_value": ["a", "b"]}}"#)
        return configuration
    }

    private func tuner(_ configuration: ExperimentConfiguration) throws -> any Tuner {
        try Tuners.named(configuration.tuner).make(
            arguments: configuration.tuner == "TPE" ? ["n_startup_jobs": 5] : [:],
            for: SearchTask(
                try SearchSpace(json: configuration.searchSpace), goals: configuration.goals, seed: 3))
    }

    private func parts(_ configuration: ExperimentConfiguration, assessed: Bool) throws -> EmbeddedExperiment.Parts {
        // What Auto brings, so soon that it has a say.
        let isAuto = configuration.tuner == "Auto"
        let arguments: JSONObject = isAuto ? ["n_startup_trials": 4, "never_judged": 0] : [:]
        let assessor =
            try assessed
            ? AssessmentPanel(
                try Assessors.named(isAuto ? "Forecast" : "Medianstop"), arguments: arguments, for: configuration.goals,
                over: try SearchSpace(json: configuration.searchSpace)) : nil
        return EmbeddedExperiment.Parts(tuner: try tuner(configuration), assessor: assessor, runner: Self.runner)
    }

    private func whole(_ configuration: ExperimentConfiguration, assessed: Bool) async throws -> [Seen] {
        let experiment = try EmbeddedExperiment(
            configuration, try parts(configuration, assessed: assessed), store: InMemoryStore())
        await experiment.start()
        await experiment.wait()
        return await experiment.snapshot.trials.map(Seen.init)
    }

    /// Runs it, lets go of it after so many trials as if the process were killed, and goes on from what was stored.
    private func broken(
        _ configuration: ExperimentConfiguration, after kept: Int, assessed: Bool, concurrency: Int
    ) async throws -> [Seen] {
        let store = InMemoryStore()
        let first = try EmbeddedExperiment(configuration, try parts(configuration, assessed: assessed), store: store)
        await first.start()
        var ended = 0
        var found: ExperimentSnapshot?
        for await event in await first.events() where found == nil {
            if case .trialEnded = event { ended += 1 }
            if ended >= kept { found = try store.find(configuration.id) }
        }
        var earlier = try #require(try found ?? store.find(configuration.id))
        earlier.record.configuration.concurrency = concurrency
        earlier.record.status = .running
        earlier.record.endTime = nil
        let second = InMemoryStore()
        second.create(earlier.record)
        second.write(earlier.trials.map { .trial($0) }, of: configuration.id)
        let engine = InProcessEngine(try parts(configuration, assessed: assessed))
        let resumed = try await engine.resume(earlier, store: second) { _ in nil }
        #expect((resumed as? EmbeddedExperiment)?.isFaithful == true)
        await resumed.wait()
        let stored = try #require(try second.find(configuration.id))
        #expect(stored.trials.map(\.status) == (await resumed.snapshot.trials.map(\.status)))
        return await resumed.snapshot.trials.map(Seen.init)
    }

    @Test(arguments: ["TPE", "Random", "GridSearch", "Auto"], [false, true])
    func itIsTheSameSearchWhereverItWasBrokenOffAndAtAnyConcurrency(tuner: String, assessed: Bool) async throws {
        let unbroken = try await whole(try configuration(tuner, trials: 30, concurrency: 1), assessed: assessed)
        #expect(unbroken.count == 30)
        for (kept, before, after) in [(1, 1, 3), (4, 3, 1), (9, 2, 2), (17, 8, 5), (29, 4, 12)] {
            let configuration = try configuration(tuner, trials: 30, concurrency: before)
            let seen = try await broken(configuration, after: kept, assessed: assessed, concurrency: after)
            #expect(seen == unbroken, "after \(kept)")
        }
    }

    @Test func moreTrialsGoOnAsIfThereHadBeenSoManyFromTheStart() async throws {
        let long = try await whole(try configuration("TPE", trials: 40, concurrency: 2), assessed: false)
        var configuration = try configuration("TPE", trials: 25, concurrency: 3)
        let store = InMemoryStore()
        let first = try EmbeddedExperiment(configuration, try parts(configuration, assessed: false), store: store)
        await first.start()
        await first.wait()
        var earlier = try #require(try store.find(configuration.id))
        configuration.maxTrials = 40
        earlier.record.configuration = configuration
        earlier.record.status = .running
        let engine = InProcessEngine(try parts(configuration, assessed: false))
        let longer = try await engine.resume(earlier, store: store) { _ in nil }
        await longer.wait()
        #expect(await longer.snapshot.trials.map(Seen.init) == long)
        #expect(try store.find(configuration.id)?.record.status == .done)
    }

    @Test func pointsThatWereAskedForAndTrialsThatWereLearnedFromAreReplayedToo() async throws {
        let configuration = try configuration("TPE", trials: 24, concurrency: 1)
        let store = InMemoryStore()
        let first = try EmbeddedExperiment(configuration, try parts(configuration, assessed: false), store: store)
        let past = (0..<10).map { number in
            PastTrial(parameters: ["x": .number(Double(number) / 20), "c": "a"], outcome: .value(Double(number) / 100))
        }
        try await first.learn(from: past)
        #expect(await first.enqueue(["x": 0.125, "c": "b"]) == 0)
        await first.start()
        await first.wait()
        let unbroken = await first.snapshot.trials
        #expect(unbroken[0].isCustomized && unbroken[0].parameters == ["x": 0.125, "c": "b"])
        var earlier = try #require(try store.find(configuration.id))
        earlier.trials = Array(earlier.trials.prefix(12))
        earlier.record.status = .running
        let second = InMemoryStore()
        second.create(earlier.record)
        let engine = InProcessEngine(try parts(configuration, assessed: false))
        let resumed = try await engine.resume(earlier, store: second) { _ in nil }
        await resumed.wait()
        #expect(await resumed.snapshot.trials.map(Seen.init) == unbroken.map(Seen.init))
        // What was learned from others has made a difference.
        let plain = try await whole(configuration, assessed: false)
        #expect(plain.map(\.parameters) != unbroken.map(\.parameters))
    }

    @Test func aPointThatIsAskedForAtTheEndMakesTheSearchATrialLonger() async throws {
        let configuration = try configuration("Random", trials: 3, concurrency: 2)
        let experiment = try EmbeddedExperiment(
            configuration, try parts(configuration, assessed: false), store: InMemoryStore())
        await experiment.start()
        await experiment.wait()
        #expect(await experiment.enqueue(["x": 0.5, "c": "a"]) == 3)
        await experiment.wait()
        let now = await experiment.snapshot
        #expect(now.trials.count == 4 && now.trials[3].parameters["x"] == 0.5 && now.record.status == .done)
        #expect(now.record.configuration.maxTrials == 4)
    }

    @Test func limitsAndTheSpaceChangeWhileItRuns() async throws {
        let configuration = try configuration("TPE", trials: 1000, concurrency: 1)
        let parts = EmbeddedExperiment.Parts(
            tuner: try tuner(configuration), runner: ScriptedRunner(delay: { _ in .milliseconds(2) }),
            retune: { RandomTuner.search(try SearchSpace(json: $0), seed: 1) })
        let experiment = try EmbeddedExperiment(configuration, parts, store: InMemoryStore())
        await experiment.start()
        while await experiment.snapshot.trials.count < 5 { try await Task.sleep(for: .milliseconds(1)) }
        try await experiment.update(.concurrency(4))
        try await experiment.update(.searchSpace(["x": ["_type": "uniform", "_value": [2, 3]]]))
        let before = await experiment.snapshot.trials.count
        try await experiment.update(.maxTrials(before + 20))
        await experiment.wait()
        let now = await experiment.snapshot
        #expect(now.trials.count == before + 20)
        #expect(now.trials.dropFirst(before).allSatisfy { ($0.parameters["x"]?.number ?? 0) >= 2 })
        await #expect(throws: ExperimentError.hasEnded(name: "e")) { try await experiment.update(.concurrency(1)) }
    }

    @Test func twoThatTakeItUpAtOnceDoNotBothGetIt() async throws {
        let store = InMemoryStore()
        let configuration = try configuration("Random", trials: 5, concurrency: 1)
        store.create(ExperimentRecord(configuration: configuration, status: .running, owner: "999999999:1"))
        let parts = try parts(configuration, assessed: false)
        let engine = InProcessEngine(parts)
        let managers = (0..<2).map { _ in ExperimentManager(store: store, modelFolder: nil) }
        let earlier = try await managers[0].snapshot(configuration.id)
        #expect(earlier.record.status == .stopped)
        let first = try await managers[0].resume(earlier, as: configuration, on: engine)
        await #expect(throws: ExperimentError.runsElsewhere(name: "e", machine: nil)) {
            try await managers[1].resume(earlier, as: configuration, on: engine)
        }
        await first.wait()
        #expect(await first.snapshot.trials.count == 5)
    }

    @Test func anotherSessionsRequestsAreDone() async throws {
        let store = RequestingStore()
        let manager = ExperimentManager(store: store, modelFolder: nil)
        let configuration = try configuration("Random", trials: 1_000_000, concurrency: 1)
        let parts = EmbeddedExperiment.Parts(
            tuner: try tuner(configuration),
            runner: ScriptedRunner(delay: { _ in .milliseconds(2) }))
        let experiment = try await manager.start(configuration, on: InProcessEngine(parts))
        try store.ask(.enqueue(["x": 0.25, "c": "b"]), of: configuration.id)
        while await !experiment.snapshot.trials.contains(where: \.isCustomized) {
            try await Task.sleep(for: .milliseconds(5))
        }
        try store.ask(.stop, of: configuration.id)
        await experiment.wait()
        #expect(await experiment.status == .stopped)
    }
}

/// A store in memory with a box for requests.
private final class RequestingStore: ExperimentStore {
    private let inner = InMemoryStore()
    private let box = Mutex<[(String, ExperimentRequest)]>([])

    func create(_ experiment: ExperimentRecord) throws { inner.create(experiment) }
    func write(_ batch: [StoreWrite], of id: String) throws { inner.write(batch, of: id) }
    func summaries() throws -> [ExperimentSummary] { try inner.summaries() }
    func summary(_ nameOrID: String) throws -> ExperimentSummary? { try inner.summary(nameOrID) }
    func identities() throws -> [ExperimentIdentity] { try inner.identities() }
    func find(_ nameOrID: String) throws -> ExperimentSnapshot? { try inner.find(nameOrID) }
    func delete(_ id: String) throws { try inner.delete(id) }
    func rename(_ id: String, to name: String) throws { try inner.rename(id, to: name) }
    func claim(_ record: ExperimentRecord, from owner: String) throws -> Bool { try inner.claim(record, from: owner) }
    func ask(_ request: ExperimentRequest, of id: String) throws { box.withLock { $0.append((id, request)) } }
    func takeRequests(of ids: [String]) throws -> [(experiment: String, request: ExperimentRequest)] {
        box.withLock { box in
            defer { box = [] }
            return box.map { (experiment: $0.0, request: $0.1) }
        }
    }
}
