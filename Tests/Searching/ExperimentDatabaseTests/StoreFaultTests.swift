import ExperimentDatabase
import Experiments
import Foundation
import TestSupport
import Testing
import Tuning
import Values

/// A store that can't be read or written is told apart from one that is empty, and what can be read of it is.
@Suite struct StoreFaultTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func record(_ name: String, _ status: ExperimentStatus = .done, owner: String = "1:2") -> ExperimentRecord {
        ExperimentRecord(
            configuration: ExperimentConfiguration(
                id: "id-\(name)", name: name, subject: .recommender(RecommenderSubject("svd", data: "")),
                searchSpace: [:],
                tuner: "TPE", objective: "rmse", mode: .minimize), status: status, owner: owner)
    }

    private func store(_ names: String...) throws -> String {
        let path = folder.file("s.sqlite")
        let store = try SQLiteStore(path: path)
        for name in names { try store.create(record(name)) }
        store.close()
        return path
    }

    @Test(arguments: [1, 2, 99]) func aFileOfAFewBytesIsNoStore(count: Int) throws {
        defer { folder.remove() }
        let path = try folder.write(String(repeating: "x", count: count), to: "few")
        #expect(throws: ExperimentError.store(path: path, reason: "it is no SQLite database")) {
            try SQLiteStore(path: path)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == count)
    }

    @Test func anEmptyFileIsBegunWithAWord() throws {
        defer { folder.remove() }
        let path = try folder.write("", to: "empty")
        #expect(try SQLiteStore(path: path).finding?.contains("was there and empty") == true)
        #expect(try SQLiteStore(path: path).finding == nil)
        #expect(try SQLiteStore(path: folder.file("new")).finding == nil)
    }

    @Test(arguments: [2, 5, 7]) func aDamagedPageIsSaid(page: Int) throws {
        defer { folder.remove() }
        let path = try store("one")
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seek(toOffset: UInt64(page * 4096))
        try handle.write(contentsOf: Data(repeating: 0xFF, count: 4096))
        try handle.close()
        #expect(try SQLiteStore(path: path).finding?.contains("damaged") == true)
    }

    @Test func aDamagedPageOfTrialsCostsItsRowsAlone() throws {
        defer { folder.remove() }
        let path = try store("one")
        let store = try SQLiteStore(path: path)
        let trials = (0..<400).map {
            TrialRecord(id: "t\($0)", sequence: $0, status: .succeeded, parameters: ["x": .integer($0)])
        }
        try store.write(trials.map { .trial($0) }, of: "id-one")
        store.close()
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        var costs: [Int] = []
        for page in 1..<(whole.count / 4096) {
            var damaged = whole
            damaged.replaceSubrange((page * 4096)..<((page + 1) * 4096), with: Data(repeating: 0xFF, count: 4096))
            try damaged.write(to: URL(fileURLWithPath: path))
            guard let found = try? SQLiteStore(path: path).find("one") else { continue }
            costs.append(400 - found.trials.count)
            #expect(found.trials.allSatisfy { trials[$0.sequence].parameters == $0.parameters })
            if found.trials.count < 400 { #expect(found.record.error?.contains("damaged") == true) }
        }
        #expect(costs.count { (1..<100).contains($0) } > 3, "\(costs)")
    }

    @Test func aStoreThatMayNotBeWrittenIsReadAndTheSessionsOwnAreBesideIt() throws {
        defer { folder.remove() }
        let path = try store("one", "two")
        let session = InMemoryStore(over: try SQLiteStore(path: path, isReadOnly: true))
        session.create(record("three"))
        #expect(try session.identities().map(\.name) == ["three", "two", "one"])
        #expect(try session.find("one")?.record.id == "id-one" && session.summary("three") != nil)
        #expect(throws: ExperimentError.store(path: path, reason: "it is read-only")) { try session.delete("id-one") }
        try session.delete("id-three")
        #expect(try session.summaries().map(\.record.name) == ["two", "one"])
        #expect(try SQLiteStore(path: path).identities().map(\.name) == ["two", "one"])
    }

    @Test func whatCanNotBeReadIsNotEmpty() async throws {
        defer { folder.remove() }
        let failure = ExperimentError.store(path: "p", reason: "it is damaged")
        let manager = ExperimentManager(store: InMemoryStore(failure: failure), modelFolder: nil)
        await #expect(throws: failure) { try await manager.list() }
        await #expect(throws: failure) { try await manager.snapshot("one") }
        await #expect(throws: failure) { try await manager.summary("one") }
    }

    @Test(arguments: [ExperimentStatus.done, .error, .stopped, .running])
    func noTrialRunsInAnExperimentThatHasEnded(status: ExperimentStatus) async throws {
        defer { folder.remove() }
        let store = InMemoryStore()
        let record = record("one", status, owner: "999999:1")
        store.create(record)
        for (sequence, status) in [TrialStatus.running, .waiting, .succeeded].enumerated() {
            store.write(
                [.trial(TrialRecord(id: "t\(sequence)", sequence: sequence, status: status, parameters: [:]))],
                of: record.id)
        }
        let manager = ExperimentManager(store: store, modelFolder: nil)
        let trials = try await manager.snapshot("one").trials.map(\.status)
        #expect(trials == [.systemCanceled, .systemCanceled, .succeeded])
        let summary = try await manager.summary("one")
        #expect(summary[.running] == 0 && summary[.waiting] == 0 && summary[.systemCanceled] == 2)
    }
}
