import TestSupport
import Testing
import Tuning
import Values

@Suite struct AssessorTests {
    /// Every report of the golden cases in turn is answered as NNI's own answers.
    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func medianstopDecidesAsNNIs() throws {
        let replays = try GoldenReports.of("Medianstop").map { try $0.replay() }
        for replay in replays { #expect(replay.same == replay.all, "\(replay.first ?? "")") }
        #expect(replays.reduce(0) { $0 + $1.all } > 1000)
    }

    @Test func nobodyIsStoppedBeforeOneHasSucceededOrBeforeTheFirstStep() throws {
        var assessor = try Assessors.named("medianstop").make(arguments: ["start_step": 3], mode: .maximize)
        for step in 1...5 { #expect(assessor.assess(id: 0, step: step, value: 10) == .goOn) }
        assessor.end(id: 0, .value(10))
        for step in 1...2 { #expect(assessor.assess(id: 1, step: step, value: 0) == .goOn) }
        #expect(assessor.assess(id: 1, step: 3, value: 0) != .goOn)
    }

    @Test(arguments: Direction.allCases) func aTrialAsGoodAsTheMedianGoesOn(mode: Direction) throws {
        var assessor = try Assessors.named("Medianstop").make(arguments: [:], mode: mode)
        for id in 0..<3 {
            _ = assessor.assess(id: id, step: 1, value: Double(id))
            assessor.end(id: id, .value(Double(id)))
        }
        #expect(assessor.assess(id: 10, step: 1, value: 1) == .goOn)
        #expect(assessor.assess(id: 11, step: 1, value: mode == .maximize ? 0.9 : 1.1) != .goOn)
    }

    @Test func trialsThatFailedOrWereStoppedNeverCount() throws {
        var assessor = try Assessors.named("Medianstop").make(arguments: [:], mode: .minimize)
        for (id, outcome) in [TrialOutcome.failed, .cancelled, .stoppedEarly(last: 0)].enumerated() {
            _ = assessor.assess(id: id, step: 1, value: 0)
            assessor.end(id: id, outcome)
        }
        #expect(assessor.assess(id: 9, step: 1, value: 100) == .goOn)
    }

    @Test(arguments: Direction.allCases) func reportsThatAreNoNumbersAreTheWorst(mode: Direction) throws {
        var assessor = try Assessors.named("Medianstop").make(arguments: [:], mode: mode)
        for (id, value) in [1, .nan, 2].enumerated() {
            _ = assessor.assess(id: id, step: 1, value: value)
            assessor.end(id: id, .value(value))
        }
        #expect(assessor.assess(id: 7, step: 1, value: .nan) != .goOn)
        #expect(assessor.assess(id: 8, step: 1, value: mode == .maximize ? 1 : 2) == .goOn)
        #expect(assessor.assess(id: 9, step: 1, value: mode == .maximize ? 0.5 : 2.5) != .goOn)
    }

    @Test func wrongNamesAndArgumentsAreNamed() throws {
        let unknown = #expect(throws: TunerError.self) { try Assessors.named("Medianstopp") }
        #expect(unknown?.description.contains("did you mean 'Medianstop'?") == true)
        #expect(throws: TunerError.self) {
            try Assessors.named("Medianstop").make(arguments: ["start_stepp": 1], mode: .minimize)
        }
        #expect(throws: TunerError.self) {
            try Assessors.named("Medianstop").make(arguments: ["start_step": -1], mode: .minimize)
        }
    }

    @Test func aTunerLearnsFromTrialsThatItDidNotSuggest() throws {
        let space = try SearchSpace(json: ["x": ["_type": "uniform", "_value": [0, 1]]])
        let past = (0..<40).map { index -> PastTrial in
            let x = Double(index) / 39
            return PastTrial(parameters: ["x": .number(x)], outcome: .value((x - 0.8) * (x - 0.8)))
        }
        func near(_ tuner: any Tuner) -> Int {
            var tuner = tuner
            return (0..<30).count { id in
                guard case .parameters(let point) = tuner.suggest(id: id), let x = point["x"]?.number else {
                    return false
                }
                tuner.report(id: id, .value((x - 0.8) * (x - 0.8)))
                return abs(x - 0.8) < 0.15
            }
        }
        func make() throws -> any Tuner {
            try Tuners.named("TPE").make(for: SearchTask(space, goals: Goals(.minimize), seed: 1))
        }
        var taught = try make()
        taught.learn(from: past + [PastTrial(parameters: ["y": 1], outcome: .value(-9))])
        #expect(near(taught) > near(try make()) + 5)
    }
}
