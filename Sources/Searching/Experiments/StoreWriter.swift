import Dispatch
import Logging
import Synchronization

/// The one who writes an experiment's record, on a thread of its own: whoever has something to store goes on at once, and
/// all that has gathered meanwhile is one transaction.
///
/// What follows a write (an event that tells of it) happens once it is stored, so that nothing that was told is lost to a
/// process that is killed. A store that fails does not end the run: what it did not take is kept, and offered again with
/// what comes next, so that the record is whole as soon as there is room.
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

    /// What the store has not taken.
    private struct Rest {
        var writes: [StoreWrite] = []
        var file: File?
        /// Whether the file is there already, and only the rows are still to come.
        var isSaved = false
        var reason: String?
    }

    private let store: any ExperimentStore
    private let experimentID: String
    private let pending = Mutex(Queue())
    private let rest = Mutex(Rest())
    private let thread: DispatchQueue
    private let logger = Logger(label: "tunebook.experiments")

    package init(_ store: any ExperimentStore, experiment id: String) {
        self.store = store
        experimentID = id
        thread = DispatchQueue(label: "tunebook.store.\(id)")
    }

    /// Why the record is not complete at this moment.
    package var warning: String? { rest.withLock(\.reason) }

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
        var rest = self.rest.withLock { $0 }
        rest.writes = Self.newest(rest.writes + queue.writes)
        if let file = queue.file { (rest.file, rest.isSaved) = (file, false) }
        rest.reason = nil
        // A model that finds no room keeps no row from being stored.
        attempt(&rest) { rest in
            if !rest.isSaved { try rest.file?.save() }
            rest.isSaved = true
        }
        attempt(&rest) { rest in
            if !rest.writes.isEmpty { try store.write(rest.writes, of: experimentID) }
            rest.writes = []
        }
        if rest.reason == nil {
            rest.file?.replaces()
            rest.file = nil
        }
        self.rest.withLock { $0 = rest }
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

    private func attempt(_ rest: inout Rest, _ body: (inout Rest) throws -> Void) {
        do { try body(&rest) } catch {
            logger.debug("results wait to be stored: \(error)")
            rest.reason = rest.reason ?? "\(error)"
        }
    }
}
