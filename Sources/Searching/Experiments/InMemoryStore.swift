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

    package func create(_ experiment: ExperimentRecord) throws {
        if try base?.summary(experiment.name) != nil { throw ExperimentError.nameTaken(experiment.name) }
        try ledgers.withLock { list in
            guard !list.contains(where: { $0.record.name == experiment.name }) else {
                throw ExperimentError.nameTaken(experiment.name)
            }
            list.insert(ExperimentLedger(experiment), at: 0)
        }
    }

    package func write(_ batch: [StoreWrite], of experimentID: String) {
        ledgers.withLock { list in
            guard let place = list.firstIndex(where: { $0.record.id == experimentID }) else { return }
            for write in batch { list[place].restore(write) }
        }
    }

    package func summaries() throws -> [ExperimentSummary] {
        try ledgers.withLock { $0.map(\.summary) } + (base?.summaries() ?? [])
    }
    package func summary(_ nameOrID: String) throws -> ExperimentSummary? {
        try ledger(nameOrID)?.summary ?? base?.summary(nameOrID)
    }
    package func names() throws -> [String] {
        try ledgers.withLock { $0.map(\.record.name) } + (base?.names() ?? [])
    }
    package func find(_ nameOrID: String) throws -> ExperimentSnapshot? {
        try ledger(nameOrID)?.snapshot ?? base?.find(nameOrID)
    }

    package func delete(_ experimentID: String) throws {
        guard ledger(experimentID) != nil else { return try base?.delete(experimentID) ?? () }
        ledgers.withLock { $0.removeAll { $0.record.id == experimentID } }
    }

    package func close() { base?.close() }

    private func ledger(_ nameOrID: String) -> ExperimentLedger? {
        ledgers.withLock { list in list.first { $0.record.name == nameOrID || $0.record.id == nameOrID } }
    }
}
