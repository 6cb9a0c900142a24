/// What becomes of a running trial after a report.
package enum Assessment: Hashable, Sendable {
    case goOn
    /// It is not worth its time; the reason is for people.
    case stop(reason: String)
    /// It waits, and may go on later where it stood.
    case pause
}

/// Judges trials while they run: pure state, no I/O.
package protocol Assessor: Sendable {
    /// The beginning of trial `id`, where its parameters are known: their place in the unit cube of the space.
    mutating func begin(id: Int, at place: [Double])
    /// Answers a report of trial `id`; `step` counts from 1.
    mutating func assess(id: Int, step: Int, value: Double) -> Assessment
    /// The end of trial `id`.
    mutating func end(id: Int, _ outcome: TrialOutcome)
    /// What counts as the value of trial `id`, where it ends early with this as its last report.
    func valueOfEnded(id: Int, last: Double) -> Double
}

extension Assessor {
    package mutating func begin(id: Int, at place: [Double]) {}
    package func valueOfEnded(id: Int, last: Double) -> Double { last }
}
