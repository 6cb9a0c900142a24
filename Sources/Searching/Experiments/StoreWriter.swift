import Dispatch
import Logging
import Synchronization

/// The one who writes an experiment's record, on a thread of its own: whoever has something to store goes on at once, and
/// all that has gathered meanwhile is one transaction.
///
/// What follows a write (an event that tells of it) happens once it is stored, so that nothing that was told is lost to a
/// process that is killed. A store that fails costs the record, never the run: the first failure is kept, and told once.
package final class StoreWriter: Sendable {
    private struct Queue {
        var writes: [StoreWrite] = []
        var files: [@Sendable () throws -> Void] = []
        var after: [@Sendable () -> Void] = []
    }

    private let store: any ExperimentStore
    private let experimentID: String
    private let pending = Mutex(Queue())
    private let failure = Mutex<(any Error)?>(nil)
    private let thread: DispatchQueue
    private let logger = Logger(label: "tunebook.experiments")

    package init(_ store: any ExperimentStore, experiment id: String) {
        self.store = store
        experimentID = id
        thread = DispatchQueue(label: "tunebook.store.\(id)")
    }

    /// Why the record is not complete.
    package var warning: String? { failure.withLock { $0.map { "\($0)" } } }

    /// - Parameter after: called in order, once these and all earlier writes are stored, or have failed.
    package func add(_ writes: [StoreWrite], after: (@Sendable () -> Void)? = nil) {
        let isFirst = pending.withLock { queue in
            let isFirst = queue.writes.isEmpty && queue.files.isEmpty && queue.after.isEmpty
            queue.writes += writes
            if let after { queue.after.append(after) }
            return isFirst
        }
        if isFirst { thread.async { [self] in writeAll() } }
    }

    /// Writes a file beside the store; of several that wait the last one alone, as each takes the place of the one before.
    package func add(file: @escaping @Sendable () throws -> Void) {
        let isFirst = pending.withLock { queue in
            let isFirst = queue.writes.isEmpty && queue.files.isEmpty && queue.after.isEmpty
            queue.files = [file]
            return isFirst
        }
        if isFirst { thread.async { [self] in writeAll() } }
    }

    /// Comes back when all that was added is stored, or has failed.
    package func flush() async {
        await withCheckedContinuation { continuation in add([]) { continuation.resume() } }
    }

    private func writeAll() {
        let queue = pending.withLock { pending in
            defer { pending = Queue() }
            return pending
        }
        let writes = Self.newest(queue.writes)
        if !writes.isEmpty { keep { try store.write(writes, of: experimentID) } }
        for file in queue.files { keep(file) }
        for step in queue.after { step() }
    }

    /// Without what a later write replaces: a trial that has begun and ended meanwhile is written once.
    private static func newest(_ writes: [StoreWrite]) -> [StoreWrite] {
        var known: Set<Int> = []
        var (hasRecord, hasSummary) = (false, false)
        return writes.reversed().filter { write in
            switch write {
            case .trial(let trial): return known.insert(trial.sequence).inserted
            case .experiment:
                defer { hasRecord = true }
                return !hasRecord
            case .summary:
                defer { hasSummary = true }
                return !hasSummary
            case .intermediate, .curve: return true
            }
        }.reversed()
    }

    private func keep(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            let isFirst = failure.withLock { kept in
                defer { kept = kept ?? error }
                return kept == nil
            }
            if isFirst { logger.debug("a result was not stored: \(error)") }
        }
    }
}
