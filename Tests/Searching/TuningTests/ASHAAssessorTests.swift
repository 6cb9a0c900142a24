import Testing
import Tuning
import Values

@Suite struct ASHAAssessorTests {
    private func make(_ arguments: JSONObject = [:], _ mode: Direction = .minimize) throws -> any Assessor {
        try Assessors.named("ASHA").make(arguments: arguments, mode: mode)
    }

    @Test(arguments: Direction.allCases) func ofThoseThatCameToARungTheBestThirdGoesOn(mode: Direction) throws {
        let sign = mode == .minimize ? 1.0 : -1.0
        var assessor = try make([:], mode)
        // Too few to judge; best of 3; third of 4; best of 5; second of 6.
        let words = [5.0, 4, 3, 4, 2, 2.5].enumerated().map {
            assessor.assess(id: $0, step: 1, value: sign * $1) != .goOn
        }
        #expect(words == [false, false, false, true, false, false])
        #expect(assessor.assess(id: 6, step: 1, value: sign * 2.7) != .goOn, "third of 7")
    }

    /// Rungs at 2, 8, 32, …: in between nobody is judged.
    @Test func rungsStandAtMultiplesOfEta() throws {
        var assessor = try make(["min_budget": 2, "eta": 4])
        var stops: Set<Int> = []
        for id in 0..<12 {
            for step in 1...40 where !stops.contains(where: { $0 / 100 == id }) {
                // They get worse one by one from step 8 on only.
                let value = step < 8 ? -Double(id) : Double(id)
                if assessor.assess(id: id, step: step, value: value) != .goOn { stops.insert(id * 100 + step) }
            }
        }
        #expect(Set(stops.map { $0 % 100 }) == [8])
        #expect(Set(stops.map { $0 / 100 }) == Set(3..<12))
    }

    @Test func trialsThatWereStoppedOrFailedStillCount() throws {
        var assessor = try make()
        for id in 0..<3 {
            _ = assessor.assess(id: id, step: 1, value: 1)
            assessor.end(id: id, id == 0 ? .failed : .stoppedEarly(last: 1))
        }
        #expect(assessor.assess(id: 3, step: 1, value: 2) != .goOn)
    }

    @Test func aWordHoldsUntilTheNextRung() throws {
        var assessor = try make()
        for id in 0..<3 {
            for step in [1, 3] { _ = assessor.assess(id: id, step: step, value: 5) }
        }
        #expect(assessor.assess(id: 9, step: 1, value: 6) != .goOn)
        #expect(assessor.assess(id: 9, step: 2, value: 0) != .goOn)
        #expect(assessor.assess(id: 9, step: 3, value: 0) == .goOn)
    }

    @Test func aTrialThatLeapsOverRungsHasToPassEach() throws {
        var assessor = try make()
        for id in 0..<3 { _ = assessor.assess(id: id, step: 1, value: 1) }
        #expect(assessor.assess(id: 3, step: 100, value: 2) != .goOn)
        #expect(assessor.assess(id: 4, step: 100, value: 0.5) == .goOn)
    }

    @Test func nobodyIsJudgedFromTheGreatestBudgetOn() throws {
        for (most, isJudged) in [(3, false), (4, true)] {
            var assessor = try make(["max_budget": .integer(most)])
            var words: [Assessment] = []
            for id in 0..<4 {
                _ = assessor.assess(id: id, step: 1, value: 10 - Double(id))
                words.append(assessor.assess(id: id, step: 3, value: Double(id)))
            }
            #expect(words.contains { $0 != .goOn } == isJudged)
        }
        let error = #expect(throws: TunerError.self) { try make(["min_budget": 5, "max_budget": 4]) }
        #expect(error?.description.contains("max_budget") == true)
    }

    @Test(arguments: Direction.allCases) func whatIsNoNumberPassesNoRungThatIsFull(mode: Direction) throws {
        var assessor = try make([:], mode)
        for (id, value) in [Double.nan, .nan, .infinity, -.infinity, .nan].enumerated() {
            #expect((assessor.assess(id: id, step: 1, value: value) == .goOn) == (id < 2))
        }
        #expect(assessor.assess(id: 9, step: 1, value: 1) == .goOn)
    }
}
