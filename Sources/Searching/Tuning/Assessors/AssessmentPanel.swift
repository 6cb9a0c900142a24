package import Values

/// What judges a trial of one objective or several. With one objective it is exactly its assessor.
///
/// Of several, an assessor that compares trials judges how many others dominate the trial (`DominatedShare`); of another kind
/// there is one an objective, and a trial is stopped only where every one would stop it: one that is good at a single thing
/// may belong to the front, which is what such a search is after.
/// Constraints are not looked at: they are known at a trial's end, and a trial that misses one still teaches the tuner.
package struct AssessmentPanel: Sendable {
    private let objectives: [Goal]
    private var assessors: [any Assessor]
    /// Where one assessor judges all objectives.
    private var domination: DominatedShare?
    /// Where the parameters of trials lie, if that is known.
    private var cube: UnitCube?

    /// - Parameter space: where trials' parameters come from, for assessors that look at them.
    /// - Throws: `TunerError` where the arguments are wrong, or an objective goes a way that the assessor can't judge.
    package init(
        _ description: AssessorDescription, arguments: JSONObject = [:], for goals: Goals,
        over space: SearchSpace? = nil
    ) throws {
        cube = space.map { UnitCube($0) }
        objectives = goals.objectives
        if !goals.isSingle, description.comparesTrials {
            domination = DominatedShare(goals.objectives)
            assessors = [try description.make(arguments: arguments, mode: .minimize)]
            return
        }
        assessors = try goals.objectives.map { try description.make(arguments: arguments, mode: $0.direction) }
    }

    /// Assessors of the caller's own, one for each objective.
    package init(for goals: Goals, _ make: (Goal) -> any Assessor) {
        objectives = goals.objectives
        assessors = goals.objectives.map(make)
    }

    /// One assessor of the caller's own, for a single objective.
    package init(_ assessor: any Assessor) { self.init(for: Goals(.minimize)) { _ in assessor } }

    /// The beginning of trial `id`.
    package mutating func begin(id: Int, _ parameters: JSONObject) {
        guard let place = cube?.place(of: parameters) else { return }
        for index in assessors.indices { assessors[index].begin(id: id, at: place) }
    }

    /// Answers a report of trial `id`; `step` counts from 1.
    ///
    /// - Parameter values: one an objective; what is missing is no number.
    package mutating func assess(id: Int, step: Int, values: [Double]) -> Assessment {
        if let share = domination?.report(id, step: step, values) {
            guard case .stop = assessors[0].assess(id: id, step: step, value: share) else { return .goOn }
            let percent = (100 * share).rounded()
            return .stop(reason: "\(percent) % of the others were better in every objective at step \(step)")
        }
        let words = assessors.indices.map { index in
            assessors[index].assess(id: id, step: step, value: index < values.count ? values[index] : .nan)
        }
        if words.contains(.goOn) { return .goOn }
        if words.count == 1 { return words[0] }
        var reasons: [String] = []
        for (goal, word) in zip(objectives, words) {
            guard case .stop(let reason) = word else { return .pause }
            reasons.append("\(goal.metric): \(reason)")
        }
        return .stop(reason: reasons.joined(separator: "; "))
    }

    /// What counts as the values of trial `id`, where it ends early with these as its last report.
    package func valuesOfEnded(id: Int, last: [Double]) -> [Double] {
        guard domination == nil else { return last }
        return last.enumerated().map { index, value in
            index < assessors.count ? assessors[index].valueOfEnded(id: id, last: value) : value
        }
    }

    /// The end of trial `id`; each assessor is told its own objective's value.
    package mutating func end(id: Int, _ outcome: TrialOutcome) {
        if domination != nil {
            domination?.end(id, outcome)
            assessors[0].end(id: id, outcome)
            return
        }
        for index in assessors.indices { assessors[index].end(id: id, Self.part(index, of: outcome)) }
    }

    private static func part(_ index: Int, of outcome: TrialOutcome) -> TrialOutcome {
        switch outcome {
        case .measured(let measured):
            index < measured.values.count
                ? .measured(Measured([measured.values[index]], violation: measured.violation)) : .failed
        case .stoppedEarly(let measured):
            .stoppedEarly(last: index < measured.values.count ? measured.values[index] : .nan)
        case .failed, .cancelled: outcome
        }
    }
}
