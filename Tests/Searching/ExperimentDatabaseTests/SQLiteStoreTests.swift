import ExperimentDatabase
import Experiments
import Foundation
import GRDB
import TestSupport
import Testing
import Tuning
import Values

/// What the store in a file adds to what every store keeps to.
@Suite struct SQLiteStoreTests {
    @Test func whatWasWrittenIsThereForTheNextOneAndForAnotherAtTheSameTime() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let record = ExperimentRecord(
            configuration: ExperimentConfiguration(
                id: "i", name: "n", subject: .recommender(RecommenderSubject("svd", data: "")), searchSpace: [:],
                tuner: "TPE", objective: "rmse",
                mode: .maximize),
            status: .running, owner: "")
        let first = try SQLiteStore(path: folder.file("s.sqlite"))
        try first.create(record)
        let second = try SQLiteStore(path: folder.file("s.sqlite"))
        try second.write([.trial(TrialRecord(id: "t", sequence: 0, status: .running, parameters: [:]))], of: "i")
        #expect(try first.find("n")?.trials.count == 1)
    }

    @Test func sessionsThatBeginAtOnceAllMakeOrFindTheTables() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { try SQLiteStore(path: folder.file("s.sqlite")).summaries().count } }
            for try await count in group { #expect(count == 0) }
        }
    }

    @Test func aDamagedConfigurationCostsItselfAlone() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.file("s.sqlite")
        let store = try SQLiteStore(path: path)
        let record = ExperimentRecord(
            configuration: ExperimentConfiguration(
                id: "i", name: "n", subject: .recommender(RecommenderSubject("svd", data: "")), searchSpace: [:],
                tuner: "TPE", objective: "rmse",
                mode: .maximize), status: .done, owner: "")
        try store.create(record)
        try store.write([.trial(TrialRecord(id: "t", sequence: 0, status: .succeeded, parameters: ["x": 1]))], of: "i")
        try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE experiment SET configuration = 'cut'") }
        #expect(try store.identities().map(\.name) == ["n"])
        let found = try #require(try store.find("n"))
        #expect(found.record.status == .error && found.record.error?.contains("damaged") == true)
        #expect(found.trials.map(\.parameters) == [["x": 1]])
    }

    @Test func whatIsAskedOfAnotherSessionComesOnceAndInItsOrder() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let (here, there) = (
            try SQLiteStore(path: folder.file("s.sqlite")), try SQLiteStore(path: folder.file("s.sqlite"))
        )
        for name in ["one", "two"] {
            try here.create(
                ExperimentRecord(configuration: StoreContractTests.configuration(name), status: .running, owner: "1:2"))
        }
        let asked: [ExperimentRequest] = [
            .enqueue(["x": 1]), .learn([["parameters": ["x": 2], "value": 0.5]]), .change(.concurrency(3)),
            .change(.maxTrials(9)), .change(.maxDuration(1.5)), .change(.searchSpace(["x": 1])), .stop,
        ]
        for request in asked { try there.ask(request, of: "id-one") }
        try there.ask(.stop, of: "id-two")
        #expect(try here.takeRequests(of: ["id-one"]).map(\.request) == asked)
        #expect(try here.takeRequests(of: ["id-one"]).isEmpty)
        #expect(try here.takeRequests(of: ["id-one", "id-two"]).map(\.experiment) == ["id-two"])
    }

    @Test(arguments: [1, 2]) func aStoreOfAnEarlierVersionIsListedAndGoesOn(version: Int) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.file("s.sqlite")
        try DatabaseQueue(path: path).write { database in
            for statement in Self.firstVersion + (version == 2 ? Self.secondVersion : []) {
                try database.execute(sql: statement)
            }
        }
        let store = try SQLiteStore(path: path)
        let summary = try #require(try store.summary("old"))
        #expect(summary.record.status == .done && summary.record.configuration.subject.name == "svd")
        #expect(
            summary.record.configuration.subject.recommender?.judgedBy == "full"
                && summary.record.configuration.assessor == nil)
        #expect(summary[.succeeded] == 2 && summary[.failed] == 1)
        #expect(summary.best == ExperimentSummary.Best(sequence: 1, value: 0.5))
        #expect(try store.find("old")?.trials[1].intermediate == [0.75, 0.5])
        var ledger = ExperimentLedger(summary.record, trials: try #require(try store.find("old")).trials)
        var trial = TrialRecord(id: "o-3", sequence: 3, status: .succeeded, parameters: ["lr_all": 0.01])
        trial.metrics = ["rmse": 0.25]
        try store.write(ledger.apply(.trial(trial)).writes, of: "o")
        #expect(try store.summaries() == [ledger.summary] && ledger.summary.best?.sequence == 3)
        try store.create(
            ExperimentRecord(configuration: StoreContractTests.configuration("old"), status: .done, owner: "1:2"))
        #expect(try store.find("old")?.record.id == "id-old" && store.find("o")?.trials.count == 4)
        #expect(try store.check().isEmpty)
        try store.delete("o")
        let left = try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM trial") }
        #expect(left == 0)
    }

    /// What the second version of the program added.
    private static let secondVersion = [
        "INSERT INTO grdb_migrations VALUES ('2: what an experiment''s trials came to')",
        "ALTER TABLE experiment ADD COLUMN summary TEXT",
        """
        UPDATE experiment SET summary = '{"counts": {"SUCCEEDED": 2, "FAILED": 1}, "best": [1, 0.5]}'
        """,
    ]

    /// As the first version of the program wrote them.
    private static let firstVersion = [
        "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)",
        "INSERT INTO grdb_migrations VALUES ('1: experiments, trials, intermediate results')",
        """
        CREATE TABLE experiment (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE, configuration TEXT NOT NULL,
        status TEXT NOT NULL, startTime DOUBLE, endTime DOUBLE, error TEXT, owner TEXT NOT NULL, created INTEGER NOT NULL)
        """,
        """
        CREATE TABLE trial (experiment TEXT NOT NULL REFERENCES experiment(id) ON DELETE CASCADE, sequence INTEGER NOT NULL,
        id TEXT NOT NULL, status TEXT NOT NULL, parameters TEXT NOT NULL, metrics TEXT NOT NULL, startTime DOUBLE,
        endTime DOUBLE, error TEXT, PRIMARY KEY (experiment, sequence))
        """,
        """
        CREATE TABLE intermediate (experiment TEXT NOT NULL REFERENCES experiment(id) ON DELETE CASCADE,
        trial INTEGER NOT NULL, step INTEGER NOT NULL, value DOUBLE NOT NULL, PRIMARY KEY (experiment, trial, step))
        """,
        """
        INSERT INTO experiment VALUES ('o', 'old', '{"id": "o", "name": "old", "algorithm": "svd", "data": "synthetic",
        "searchSpace": {"lr_all": {"_type": "uniform", "_value": [0, 1]}}, "tuner": "TPE", "tunerArguments": {},
        "objective": "rmse", "mode": "minimize", "metrics": [], "maxTrials": 3, "maxDuration": null,
        "maxTrialDuration": null, "concurrency": 2, "seed": 0, "isReproducible": false, "fixed": {"n_epochs": 5},
        "removesSeen": true, "engine": "embedded", "address": null}', 'DONE', 1.5, 2.5, NULL, '1:2', 1)
        """,
        """
        INSERT INTO trial VALUES
        ('o', 0, 'o-0', 'SUCCEEDED', '{"lr_all": 0.5}', '{"rmse": 0.75}', 1.5, 1.6, NULL),
        ('o', 1, 'o-1', 'SUCCEEDED', '{"lr_all": 0.25}', '{"rmse": 0.5}', 1.6, 1.7, NULL),
        ('o', 2, 'o-2', 'FAILED', '{"lr_all": 9.0}', '{}', 1.7, 1.8, 'diverged')
        """,
        "INSERT INTO intermediate VALUES ('o', 1, 0, 0.75), ('o', 1, 1, 0.5)",
    ]

    @Test func aNewerStoreIsRefusedAndLeftAsItIs() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.file("s.sqlite")
        _ = try SQLiteStore(path: path)
        try DatabaseQueue(path: path).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99: from the future')")
        }
        #expect(throws: ExperimentError.newerStore(path: path)) { try SQLiteStore(path: path) }
        let kept = try DatabaseQueue(path: path).read {
            try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations")
        }
        #expect(kept.contains("99: from the future"))
    }

    @Test func whatIsNoStoreIsAClearError() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let text = try folder.write(String(repeating: "no database ", count: 100), to: "text.sqlite")
        #expect(throws: ExperimentError.store(path: text, reason: "it is no SQLite database")) {
            try SQLiteStore(path: text)
        }
        let foreign = folder.file("foreign.sqlite")
        try DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE theirs (x)") }
        #expect(throws: ExperimentError.store(path: foreign, reason: "it is another program's database")) {
            try SQLiteStore(path: foreign)
        }
        #expect(throws: ExperimentError.self) { try SQLiteStore(path: folder.path) }
        #expect(throws: ExperimentError.self) { try SQLiteStore(path: text + "/below/s.sqlite") }
    }

    /// Columns take values of any type, from whichever program wrote them.
    @Test(arguments: ["'abc'", "x'ff00'", "NULL", "1.5", "9e99", "-3"])
    func noCellEndsTheProgramAndADamagedRowSaysSo(value: String) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.file("s.sqlite")
        for (table, column) in try Self.columns(path) {
            let store = try Self.filled(path)
            var isTaken = true
            try DatabaseQueue(path: path).write { database in
                do {
                    try database.execute(sql: "UPDATE \(table) SET \(column) = \(value)")
                } catch {
                    // Some columns refuse some values.
                    isTaken = false
                }
            }
            guard isTaken else { continue }
            for name in ["n", "i"] {
                _ = try? store.find(name)
                _ = try? store.summary(name)
            }
            #expect(try store.summaries().count == 1, "\(table).\(column)")
            _ = try store.identities()
            if column == "startTime", value.hasPrefix("'") {
                let found = try #require(try store.find("n"))
                let error = table == "trial" ? found.trials[0].error : found.record.error
                #expect(error?.contains("damaged") == true)
            }
        }
    }

    /// A store with one experiment, one trial and its curve, made anew.
    private static func filled(_ path: String) throws -> SQLiteStore {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
        let store = try SQLiteStore(path: path)
        let record = ExperimentRecord(
            configuration: ExperimentConfiguration(
                id: "i", name: "n", subject: .recommender(RecommenderSubject("svd", data: "")), searchSpace: [:],
                tuner: "TPE", objective: "rmse", mode: .minimize), status: .done, owner: "")
        try store.create(record)
        let trial = TrialRecord(id: "t", sequence: 0, status: .succeeded, parameters: ["x": 1])
        try store.write([.trial(trial), .intermediate([0.5], step: 0, trial: 0)], of: "i")
        return store
    }

    private static func columns(_ path: String) throws -> [(table: String, column: String)] {
        _ = try filled(path)
        return try DatabaseQueue(path: path).read { database in
            try ["experiment", "trial", "intermediate"].flatMap { table in
                try database.columns(in: table).map { (table, $0.name) }
            }
        }
    }
}
