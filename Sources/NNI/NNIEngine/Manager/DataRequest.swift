import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One request of a URLSession that may be cancelled at any moment.
///
/// Whoever waits is let go at once, and the session's task goes on to its end, unheard. It is never cancelled: that waits for
/// the session's queue while it holds the task's lock, and an answer that comes just then holds the queue and waits for the
/// lock; asked for later, it meets a task that the session has forgotten, which ends the program.
enum DataRequest {
    private typealias Waiting = CheckedContinuation<(Data, URLResponse), any Error>

    /// - Throws: `CancellationError`, `URLError`.
    static func send(_ request: URLRequest, in session: URLSession) async throws -> (Data, URLResponse) {
        let state = Mutex<(waiting: Waiting?, isCancelled: Bool)>((nil, false))
        let take = { @Sendable () -> Waiting? in
            state.withLock { state in
                defer { state.waiting = nil }
                return state.waiting
            }
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiting: Waiting) in
                let isCancelled = state.withLock { state in
                    state.waiting = state.isCancelled ? nil : waiting
                    return state.isCancelled
                }
                if isCancelled { return waiting.resume(throwing: CancellationError()) }
                session.dataTask(with: request) { data, response, error in
                    guard let waiting = take() else { return }
                    if let data, let response {
                        waiting.resume(returning: (data, response))
                    } else {
                        waiting.resume(throwing: error ?? URLError(.badServerResponse))
                    }
                }.resume()
            }
        } onCancel: {
            state.withLock { $0.isCancelled = true }
            take()?.resume(throwing: CancellationError())
        }
    }
}
