package import Compute
import Dispatch
import Synchronization
package import Tuning

/// What a running trial holds on to: it reports, and is answered.
///
/// A trial that is paused waits inside its report, on its own thread, with its trainer as it stands; it goes on when it is
/// told to, as if nothing had happened.
package final class TrialHandle: Sendable {
    /// Whether the trial goes on after a report.
    package enum Answer: Hashable, Sendable { case goOn, stop }

    private struct State {
        var values: [Double] = []
        var further: [[Double]] = []
        var earlyStop: String?
        var isPaused = false
    }

    package let id: String
    package let sequence: Int
    /// Set where the trial has to end, by whomever.
    package let stop: StopFlag
    private let state = Mutex(State())
    private let resumption = DispatchSemaphore(value: 0)
    private let assess: @Sendable (_ step: Int, _ values: [Double]) -> Assessment
    private let onReport: @Sendable (_ step: Int, _ values: [Double]) -> Void
    private let onPause: @Sendable () -> Void
    /// What counts as its values where it ends early with these as its last report.
    package let valuesOfEnded: @Sendable (_ last: [Double]) -> [Double]

    /// - Parameters:
    ///   - assess: answers a report of a value an objective; `step` counts from 1.
    ///   - onReport: takes every report.
    package init(
        id: String, sequence: Int, stop: StopFlag = StopFlag(),
        assess: @escaping @Sendable (_ step: Int, _ values: [Double]) -> Assessment = { _, _ in .goOn },
        onReport: @escaping @Sendable (_ step: Int, _ values: [Double]) -> Void = { _, _ in },
        onPause: @escaping @Sendable () -> Void = {},
        valuesOfEnded: @escaping @Sendable (_ last: [Double]) -> [Double] = { $0 }
    ) {
        self.id = id
        self.sequence = sequence
        self.stop = stop
        self.assess = assess
        self.onReport = onReport
        self.onPause = onPause
        self.valuesOfEnded = valuesOfEnded
    }

    /// The first objective of what was reported so far.
    package var values: [Double] { state.withLock { $0.values } }
    /// The other objectives, a list a report; empty where there is but one.
    package var further: [[Double]] { state.withLock { $0.further } }
    /// Why an assessor has ended the trial.
    package var earlyStop: String? { state.withLock { $0.earlyStop } }
    package var isPaused: Bool { state.withLock { $0.isPaused } }

    /// Reports the objective, from the trial's own thread: comes back at once, but of a paused trial when it is resumed or
    /// stopped.
    ///
    /// - Parameter further: the values of the other objectives, in their order.
    /// - Returns: whether to go on; on `stop` the flag is set too.
    @discardableResult
    package func report(_ value: Double, further: [Double] = []) -> Answer {
        let step = state.withLock { state in
            state.values.append(value)
            if !further.isEmpty { state.further.append(further) }
            return state.values.count
        }
        onReport(step, [value] + further)
        switch assess(step, [value] + further) {
        case .goOn: break
        case .stop(let reason):
            state.withLock { $0.earlyStop = reason }
            stop.stop()
        case .pause: pause()
        }
        return stop.isStopped ? .stop : .goOn
    }

    private func pause() {
        state.withLock { $0.isPaused = true }
        onPause()
        while !stop.isStopped, resumption.wait(timeout: .now() + .milliseconds(50)) == .timedOut {}
        state.withLock { $0.isPaused = false }
    }

    /// Lets a paused trial go on where it stands.
    package func resume() {
        if isPaused { resumption.signal() }
    }
}
