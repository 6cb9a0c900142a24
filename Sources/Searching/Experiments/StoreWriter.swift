import Dispatch
import Logging
import Synchronization

/// The one who writes an experiment's record, on a thread of its own: whoever has something to store goes on at once, and
/// all that has gathered meanwhile is one transaction.
///
/// What follows a write (an event that tells of it) happens once it is stored, so that nothing that was told is lost to a
/// process that is killed. A store that fails costs the record, never the run: the first failure is kept, and told once.
package final class StoreWriter: Sendable {
    /// A file beside the store that belongs to what is written with it.
    package struct File: Sendable {
        /// Before the rows that speak of it.
        let save: @Sendable () throws -> Void
        /// After them: takes away what it stands for now.
        let replaces: @Sendable () -> Void
    }

    private struct Queue {
        var writes: [StoreWrite] = []
        var file: File?
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

    /// - Parameters:
    ///   - file: of several that wait the last one alone is written, as each takes the place of the one before.
    ///   - after: called in order, once these and all earlier writes are stored, or have failed.
    package func add(_ writes: [StoreWrite], file: File? = nil, after: (@Sendable () -> Void)? = nil) {
        let isFirst = pending.withLock { queue in
            let isFirst = queue.writes.isEmpty && queue.file == nil && queue.after.isEmpty
            queue.writes += writes
            queue.file = file ?? queue.file
            if let after { queue.after.append(after) }
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
        let isSaved = queue.file.map { keep($0.save) } ?? false
        if !writes.isEmpty { keep { try store.write(writes, of: experimentID) } }
        if isSaved { queue.file?.replaces() }
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

    /// - Returns: whether it went well.
    @discardableResult
    private func keep(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return true
        } catch {
            let isFirst = failure.withLock { kept in
                defer { kept = kept ?? error }
                return kept == nil
            }
            if isFirst { logger.debug("a result was not stored: \(error)") }
            return false
        }
    }
}
