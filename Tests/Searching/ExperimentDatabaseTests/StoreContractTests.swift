import ExperimentDatabase
import Experiments
import Foundation
import TestSupport
import Testing
import Tuning
import Values

/// What every store keeps to.
@Suite struct StoreContractTests {
    static func configuration(_ name: String) -> ExperimentConfiguration {
        var subject = RecommenderSubject("svd", data: "test", fingerprint: "0123")
        subject.fixed = ["n_epochs": 3]
        var configuration = ExperimentConfiguration(
            id: "id-\(name)", name: name, subject: .recommender(subject),
            searchSpace: ["x": ["_type": "choice", "_value": [1, "a"]]],
            tuner: "TPE", objective: "rmse", mode: .minimize)
        configuration.maxTrials = 5
        return configuration
    }

    private func check(_ store: any ExperimentStore) throws {
        var record = ExperimentRecord(configuration: Self.configuration("one"), status: .initialized, owner: "1:2")
        try store.create(record)
        record.status = .running
        record.startTime = Date(timeIntervalSince1970: 1_700_000_000.25)
        try store.write([.experiment(record)], of: record.id)
        var trial = TrialRecord(id: "t0", sequence: 0, status: .running, parameters: ["x": 1, "y": 0.1])
        try store.write(
            [.trial(trial), .intermediate([0.5], step: 0, trial: 0), .intermediate([0.25], step: 1, trial: 0)],
            of: record.id)
        trial.status = .succeeded
        trial.metrics = ["rmse": 0.25, "b": 1.5]
        let failed = TrialRecord(id: "t1", sequence: 1, status: .failed, parameters: ["x": "a"])
        try store.write([.trial(trial), .trial(failed)], of: record.id)
        try store.create(ExperimentRecord(configuration: Self.configuration("two"), status: .done, owner: "1:2"))

        let found = try #require(try store.find("one"))
        #expect(found.record == record)
        #expect(found.trials.map(\.status) == [.succeeded, .failed])
        #expect(found.trials[0].intermediate == [0.5, 0.25])
        try store.write([.curve([0.75, 0.5], trial: 0)], of: record.id)
        #expect(try store.find("one")?.trials[0].intermediate == [0.75, 0.5])
        #expect(found.trials[0].metrics.keys == ["rmse", "b"])
        #expect(found.trials[0].parameters == ["x": 1, "y": 0.1])
        #expect(try store.find("id-two")?.record.name == "two")
        #expect(try store.identities().map(\.name) == ["two", "one"])
        #expect(try store.find("three") == nil && store.summary("three") == nil)
        let summaries = try store.summaries()
        #expect(summaries.map(\.record.name) == ["two", "one"])
        #expect(summaries[1].counts.filter { $0.value > 0 } == [.succeeded: 1, .failed: 1])
        #expect(summaries[1].best == ExperimentSummary.Best(sequence: 0, value: 0.25))
        #expect(try store.summary("one")?.best == summaries[1].best && store.summary("id-two")?.trials == 0)
        // A second one of a name is the one that the name means.
        var again = Self.configuration("one")
        again.id = "id-again"
        try store.create(ExperimentRecord(configuration: again, status: .done, owner: "1:2"))
        #expect(try store.find("one")?.record.id == "id-again" && store.find("id-one")?.record == record)
        try store.rename("id-again", to: "three")
        #expect(try store.find("three")?.record.id == "id-again" && store.find("one")?.record.id == "id-one")
        try store.delete("id-again")
        // Whoever takes an experiment up has it, and nobody beside him.
        record.owner = "3:4"
        #expect(try store.claim(record, from: "1:2") && !store.claim(record, from: "1:2"))
        #expect(try store.find("id-one")?.record.owner == "3:4")
        // What is no number is kept as what it is.
        var odd = TrialRecord(id: "t2", sequence: 2, status: .succeeded, parameters: [:])
        odd.metrics = ["rmse": .number(.nan), "b": .number(-.infinity)]
        odd.isCustomized = true
        try store.write([.trial(odd), .curve([.nan, .infinity, 1], trial: 2)], of: record.id)
        let kept = try #require(try store.find("id-one")?.trials[2])
        #expect(kept.metrics["rmse"]?.number?.isNaN == true && kept.metrics["b"]?.number == -.infinity)
        #expect(kept.intermediate[0].isNaN && kept.intermediate[1...] == [.infinity, 1] && kept.isCustomized)
        #expect(try store.check().isEmpty)
        try store.delete("id-one")
        #expect(try store.identities().map(\.id) == ["id-two"])
    }

    @Test func inMemory() throws { try check(InMemoryStore()) }

    @Test func inSQLite() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try check(try SQLiteStore(path: folder.file("deep/er/s.sqlite")))
    }
}
