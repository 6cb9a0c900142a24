import Foundation
import Synchronization

/// Work on a thread of its own: training never occupies the few threads that Swift's tasks share.
package enum ComputeThread {
    /// Runs `body` on a new thread. Cancelling the calling task sets `stop` and comes back at once, however long `body`
    /// takes to notice; what it gives after that is dropped.
    ///
    /// - Throws: what `body` throws; `ComputeError.stopped` where the task is cancelled.
    package static func run<Result: Sendable>(
        name: String, stop: StopFlag = StopFlag(), _ body: @escaping @Sendable (StopFlag) throws -> Result
    ) async throws -> Result {
        let answer = FirstAnswer<Result>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard answer.isAwaited(by: continuation) else { return }
                let thread = Thread {
                    answer.give(Swift.Result { try body(stop) })
                }
                thread.name = name
                thread.stackSize = 8 << 20
                thread.start()
            }
        } onCancel: {
            stop.stop()
            answer.give(.failure(ComputeError.stopped))
        }
    }
}

/// Of several answers the first, given to whoever waits for it exactly once.
private final class FirstAnswer<Value: Sendable>: Sendable {
    private struct State {
        var continuation: CheckedContinuation<Value, any Error>?
        var isAnswered = false
    }

    private let state = Mutex(State())

    /// - Returns: whether the answer is still open; where the task was cancelled before, the waiting ends here.
    func isAwaited(by continuation: CheckedContinuation<Value, any Error>) -> Bool {
        let isOpen = state.withLock { state in
            if !state.isAnswered { state.continuation = continuation }
            return !state.isAnswered
        }
        if !isOpen { continuation.resume(throwing: ComputeError.stopped) }
        return isOpen
    }

    func give(_ answer: Result<Value, any Error>) {
        let continuation = state.withLock { state in
            state.isAnswered = true
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume(with: answer)
    }
}
