import Synchronization

/// A request to stop, shared by whoever asks and the thread that works. Checking costs one relaxed load.
package final class StopFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    package init() {}

    package func stop() { flag.store(true, ordering: .relaxed) }
    package var isStopped: Bool { flag.load(ordering: .relaxed) }

    /// - Throws: `ComputeError.stopped` once `stop()` was called.
    package func check() throws(ComputeError) {
        if isStopped { throw .stopped }
    }
}

package enum ComputeError: Error, Hashable, CustomStringConvertible {
    /// The work was asked to stop and left nothing behind.
    case stopped

    package var description: String { "stopped before it was done" }
}
