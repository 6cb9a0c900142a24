import Testing
import Tuning
import Values

@Suite struct PercentileAssessorTests {
    /// Completed trials of one report each.
    private func taught(_ losses: [Double], _ arguments: JSONObject, _ mode: Direction = .minimize) throws
        -> any Assessor
    {
        var assessor = try Assessors.named("Percentile").make(arguments: arguments, mode: mode)
        for (id, loss) in losses.enumerated() {
            _ = assessor.assess(id: id, step: 1, value: mode == .minimize ? loss : -loss)
            assessor.end(id: id, .value(loss))
        }
        return assessor
    }

    /// The quantile of 1…5 at 25 % is 2, at 30 % 2.2 (linear, as NumPy's `nanpercentile`).
    @Test(arguments: Direction.allCases) func theBestPercentOfTheOthersGoOn(mode: Direction) throws {
        let sign = mode == .minimize ? 1.0 : -1.0
        for (percentile, bound) in [(25.0, 2.0), (30, 2.2), (0, 1), (100, 5), (50, 3)] {
            var assessor = try taught([5, 1, 4, 2, 3], ["percentile": .number(percentile)], mode)
            #expect(assessor.assess(id: 10, step: 1, value: sign * (bound - 1e-9)) == .goOn)
            #expect(assessor.assess(id: 11, step: 1, value: sign * (bound + 1e-9)) != .goOn)
        }
    }

    @Test func asManyTrialsHaveToCompleteFirst() throws {
        var assessor = try taught([1, 1, 1], ["n_startup_trials": 4])
        #expect(assessor.assess(id: 10, step: 1, value: 9) == .goOn)
        assessor.end(id: 10, .value(9))
        #expect(assessor.assess(id: 11, step: 1, value: 9.5) != .goOn)
        var none = try taught([], ["n_startup_trials": 0])
        #expect(none.assess(id: 0, step: 1, value: 9) == .goOn)
    }

    @Test func failedAndStoppedTrialsNeverCount() throws {
        var assessor = try taught([], ["n_startup_trials": 1])
        for (id, outcome) in [TrialOutcome.failed, .cancelled, .stoppedEarly(last: 0)].enumerated() {
            _ = assessor.assess(id: id, step: 1, value: 0)
            assessor.end(id: id, outcome)
        }
        #expect(assessor.assess(id: 9, step: 1, value: 100) == .goOn)
    }

    @Test func aTrialIsComparedAtItsOwnStepByItsBestSoFar() throws {
        var assessor = try Assessors.named("Percentile").make(
            arguments: ["n_startup_trials": 1, "start_step": 2], mode: .minimize)
        for (index, value) in [9.0, 5, 1].enumerated() { _ = assessor.assess(id: 0, step: index + 1, value: value) }
        assessor.end(id: 0, .value(1))
        #expect(assessor.assess(id: 1, step: 1, value: 10) == .goOn, "before start_step")
        #expect(assessor.assess(id: 1, step: 2, value: 4) == .goOn)
        #expect(assessor.assess(id: 1, step: 3, value: 4) != .goOn)
        #expect(assessor.assess(id: 1, step: 4, value: 4) == .goOn, "nobody else got there")
        #expect(assessor.assess(id: 2, step: 2, value: 0.5) == .goOn)
        #expect(assessor.assess(id: 2, step: 3, value: 7) == .goOn, "its best counts")
    }

    @Test func aStepHasToHaveEnoughValues() throws {
        var assessor = try taught([1, 1, 1, 1, 1], ["n_min_trials": 6])
        #expect(assessor.assess(id: 9, step: 1, value: 5) == .goOn)
    }

    @Test(arguments: Direction.allCases) func whatIsNoNumberStopsAndNeverCounts(mode: Direction) throws {
        let sign = mode == .minimize ? 1.0 : -1.0
        var assessor = try taught([.nan, -.infinity, .nan, 3, 3, 3], [:], mode)
        #expect(assessor.assess(id: 10, step: 1, value: sign * 3) == .goOn)
        #expect(assessor.assess(id: 11, step: 1, value: .nan) != .goOn)
        #expect(assessor.assess(id: 12, step: 1, value: sign * -.infinity) != .goOn)
    }
}
