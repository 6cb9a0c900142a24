import Logging
import Synchronization

/// A store whose failure costs the record, never the run: the first failure is kept, and told once.
package final class StoreGuard: Sendable {
    private let store: any ExperimentStore
    private let failure = Mutex<(any Error)?>(nil)
    private let logger = Logger(label: "tunebook.experiments")

    package init(_ store: any ExperimentStore) { self.store = store }

    /// Why the record is not complete.
    package var warning: String? { failure.withLock { $0.map { "\($0)" } } }

    package func write(_ body: (any ExperimentStore) throws -> Void) {
        do {
            try body(store)
        } catch {
            let isFirst = failure.withLock { kept in
                defer { kept = kept ?? error }
                return kept == nil
            }
            if isFirst { logger.debug("a result was not stored: \(error)") }
        }
    }
}
