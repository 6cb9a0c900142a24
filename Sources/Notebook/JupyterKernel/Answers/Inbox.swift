import Synchronization
import Values

/// What has come from clients, by who answers it.
final class Inbox: Sendable {
    private struct Question {
        var continuation: CheckedContinuation<String?, Never>?
        var isEnded = false
    }

    /// Answered one after another, and at once.
    let shell: AsyncStream<Request>
    let control: AsyncStream<Request>
    private let shellEnd: AsyncStream<Request>.Continuation
    private let controlEnd: AsyncStream<Request>.Continuation
    private let last = Atomic<Int>(0)
    private let question = Mutex(Question())

    init() {
        (shell, shellEnd) = AsyncStream.makeStream()
        (control, controlEnd) = AsyncStream.makeStream()
    }

    /// The number of the newest request.
    var newest: Int { last.load(ordering: .relaxed) }

    func take(_ channel: Channel, _ request: Request) {
        last.store(request.number, ordering: .relaxed)
        switch channel {
        case .shell: shellEnd.yield(request)
        case .control: controlEnd.yield(request)
        case .stdin: if request.type == "input_reply" { answer((try? request.content())?["value"]?.string) }
        case .iopub, .heartbeat: break
        }
    }

    /// Takes nothing more.
    func close() {
        shellEnd.finish()
        controlEnd.finish()
        question.withLock { $0.isEnded = true }
        answer(nil)
    }

    // MARK: - Questions

    /// Waits for a person's answer.
    ///
    /// - Parameter ask: sends the question.
    /// - Returns: `nil` where there is none: the waiting was interrupted.
    func answer(to ask: () -> Void) async -> String? {
        await withCheckedContinuation { continuation in
            let isEnded = question.withLock { question in
                if !question.isEnded { question.continuation = continuation }
                return question.isEnded
            }
            if isEnded { continuation.resume(returning: nil) } else { ask() }
        }
    }

    func answer(_ value: String?) {
        let waiting = question.withLock { question in
            defer { question.continuation = nil }
            return question.continuation
        }
        waiting?.resume(returning: value)
    }
}
