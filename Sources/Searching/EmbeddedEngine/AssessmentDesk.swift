import Synchronization
import Tuning

/// An assessor that trials on many threads ask.
final class AssessmentDesk: Sendable {
    private let assessor: Mutex<any Assessor>

    init(_ assessor: any Assessor) { self.assessor = Mutex(assessor) }

    func assess(id: Int, step: Int, value: Double) -> Assessment {
        assessor.withLock { $0.assess(id: id, step: step, value: value) }
    }

    func end(id: Int, _ outcome: TrialOutcome) { assessor.withLock { $0.end(id: id, outcome) } }
}
