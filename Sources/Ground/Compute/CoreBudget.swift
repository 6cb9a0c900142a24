import Foundation
import Synchronization

/// How many threads compute at once: the one place where cores are counted, over all experiments and commands together.
package final class CoreBudget: Sendable {
    /// The processors that this process may use.
    package static var available: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
    package static let shared = CoreBudget(cores: available)

    private let cores: Int
    private let used = Mutex(0)

    package init(cores: Int) { self.cores = max(1, cores) }

    /// Takes a core once one is free: for work that nobody waits for alone, such as a trial.
    ///
    /// - Throws: `ComputeError.stopped`.
    package func take(stop: StopFlag) async throws {
        while !takeFree() {
            try stop.check()
            // Cores come free as trials end: hundredths of a second are lost only where two searches share them.
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func takeFree() -> Bool {
        used.withLock { used in
            guard used < cores else { return false }
            used += 1
            return true
        }
    }

    /// Takes one at once, though none is free: for work that a person waits for, and for what was only interrupted. What
    /// comes after it waits.
    package func takeAtOnce() { used.withLock { $0 += 1 } }
    package func give() { used.withLock { $0 -= 1 } }

    package var inUse: Int { used.withLock { $0 } }
}
