import Foundation
import Synchronization

/// How many threads compute at once: the one place where cores are counted, over all experiments and commands together.
package final class CoreBudget: Sendable {
    /// The processors that this process may use.
    package static var available: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
    package static let shared = CoreBudget(cores: available)

    private struct State {
        var used = 0
        /// Who waits for a core, the first first: each is told whether it has one, or has given up.
        var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
        var count = 0
    }

    private let cores: Int
    private let state = Mutex(State())

    package init(cores: Int) { self.cores = max(1, cores) }

    /// Takes a core once one is free: for work that nobody waits for alone, such as a trial.
    ///
    /// - Throws: `ComputeError.stopped`.
    package func take(stop: StopFlag) async throws {
        if takeFree() { return }
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        // A flag tells nobody that it was set.
        let patience = Task { [weak self] in
            while (try? await Task.sleep(for: .milliseconds(10))) != nil {
                if stop.isStopped { self?.giveUp(number) }
            }
        }
        defer { patience.cancel() }
        let hasOne = await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.used < cores {
                    state.used += 1
                    return true
                }
                state.waiting.append((number, continuation))
                return false
            }
            if isFree { continuation.resume(returning: true) }
        }
        if !hasOne { throw ComputeError.stopped }
    }

    private func takeFree() -> Bool {
        state.withLock { state in
            guard state.used < cores, state.waiting.isEmpty else { return false }
            state.used += 1
            return true
        }
    }

    private func giveUp(_ number: Int) {
        let continuation = state.withLock { state in
            let place = state.waiting.firstIndex { $0.number == number }
            return place.map { state.waiting.remove(at: $0).continuation }
        }
        continuation?.resume(returning: false)
    }

    /// Takes one at once, though none is free: for work that a person waits for, and for what was only interrupted. What
    /// comes after it waits.
    package func takeAtOnce() { state.withLock { $0.used += 1 } }

    /// Takes as many of the free cores as are of use, none while others wait for one: for a part of some work that several
    /// threads can share. - Returns: how many to `give` back.
    package func takeFree(upTo most: Int) -> Int {
        state.withLock { state in
            guard state.waiting.isEmpty else { return 0 }
            let count = max(0, min(most, cores - state.used))
            state.used += count
            return count
        }
    }

    package func give(_ count: Int) {
        for _ in 0..<count { give() }
    }

    package func give() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            state.used -= 1
            guard state.used < cores, !state.waiting.isEmpty else { return nil }
            state.used += 1
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }

    package var inUse: Int { state.withLock { $0.used } }
}
