import Synchronization
import Tuning

/// The best that trials of this process have come to.
final class BestMeasured: Sendable {
    private let goals: Goals
    private let best = Mutex<Measured?>(nil)

    init(_ goals: Goals) { self.goals = goals }

    /// Takes what a trial came to. - Returns: whether none was as good.
    func take(_ measured: Measured) -> Bool {
        best.withLock { best in
            if let best, !goals.isBetter(measured, than: best) { return false }
            best = measured
            return true
        }
    }
}
