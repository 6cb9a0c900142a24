import Testing
import Tuning
import Values

@Suite struct EvolutionTunerTests {
    private func differences(_ one: JSONObject, _ other: JSONObject) -> Int {
        one.count { $0.value != other[$0.key] }
    }

    @Test func theFirstTrialsAreByChanceAndTheNextChangeOneParameterOfAnEarlierOne() throws {
        let space = try Spaces.read(Spaces.all)
        var value = 0.0
        let run = try SearchRun("Evolution", space, trials: 40, arguments: ["population_size": 10]) { _ in
            value += 1
            return .value(value.truncatingRemainder(dividingBy: 7))
        }
        #expect(run.modelled == 30)
        for id in 1..<10 { #expect((0..<id).allSatisfy { differences(run.points[id], run.points[$0]) > 3 }) }
        for id in 10..<40 { #expect((0..<id).contains { differences(run.points[id], run.points[$0]) == 1 }) }
        #expect(Set(run.points).count == 40)
    }

    @Test func theStartIsAQuarterOfAKnownNumberOfTrialsUnlessItIsAskedFor() throws {
        let space = try Spaces.read(Spaces.all)
        for (arguments, known, chance) in [([:], nil, 32), ([:], 40, 10), (["population_size": 20], 40, 20)]
            as [(JSONObject, Int?, Int)]
        {
            let run = try SearchRun("Evolution", space, trials: 40, arguments: arguments, known: known) { _ in .value(1)
            }
            #expect(run.modelled == 40 - chance)
        }
    }

    /// Two are compared at a time: in a population of two the better one is always the parent.
    @Test func theBetterOfTwoIsKept() throws {
        let space = try Spaces.read(Spaces.all)
        let run = try SearchRun("Evolution", space, trials: 80, arguments: ["population_size": 2]) { point in
            .value(abs(point["c"]?.number ?? 9) + abs(point["g"]?.number ?? 9))
        }
        var best = min(run.outcomes[0].learned ?? .infinity, run.outcomes[1].learned ?? .infinity)
        for id in 2..<80 {
            let parent = run.points[..<id].first { ($0["c"], $0["g"]) == (run.points[id]["c"], run.points[id]["g"]) }
            if parent != nil { #expect((run.outcomes[id].learned ?? .infinity) == best) }
            best = min(best, run.outcomes[id].learned ?? .infinity)
        }
        #expect(best < 0.5)
    }

    @Test func aRegionThatGivesNoNumberIsLeft() throws {
        let space = try Spaces.read(
            #"{"x": {"_type": "uniform", "_value": [0, 1]}, "y": {"_type": "uniform", "_value": [0, 1]}}"#)
        for seed in 0..<10 as Range<UInt64> {
            let run = try SearchRun("Evolution", space, trials: 50, seed: seed) { point in
                let x = point["x"]?.number ?? 1
                return .value(x > 0.5 ? .nan : (x - 0.2) * (x - 0.2))
            }
            #expect(run.points[30...].count { ($0["x"]?.number ?? 1) > 0.5 } <= 14)
        }
    }

    @Test func itBeatsRandomOverManyTrials() throws {
        let space = try Branin.space()
        let evolution = try SearchRun.mean("Evolution", space, trials: 120, Branin.value)
        #expect(try evolution < SearchRun.mean("Random", space, trials: 120, Branin.value))
    }

    @Test func aPopulationOfNobodyIsRefused() throws {
        let error = #expect(throws: TunerError.self) {
            try SearchRun("Evolution", try Branin.space(), trials: 1, arguments: ["population_size": -1]) { _ in .failed
            }
        }
        #expect(error?.description.contains("population_size") == true)
    }
}
