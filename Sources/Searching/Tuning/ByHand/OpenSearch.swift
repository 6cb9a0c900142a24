package import Values

/// A search that somebody else runs: it is asked for points and told what came of them, in any order.
package struct OpenSearch: Sendable {
    private struct Trial {
        let parameters: JSONObject
        var isStopped = false
    }

    package let goals: Goals
    private var tuner: any Tuner
    private var judges: AssessmentPanel?
    private var open: [Int: Trial] = [:]
    private var next = 0
    /// The best that was told, of several objectives by the first.
    package private(set) var best: (id: Int, parameters: JSONObject, measured: Measured)?

    package init(_ tuner: any Tuner, goals: Goals, judges: AssessmentPanel? = nil) {
        self.tuner = tuner
        self.goals = goals
        self.judges = judges
    }

    package var asked: Int { next }
    package var modelled: Int { tuner.modelled }

    package mutating func ask() -> (id: Int, suggestion: Suggestion) {
        let id = next
        let suggestion = tuner.suggest(id: id)
        if case .parameters(let point) = suggestion {
            open[id] = Trial(parameters: point)
            judges?.begin(id: id, point)
            next += 1
        }
        return (id, suggestion)
    }

    /// A value an objective of a trial that runs; a tuner's own budget ends it as an assessor does.
    ///
    /// - Parameter step: counts from 1.
    /// - Throws: `OpenSearchError`.
    package mutating func report(_ id: Int, step: Int, values: [Double]) throws(OpenSearchError) -> Assessment {
        guard let trial = open[id] else { throw unknown(id) }
        try check(values)
        if let first = values.first { tuner.report(id: id, step: step - 1, value: first) }
        if let budget = TrialBudgets.budget(of: trial.parameters), Double(step) >= budget { return .pause }
        guard let answer = judges?.assess(id: id, step: step, values: values) else { return .goOn }
        if case .stop = answer { open[id]?.isStopped = true }
        return answer
    }

    /// The end of a trial, with a value an objective; after a stop it counts as stopped early.
    ///
    /// - Throws: `OpenSearchError`.
    package mutating func tell(_ id: Int, values: [Double]) throws(OpenSearchError) {
        guard let trial = open[id] else { throw unknown(id) }
        try check(values)
        let measured = Measured(values)
        if !measured.isFinite {
            end(id, .failed)
        } else if trial.isStopped {
            end(id, .stoppedEarly(measured))
        } else {
            if best.map({ goals.isBetter(measured, than: $0.measured) }) ?? true {
                best = (id, trial.parameters, measured)
            }
            end(id, .measured(measured))
        }
    }

    /// The end of a trial that gave nothing.
    ///
    /// - Throws: `OpenSearchError`.
    package mutating func fail(_ id: Int) throws(OpenSearchError) {
        guard open[id] != nil else { throw unknown(id) }
        end(id, .failed)
    }

    package mutating func learn(from trials: [PastTrial]) { tuner.learn(from: trials) }

    private mutating func end(_ id: Int, _ outcome: TrialOutcome) {
        open[id] = nil
        tuner.report(id: id, outcome)
        judges?.end(id: id, outcome)
    }

    private func check(_ values: [Double]) throws(OpenSearchError) {
        guard values.count == goals.objectives.count else {
            throw .wrongCount(found: values.count, goals.objectives.map(\.metric))
        }
    }

    private func unknown(_ id: Int) -> OpenSearchError {
        (0..<next).contains(id) ? .hasEnded(id) : .unknown(id)
    }
}

/// What is wrong with what a search by hand is told.
package enum OpenSearchError: Error, Hashable, CustomStringConvertible {
    case unknown(Int)
    case hasEnded(Int)
    case wrongCount(found: Int, [String])

    package var description: String {
        switch self {
        case .unknown(let id): "there is no trial \(id)"
        case .hasEnded(let id): "trial \(id) has ended already"
        case .wrongCount(let found, let names):
            "there are \(names.count) objectives (\(names.joined(separator: ", "))), and \(found) values were told"
        }
    }
}
