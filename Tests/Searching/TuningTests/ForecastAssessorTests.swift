import Foundation
import Testing
import Tuning
import Values

@Suite struct ForecastAssessorTests {
    private static let epochs = 20

    /// Falls to its end by a power of the epochs.
    private static func falling(to end: Double) -> [Double] {
        (1...epochs).map { end + pow(Double($0), -0.7) - pow(Double(epochs), -0.7) }
    }

    private func make(_ arguments: JSONObject = [:], _ mode: Direction = .minimize) throws -> any Assessor {
        try Assessors.named("Forecast").make(arguments: arguments, mode: mode)
    }

    /// - Returns: after how many reports the trial was stopped.
    @discardableResult
    private func run(_ id: Int, _ curve: [Double], _ assessor: inout any Assessor) -> Int? {
        for (index, value) in curve.enumerated() {
            if case .stop = assessor.assess(id: id, step: index + 1, value: value) {
                assessor.end(id: id, .stoppedEarly(last: value))
                return index + 1
            }
        }
        assessor.end(id: id, .value(curve.last ?? 0))
        return nil
    }

    private static let ends = (0..<60).map { 0.5 + Double($0 * 37 % 61) / 100 }

    @Test func nobodyIsStoppedBeforeEnoughHaveEndedOfThemselves() throws {
        var assessor = try make()
        for id in 0..<30 { #expect(run(id, Self.falling(to: Self.ends[id]), &assessor) == nil) }
        #expect(run(31, Self.falling(to: 1.5), &assessor) != nil)
    }

    @Test func nobodyIsJudgedBeforeAShareOfTheUsualReports() throws {
        for (share, least) in [(0.25, 5), (0.5, 10), (0.75, 15)] {
            var assessor = try make(["start_share": .number(share), "never_judged": 0])
            for id in 0..<30 { run(id, Self.falling(to: Self.ends[id]), &assessor) }
            let stop = try #require(run(30, Self.falling(to: 1.5), &assessor))
            #expect(stop >= least)
        }
    }

    @Test func oneOfSoManyIsNeverJudged() throws {
        var assessor = try make()
        for id in 0..<30 { run(id, Self.falling(to: Self.ends[id]), &assessor) }
        let stops = (30..<38).map { run($0, Self.falling(to: 1.5), &assessor) }
        #expect(stops.indices.filter { stops[$0] == nil } == [2, 6])
    }

    /// All are the same until they part.
    @Test func curvesThatTellNothingStopNobody() throws {
        var assessor = try make(["never_judged": 0])
        func curve(_ end: Double) -> [Double] {
            (1...Self.epochs).map { epoch -> Double in
                let step = Double(epoch)
                return epoch < 15 ? 2 - 0.01 * step : 1.8 + (end - 1.8) * (step - 14) / 6
            }
        }
        for id in 0..<30 { run(id, curve(Self.ends[id]), &assessor) }
        for id in 30..<50 {
            if let stop = run(id, curve(Self.ends[id]), &assessor) { #expect(stop >= 15) }
        }
    }

    /// Curves that are alike at first are told apart by the parameters that they belong to.
    @Test func aTrialIsJudgedByThoseWithParametersLikeItsOwn() throws {
        // Who is never late ends as it began; those that are begin to fall at report 14. All begin at one of five levels.
        func curve(_ id: Int, late: Bool) -> [Double] {
            let (level, end) = (1 + 0.001 * Double(id % 5), 0.6 + 0.01 * Double(id / 10 % 4))
            return (1...Self.epochs).map { epoch -> Double in
                late && epoch > 13 ? level - (level - end) * Double(epoch - 13) / 7 : level
            }
        }
        func stop(late: Bool) throws -> Int? {
            var assessor = try make(["never_judged": 0, "start_share": 0, "n_startup_trials": 40])
            for id in 0..<40 {
                let isLate = id.isMultiple(of: 2)
                assessor.begin(id: id, at: [isLate ? 0.1 + 0.001 * Double(id) : 0.9 - 0.001 * Double(id)])
                run(id, curve(id, late: isLate), &assessor)
            }
            assessor.begin(id: 42, at: [late ? 0.1 : 0.88])
            return run(42, curve(42, late: late), &assessor)
        }
        let early = try #require(try stop(late: false))
        #expect(early < 14)
        #expect(try stop(late: true) ?? Self.epochs >= 14)
    }

    /// A trial that was stopped counts for Auto with what it would have come to.
    @Test func autoLearnsWhatAStoppedTrialWouldHaveComeTo() throws {
        let space = try SearchSpace(json: ["x": ["_type": "uniform", "_value": [0, 1]]])
        for mode in Direction.allCases {
            let sign: Double = mode == .minimize ? 1 : -1
            var tuner = try #require(
                try Tuners.named("Auto").make(for: SearchTask(space, goals: Goals(mode), seed: 2)) as? RuleTuner)
            for id in 0..<16 {
                guard case .parameters(let point) = tuner.suggest(id: id) else { break }
                let curve = Self.falling(to: point["x"]?.number ?? 0)
                let reports = id == 15 ? 7 : Self.epochs
                for (index, value) in curve.prefix(reports).enumerated() {
                    tuner.report(id: id, step: index, value: sign * value)
                }
                let last = Measured([sign * curve[reports - 1]])
                tuner.report(id: id, id == 15 ? .stoppedEarly(last) : .measured(last))
                guard id == 15 else { continue }
                let learned = try #require(tuner.history.observations.last)
                // Its last report is 0.13 above its end.
                #expect(abs(learned.losses[0] - curve[Self.epochs - 1]) < 0.02)
                #expect(learned.deviation < 0.05)
            }
        }
    }
}
