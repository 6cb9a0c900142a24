import Foundation
import TestSupport
import Testing
import Tuning
import Values

@Suite struct AssessorTests {
    /// Every report of the golden cases in turn is answered as NNI's own answers.
    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func medianstopDecidesAsNNIs() throws {
        let golden = try Reference.object(at: SharedFolder.golden("assessors.json"))
        let curves = golden["curves"] ?? .null
        var compared = 0
        for item in (golden["cases"]?.array ?? []) where item["assessor"].string?.lowercased() == "medianstop" {
            compared += try Self.compare(item, curves)
        }
        #expect(compared > 100)
    }

    private static func compare(_ item: JSONValue, _ curves: JSONValue) throws -> Int {
        let mode = try #require(item["mode"].string.flatMap(Direction.init))
        var assessor = try Assessors.named("Medianstop").make(arguments: item["args"].object ?? [:], mode: mode)
        let all = (curves[item["curves"].string ?? ""].array ?? []).map(\.numbers)
        let order = item["order"].integers
        let last = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
        let failed = Set(item["failed"].integers)
        var steps = [Int](repeating: 0, count: all.count)
        let decisions = Array(item["decisions"].string ?? "")
        for (index, id) in order.enumerated() {
            let value = all[id][steps[id]]
            steps[id] += 1
            let assessment = assessor.assess(id: id, step: steps[id], value: value)
            let isStop = if case .stop = assessment { true } else { false }
            #expect(isStop == (decisions[index] == "s"), "report \(index) of trial \(id)")
            if last[id] == index {
                let outcome: TrialOutcome =
                    isStop ? .stoppedEarly(last: value) : failed.contains(id) ? .failed : .value(value)
                assessor.end(id: id, outcome)
            }
        }
        return decisions.count
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
            try Tuners.named("TPE").make(arguments: [:], space: space, mode: .minimize, seed: 1)
        }
        var taught = try make()
        taught.learn(from: past + [PastTrial(parameters: ["y": 1], outcome: .value(-9))])
        #expect(near(taught) > near(try make()) + 5)
    }
}
