import Experiments
import NNIProtocol
import Synchronization
import Values

/// What one trial reports, by whichever way: intermediate results go on to its handle, the final one is kept.
final class TrialReports: Sendable {
    private struct State {
        var final: ReportedValue?
        var strangers = 0
        var count = 0
    }

    private let id: String
    private let handle: TrialHandle
    private let state = Mutex(State())

    init(_ id: String, _ handle: TrialHandle) {
        self.id = id
        self.handle = handle
    }

    var final: ReportedValue? { state.withLock { $0.final } }
    /// Reports in the name of another trial, which count for nobody.
    var strangers: Int { state.withLock { $0.strangers } }

    /// - Note: a trial that is paused waits in here.
    func take(_ report: TrialReport) {
        guard report.trialID == id else { return state.withLock { $0.strangers += 1 } }
        let value = ReportedValue(report.value)
        switch report.kind {
        case .final: state.withLock { $0.final = value }
        case .periodical: if let number = value.objective { handle.report(number) }
        }
    }
}
