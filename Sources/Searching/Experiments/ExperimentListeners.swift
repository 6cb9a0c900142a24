import Foundation
import Synchronization

/// Those who are told what happens in an experiment.
package final class ExperimentListeners: Sendable {
    private let open = Mutex<[UUID: AsyncStream<ExperimentEvent>.Continuation]>([:])

    package init() {}

    /// What happens from now on, until `end`; nothing where the experiment has ended already.
    package func events(hasEnded: Bool) -> AsyncStream<ExperimentEvent> {
        let (stream, continuation) = AsyncStream<ExperimentEvent>.makeStream()
        guard !hasEnded else {
            continuation.finish()
            return stream
        }
        let id = UUID()
        continuation.onTermination = { [weak self] _ in self?.open.withLock { $0[id] = nil } }
        open.withLock { $0[id] = continuation }
        return stream
    }

    package func tell(_ event: ExperimentEvent) {
        for listener in open.withLock({ Array($0.values) }) { listener.yield(event) }
    }

    /// Ends every stream. Outside the lock, which the end of a stream takes.
    package func end() {
        for listener in open.withLock({ Array($0.values) }) { listener.finish() }
    }
}
