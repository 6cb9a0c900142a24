import Synchronization

/// The one place where the main thread waits for asynchronous work.
///
/// Sound only on the main thread of a program without `@MainActor`: nothing that the work needs ever runs there.
package enum MainThread {
    /// What others want to be done here while the work goes on; it gives a signal that came meanwhile.
    private static let jobs = Mutex<[@Sendable () -> UInt8?]>([])

    /// Runs `body` on the main thread, which waits for the caller's work, and comes back once it has ended.
    ///
    /// - Parameter body: gives a signal that it could not heed.
    package static func perform(_ body: @escaping @Sendable () -> UInt8?) async {
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            jobs.withLock { jobs in
                jobs.append {
                    defer { done.resume() }
                    return body()
                }
            }
            Signals.wakeUp()
        }
    }

    /// Runs `body` to its end. An interrupt, a termination or a hang-up is passed to `onSignal` on this thread, with what
    /// cancels the work; without `onSignal` each of them does.
    package static func wait<Result: Sendable>(
        for body: @escaping @Sendable () async -> Result,
        onSignal: (UInt8, _ cancel: () -> Void) -> Void = { _, cancel in cancel() }
    ) -> Result {
        let box = ResultBox<Result>()
        let task = Task.detached {
            box.put(await body())
            Signals.wakeUp()
        }
        while true {
            if let result = box.take() { return result }
            _ = Signals.wait(input: nil)
            var signals = Signals.drain()
            let jobs = jobs.withLock { jobs in
                defer { jobs = [] }
                return jobs
            }
            signals += jobs.compactMap { $0() }
            for byte in signals where byte != Signals.wake && byte != Signals.windowChange {
                onSignal(byte, task.cancel)
            }
        }
    }
}
