import Dispatch
package import NNIProtocol
import Synchronization
package import Values

/// Reports a trial's results in order, from a thread of its own, so that a slow manager does not hold up the training.
package final class TrialReporter: Sendable {
    private let channel: any TrialChannel
    private let parameterID: JSONValue
    private let trialID: String
    private let onClosed: @Sendable () -> Void
    private let queue = DispatchQueue(label: "reports")
    private let state = Mutex((sequence: 0, isLost: false))

    /// - Parameter onClosed: called once the manager says that the experiment is over, while the trial still runs.
    package init(
        _ channel: any TrialChannel, parameters: TrialParameters, trialID: String,
        onClosed: @escaping @Sendable () -> Void
    ) {
        self.channel = channel
        parameterID = parameters.id
        self.trialID = trialID
        self.onClosed = onClosed
    }

    /// Reports the next intermediate result. Once one could not be delivered no more are sent; the final one is tried
    /// again.
    package func intermediate(_ value: JSONValue) {
        let sequence = state.withLock { state in
            defer { state.sequence += 1 }
            return state.sequence
        }
        queue.async { [self] in
            guard !state.withLock({ $0.isLost }) else { return }
            do throws(TrialSideError) {
                try channel.send(report(.periodical, sequence, value))
            } catch {
                state.withLock { $0.isLost = true }
                if case .closed = error { onClosed() }
            }
        }
    }

    /// Reports the final result after all that are under way.
    ///
    /// - Throws: `TrialSideError`.
    package func finish(_ value: JSONValue) throws(TrialSideError) {
        let result = queue.sync { () -> Result<Void, TrialSideError> in
            Result { () throws(TrialSideError) in try channel.send(report(.final, 0, value)) }
        }
        try result.get()
    }

    private func report(_ kind: MetricRecord.Kind, _ sequence: Int, _ value: JSONValue) -> TrialReport {
        TrialReport(parameterID: parameterID, trialID: trialID, kind: kind, sequence: sequence, value: value)
    }
}
