import Experiments
import Foundation
import Synchronization
import TestSupport
import Testing
import Tuning
import Values

/// The account of an experiment, whichever engine keeps it.
@Suite struct LedgerTests {
    fileprivate func ledger(_ mode: Direction = .minimize) -> ExperimentLedger {
        ExperimentLedger(
            ExperimentRecord(
                configuration: ExperimentConfiguration(
                    id: "i", name: "n", subject: .recommender(RecommenderSubject("svd", data: "")), searchSpace: [:],
                    tuner: "TPE", objective: "loss",
                    mode: mode),
                status: .initialized, owner: ""))
    }

    private func trial(_ sequence: Int, _ status: TrialStatus, _ value: Double? = nil) -> TrialRecord {
        var trial = TrialRecord(id: "t\(sequence)", sequence: sequence, status: status, parameters: ["x": 1])
        if let value { trial.metrics = ["loss": .number(value)] }
        return trial
    }

    private func names(_ effects: ExperimentLedger.Effects) -> [String] {
        effects.events.map { event in
            switch event {
            case .trialStarted(let trial): "started \(trial.sequence)"
            case .trialEnded(let trial, let summary): "ended \(trial.sequence) of \(summary.ended)"
            case .warning(let text): text
            case .ended(let status): status.rawValue
            }
        }
    }

    /// What only a whole trial measures, one that was stopped early is not known to miss.
    @Test func aTrialThatWasStoppedEarlyMissesNoConstraintThatWasNotMeasured() throws {
        let goals = Goals(
            [Goal("loss", .minimize)],
            subjectTo: [try Constraint(parsing: "size <= 3"), try Constraint(parsing: "loss <= 2")])
        func violation(_ status: TrialStatus, _ loss: Double) -> Double? {
            trial(0, status, loss).outcome(goals).measured?.violation
        }
        #expect(violation(.earlyStopped, 1) == 0 && violation(.earlyStopped, 2.5) == 0.5)
        #expect(violation(.succeeded, 1) == .infinity)
    }

    @Test func aTrialIsToldOfWhenItBeginsAndOnceWhenItEnds() {
        var ledger = ledger()
        #expect(names(ledger.apply(.trial(trial(0, .running)))) == ["started 0"])
        #expect(names(ledger.apply(.trial(trial(0, .running)))) == [])
        #expect(names(ledger.apply(.trial(trial(0, .succeeded, 1)))) == ["ended 0 of 1"])
        #expect(names(ledger.apply(.trial(trial(0, .succeeded, 1)))) == [])
        // Seen only after its end, as of a manager that is looked at now and then.
        #expect(names(ledger.apply(.trial(trial(1, .failed)))) == ["started 1", "ended 1 of 2"])
    }

    @Test(arguments: 0..<50) func countsAndBestAreThoseOfAllTrialsInWhateverOrderTheyCome(seed: Int) {
        var random = SystemRandomNumberGenerator()
        let mode = seed.isMultiple(of: 2) ? Direction.minimize : .maximize
        var ledger = ledger(mode)
        let states: [TrialStatus] = [.succeeded, .failed, .earlyStopped, .userCanceled, .running]
        let all = (0..<20).map { sequence in
            trial(
                sequence, states[Int.random(in: 0..<5, using: &random)], Double(Int.random(in: 0..<6, using: &random)))
        }
        for one in all.shuffled() { _ = ledger.apply(.trial(one)) }
        #expect(ledger.trials.map(\.sequence) == Array(0..<20))
        for state in states { #expect(ledger.summary[state] == all.count { $0.status == state }) }
        let succeeded = all.filter { $0.status == .succeeded }
        let best = mode.best(of: succeeded.compactMap { $0.metrics["loss"]?.number })
        #expect(ledger.summary.best?.value == best)
        #expect(
            ledger.summary.best?.sequence
                == succeeded.first { $0.metrics["loss"]?.number == best }?.sequence)
        #expect(ledger.snapshot.best?.sequence == ledger.summary.best?.sequence)
    }

    @Test func valuesThatAreNoNumbersAreNeverBest() {
        var ledger = ledger()
        _ = ledger.apply(.trial(trial(0, .succeeded, .nan)))
        _ = ledger.apply(.trial(trial(1, .succeeded, -.infinity)))
        #expect(ledger.summary.best == nil)
    }

    @Test func theEndClosesWhatIsOpenAndHappensOnce() {
        var ledger = ledger()
        _ = ledger.apply(.status(.running))
        _ = ledger.apply(.trial(trial(0, .running)))
        let effects = ledger.apply(.ended(.stopped, error: "gone", open: .userCanceled))
        #expect(names(effects) == ["ended 0 of 1", "STOPPED"])
        #expect(ledger.trials[0].status == .userCanceled && ledger.trials[0].error == "gone")
        #expect(ledger.record.error == "gone" && ledger.record.endTime != nil)
        #expect(names(ledger.apply(.ended(.done, error: nil, open: .failed))) == [])
        #expect(ledger.status == .stopped)
    }

    @Test func theStoreIsToldAllThatIsNeededToKnowTheSameAgain() throws {
        var ledger = ledger()
        let store = InMemoryStore()
        store.create(ledger.record)
        func keep(_ change: ExperimentLedger.Change) { store.write(ledger.apply(change).writes, of: "i") }
        keep(.status(.running))
        for sequence in 0..<4 { keep(.trial(trial(sequence, .running))) }
        keep(.curve([3, 2, 1], trial: 2))
        keep(.trial(trial(2, .succeeded, 1)))
        keep(.noted("a worker was lost"))
        keep(.ended(.done, error: nil, open: .systemCanceled))
        let found = try #require(try store.find("i"))
        #expect(found.record == ledger.record && found.trials == ledger.trials)
        #expect(found.trials[2].intermediate == [3, 2, 1])
        #expect(try store.summaries() == [ledger.summary])
    }

    @Test func aFinishedExperimentWhoseLimitIsRaisedIsOpenAgain() {
        var ledger = ledger()
        _ = ledger.apply(.ended(.done, error: nil, open: .failed))
        var configuration = ledger.record.configuration
        configuration.maxTrials = 20
        _ = ledger.apply(.reconfigured(configuration, isOpen: true))
        #expect(ledger.status == .running && ledger.record.endTime == nil)
        #expect(ledger.record.configuration.maxTrials == 20)
    }
}

@Suite struct StoreWriterTests {
    /// Does something before each of its transactions, which fail where that throws.
    private final class HookedStore: ExperimentStore, Sendable {
        private let inner = InMemoryStore()
        private let hook: @Sendable ([StoreWrite]) throws -> Void
        init(_ hook: @escaping @Sendable ([StoreWrite]) throws -> Void) { self.hook = hook }

        func create(_ experiment: ExperimentRecord) throws { inner.create(experiment) }
        func write(_ batch: [StoreWrite], of experimentID: String) throws {
            try hook(batch)
            inner.write(batch, of: experimentID)
        }
        func summaries() throws -> [ExperimentSummary] { try inner.summaries() }
        func summary(_ nameOrID: String) throws -> ExperimentSummary? { try inner.summary(nameOrID) }
        func identities() throws -> [ExperimentIdentity] { try inner.identities() }
        func find(_ nameOrID: String) throws -> ExperimentSnapshot? { try inner.find(nameOrID) }
        func delete(_ experimentID: String) throws { try inner.delete(experimentID) }
        func rename(_ experimentID: String, to name: String) throws { try inner.rename(experimentID, to: name) }
        func claim(_ record: ExperimentRecord, from owner: String) throws -> Bool {
            try inner.claim(record, from: owner)
        }
        func ask(_ request: ExperimentRequest, of experimentID: String) throws {}
        func takeRequests(of ids: [String]) throws -> [(experiment: String, request: ExperimentRequest)] { [] }
    }

    /// Counts its transactions, each of which takes some time.
    private func slowStore() -> (store: HookedStore, batches: LockedArray) {
        let batches = LockedArray()
        let store = HookedStore { batch in
            Thread.sleep(forTimeInterval: 0.005)
            batches.append(batch.count)
        }
        return (store, batches)
    }

    /// Takes nothing so many times, as a full disk.
    private func fullStore(refusals: Int) -> HookedStore {
        let left = Mutex(refusals)
        return HookedStore { _ in
            let isFull = left.withLock { left in
                defer { left = max(0, left - 1) }
                return left > 0
            }
            if isFull { throw ExperimentError.store(path: "s", reason: "the disk is full") }
        }
    }

    @Test func whatGathersWhileOneIsWrittenIsOneTransactionAndNothingIsLost() async throws {
        let (store, batches) = slowStore()
        let writer = StoreWriter(store, experiment: "i")
        for value in 0..<500 { writer.add([.intermediate([Double(value)], step: value, trial: 0)]) }
        await writer.flush()
        #expect(batches.values.reduce(0, +) == 500 && batches.values.count < 20)
    }

    @Test func whatFollowsAWriteHappensAfterItAndInOrder() async throws {
        let (store, batches) = slowStore()
        let order = LockedArray()
        let writer = StoreWriter(store, experiment: "i")
        for value in 0..<30 {
            writer.add([.intermediate([1], step: 0, trial: 0)]) {
                order.append(value * 1000 + batches.values.reduce(0, +))
            }
        }
        await writer.flush()
        let seen = order.values
        #expect(seen.map { $0 / 1000 } == Array(0..<30))
        #expect(seen.allSatisfy { $0 % 1000 > $0 / 1000 })
    }

    @Test(arguments: [1, 3, 7]) func whatFoundNoRoomIsStoredAsSoonAsThereIsSome(refusals: Int) async throws {
        let store = fullStore(refusals: refusals)
        try store.create(LedgerTests().ledger().record)
        let writer = StoreWriter(store, experiment: "i")
        for sequence in 0..<10 {
            writer.add([.trial(TrialRecord(id: "t", sequence: sequence, status: .succeeded, parameters: [:]))])
            await writer.flush()
        }
        #expect(try store.find("i")?.trials.map(\.sequence) == Array(0..<10))
        #expect(writer.warning == nil)
    }

    @Test func whatFindsNoRoomIsSaidAndKeepsNobodyWaiting() async throws {
        let writer = StoreWriter(fullStore(refusals: .max), experiment: "i")
        writer.add([.intermediate([1], step: 0, trial: 0)])
        await writer.flush()
        #expect(writer.warning?.contains("the disk is full") == true)
    }

    @Test func aModelIsSavedOnceHoweverLongItsRowWaits() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let writer = StoreWriter(fullStore(refusals: 5), experiment: "i")
        let saves = LockedArray()
        let file = KeptModels(folder: folder.path, experiment: "i").file(of: 0) { _ in saves.append(0) }
        writer.add([.intermediate([1], step: 0, trial: 0)], file: file)
        for _ in 0..<10 { await writer.flush() }
        #expect(saves.values.count == 1 && writer.warning == nil)
    }

    @Test func ofSeveralModelsThatWaitTheNewestIsWritten() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let order = LockedArray()
        let writer = StoreWriter(slowStore().store, experiment: "i")
        writer.add([.intermediate([1], step: 0, trial: 0)])
        let models = KeptModels(folder: folder.path, experiment: "i")
        for value in 0..<50 {
            writer.add(
                [],
                file: models.file(of: value) { path in
                    order.append(value)
                    try Data().write(to: URL(fileURLWithPath: path))
                })
        }
        await writer.flush()
        #expect(order.values.last == 49 && order.values.count < 50)
        #expect(models.kept(49) != nil && (0..<49).allSatisfy { models.kept($0) == nil })
    }

    @Test func aModelIsWhollyThereBeforeItsTrialIsAndItsForerunnerUntilThen() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let models = KeptModels(folder: folder.path, experiment: "i")
        let (store, batches) = slowStore()
        let writer = StoreWriter(store, experiment: "i")
        let seen = LockedArray()
        for trial in 0..<3 {
            let file = models.file(of: trial) { path in
                seen.append(batches.values.reduce(0, +))
                try Data().write(to: URL(fileURLWithPath: path))
            }
            writer.add([.intermediate([1], step: 0, trial: trial)], file: file) {
                if models.kept(trial) == nil || models.kept(trial - 1) != nil { seen.append(-1) }
            }
            await writer.flush()
        }
        #expect(seen.values == [0, 1, 2])
    }
}
