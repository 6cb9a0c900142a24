import Synchronization

/// Experiments that last as long as the process.
package final class InMemoryStore: ExperimentStore {
    private let ledgers = Mutex<[ExperimentLedger]>([])

    package init() {}

    package func create(_ experiment: ExperimentRecord) throws {
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

    package func summaries() -> [ExperimentSummary] { ledgers.withLock { $0.map(\.summary) } }
    package func summary(_ nameOrID: String) -> ExperimentSummary? { ledger(nameOrID)?.summary }
    package func names() -> [String] { ledgers.withLock { $0.map(\.record.name) } }
    package func find(_ nameOrID: String) -> ExperimentSnapshot? { ledger(nameOrID)?.snapshot }

    package func delete(_ experimentID: String) {
        ledgers.withLock { $0.removeAll { $0.record.id == experimentID } }
    }

    private func ledger(_ nameOrID: String) -> ExperimentLedger? {
        ledgers.withLock { list in list.first { $0.record.name == nameOrID || $0.record.id == nameOrID } }
    }
}
