import Dispatch
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One request of a URLSession that may be cancelled at any moment.
///
/// The session's own `data(for:)` may wait for ever: cancelling waits for the session's queue while it holds the task's
/// lock, and an answer that comes just then holds the queue and waits for the lock. Here the session hears of a
/// cancellation a moment later, from a thread that holds nothing.
enum DataRequest {
    /// - Throws: `CancellationError`, `URLError`.
    static func send(_ request: URLRequest, in session: URLSession) async throws -> (Data, URLResponse) {
        let open = Mutex<(task: URLSessionTask?, isCancelled: Bool)>((nil, false))
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let task = session.dataTask(with: request) { data, response, error in
                    if let data, let response {
                        continuation.resume(returning: (data, response))
                    } else {
                        continuation.resume(throwing: error ?? URLError(.badServerResponse))
                    }
                }
                let isCancelled = open.withLock { open in
                    open.task = task
                    return open.isCancelled
                }
                task.resume()
                if isCancelled { task.cancel() }
            }
        } onCancel: {
            let task = open.withLock { open in
                open.isCancelled = true
                return open.task
            }
            if let task { DispatchQueue.global().async { task.cancel() } }
        }
    }
}
