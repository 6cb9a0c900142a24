import Synchronization

/// Experiments that last as long as the process, over those of a store that can be read alone, where there is one.
package final class InMemoryStore: ExperimentStore {
    private let ledgers = Mutex<[ExperimentLedger]>([])
    private let base: (any ExperimentStore)?
    package let failure: (any Error)?

    /// - Parameters:
    ///   - base: what is read too and never written.
    ///   - failure: why a store that was asked for can't be read.
    package init(over base: (any ExperimentStore)? = nil, failure: (any Error)? = nil) {
        self.base = base
        self.failure = failure
    }

    package func create(_ experiment: ExperimentRecord) {
        ledgers.withLock { $0.insert(ExperimentLedger(experiment), at: 0) }
    }

    package func write(_ batch: [StoreWrite], of experimentID: String) {
        change(experimentID) { ledger in for write in batch { ledger.restore(write) } }
    }

    package func summaries() throws -> [ExperimentSummary] {
        try ledgers.withLock { $0.map(\.summary) } + (base?.summaries() ?? [])
    }
    package func summary(_ nameOrID: String) throws -> ExperimentSummary? {
        try ledger(nameOrID)?.summary ?? base?.summary(nameOrID)
    }
    package func identities() throws -> [ExperimentIdentity] {
        let own = ledgers.withLock { $0.map { ExperimentIdentity(id: $0.record.id, name: $0.record.name) } }
        return try own + (base?.identities() ?? [])
    }
    package func find(_ nameOrID: String) throws -> ExperimentSnapshot? {
        try ledger(nameOrID)?.snapshot ?? base?.find(nameOrID)
    }

    package func delete(_ experimentID: String) throws {
        guard ledger(experimentID) != nil else { return try base?.delete(experimentID) ?? () }
        ledgers.withLock { $0.removeAll { $0.record.id == experimentID } }
    }

    package func rename(_ experimentID: String, to name: String) throws {
        guard ledger(experimentID) != nil else { return try base?.rename(experimentID, to: name) ?? () }
        change(experimentID) { $0.rename(name) }
    }

    package func claim(_ record: ExperimentRecord, from owner: String) throws -> Bool {
        guard let known = ledger(record.id) else { return try base?.claim(record, from: owner) ?? false }
        guard known.record.owner == owner else { return false }
        change(record.id) { $0.restore(.experiment(record)) }
        return true
    }

    /// Nobody else can see these experiments.
    package func ask(_ request: ExperimentRequest, of experimentID: String) throws {
        try base?.ask(request, of: experimentID)
    }
    package func takeRequests(of experimentIDs: [String]) -> [(experiment: String, request: ExperimentRequest)] { [] }

    private func change(_ experimentID: String, _ body: (inout ExperimentLedger) -> Void) {
        ledgers.withLock { list in
            guard let place = list.firstIndex(where: { $0.record.id == experimentID }) else { return }
            body(&list[place])
        }
    }

    package func check() throws -> [String] { try base?.check() ?? [] }
    package func close() { base?.close() }

    private func ledger(_ nameOrID: String) -> ExperimentLedger? {
        ledgers.withLock { list in
            list.first { $0.record.id == nameOrID } ?? list.first { $0.record.name == nameOrID }
        }
    }
}
