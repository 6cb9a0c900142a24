import Foundation
import Synchronization

/// Work on a thread of its own: training never occupies the few threads that Swift's tasks share.
package enum ComputeThread {
    /// Runs `body` to its end on a new thread. Cancelling the calling task sets `stop`; the work then ends by itself.
    ///
    /// - Throws: what `body` throws, `ComputeError.stopped` among it.
    package static func run<Result: Sendable>(
        name: String, stop: StopFlag = StopFlag(), _ body: @escaping @Sendable (StopFlag) throws -> Result
    ) async throws -> Result {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let thread = Thread {
                    continuation.resume(with: Swift.Result { try body(stop) })
                }
                thread.name = name
                thread.stackSize = 8 << 20
                thread.start()
            }
        } onCancel: {
            stop.stop()
        }
    }
}
