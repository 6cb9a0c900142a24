import Foundation
import Testing
import Tuning
import Values

@Suite struct AnnealTunerTests {
    @Test func itBeatsRandomOnBranin() throws {
        let space = try Branin.space()
        let anneal = try SearchRun.mean("Anneal", space, trials: 60, Branin.value)
        #expect(try anneal < SearchRun.mean("Random", space, trials: 60, Branin.value))
    }

    /// After 50 trials a range is a sixth of the whole.
    @Test(arguments: ["uniform", "normal", "loguniform"]) func drawsComeNearerToTheGoodTrialsWithEveryTrial(
        type: String
    ) throws {
        let bounds = type == "normal" ? "[0, 1]" : "[1, 3]"
        let space = try Spaces.read("{\"x\": {\"_type\": \"\(type)\", \"_value\": \(bounds)}}")
        let target = type == "normal" ? -0.7 : 1.6
        let run = try SearchRun("Anneal", space, trials: 100) { .value(abs(($0["x"]?.number ?? .nan) - target)) }
        func distance(_ trials: Range<Int>) -> Double {
            trials.map { run.outcomes[$0].learned ?? .nan }.reduce(0, +) / Double(trials.count)
        }
        #expect(distance(80..<100) < 0.6 * distance(0..<20))
        #expect(run.outcomes[50...].allSatisfy { ($0.learned ?? .infinity) < 0.8 })
        #expect(run.modelled == 99)
    }

    @Test func whatFailedIsNotDrawnAround() throws {
        let space = try Spaces.read("{\"x\": {\"_type\": \"uniform\", \"_value\": [0, 1]}}")
        let run = try SearchRun("Anneal", space, trials: 60) { point in
            let x = point["x"]?.number ?? .nan
            return x > 0.5 ? .failed : .value(abs(x - 0.2))
        }
        #expect(run.points[40...].count { ($0["x"]?.number ?? 1) > 0.5 } == 0)
        #expect(try SearchRun("Anneal", space, trials: 10) { _ in .failed }.modelled == 0)
    }

    @Test func aParameterThatTheGoodTrialHasNotComesFromOneThatHasIt() throws {
        let space = try Spaces.read(
            """
            {"k": {"_type": "choice", "_value": [{"_name": "a", "m": {"_type": "uniform", "_value": [0, 1]}}, {"_name": "b"}]},
             "z": {"_type": "uniform", "_value": [0, 1]}}
            """)
        let run = try SearchRun("Anneal", space, trials: 150) { point in
            let m = point["k"]?.object?["m"]?.number
            // The option without the parameter is the best one; with it, the lower the better.
            return .value(m.map { 1 + $0 } ?? 0)
        }
        let late = run.points[50...].compactMap { $0["k"]?.object?["m"]?.number }
        #expect(late.count > 3 && late.count < 50)
        #expect(late.reduce(0, +) / Double(late.count) < 0.3)
    }
}
