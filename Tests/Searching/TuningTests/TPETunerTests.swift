import Foundation
import Testing
import Tuning
import Values

@Suite struct TPETunerTests {
    @Test func theLargestWholeNumbersDoNotTrap() throws {
        let space = try Spaces.read(
            "{\"x\": {\"_type\": \"randint\", \"_value\": [9223372036854770000, 9223372036854775807]}}")
        var tuner = try Tuners.named("TPE").make(
            arguments: ["n_startup_jobs": 1], for: SearchTask(space, goals: Goals(.minimize), seed: 1))
        for id in 0..<50 {
            guard case .parameters(let point) = tuner.suggest(id: id) else { return }
            #expect(space.contains(point))
            tuner.report(id: id, .value(Double(id % 5)))
        }
    }

    @Test func itBeatsRandomOnBranin() throws {
        let space = try Spaces.read(
            "{\"x\": {\"_type\": \"uniform\", \"_value\": [-5, 10]}, \"y\": {\"_type\": \"uniform\", \"_value\": [0, 15]}}"
        )
        let branin = { (point: JSONObject) -> Double in
            let (x, y) = (point["x"]?.number ?? 0, point["y"]?.number ?? 0)
            let bend = y - 5.1 / (4 * Double.pi * Double.pi) * x * x + 5 / Double.pi * x - 6
            return bend * bend + 10 * (1 - 1 / (8 * Double.pi)) * cos(x) + 10
        }
        let (random, tpe) = (
            try SearchRun.mean("Random", space, trials: 60, seeds: 10, branin),
            try SearchRun.mean("TPE", space, trials: 60, seeds: 10, branin)
        )
        #expect(tpe < random)
    }

    @Test func itBeatsRandomOnALandscapeLikeSVDs() throws {
        let space = try Spaces.read(
            """
            {"n_factors": {"_type": "choice", "_value": [10, 50, 100, 150, 200]}, "lr_all": {"_type": "loguniform", "_value": [1e-4, 0.1]},
             "reg_all": {"_type": "uniform", "_value": [0.001, 0.5]}, "init_std_dev": {"_type": "uniform", "_value": [0.01, 0.2]}}
            """)
        let landscape = { (point: JSONObject) -> Double in
            let factors = log(point["n_factors"]?.number ?? 1), rate = log(point["lr_all"]?.number ?? 1)
            let reg = point["reg_all"]?.number ?? 0, spread = point["init_std_dev"]?.number ?? 0
            return 0.9 + 0.01 * pow(rate - log(0.008), 2) + 0.6 * pow(reg - 0.08, 2) + 0.004 * pow(factors - log(50), 2)
                + pow(spread - 0.06, 2)
        }
        #expect(
            try SearchRun.mean("TPE", space, trials: 60, seeds: 10, landscape)
                < SearchRun.mean("Random", space, trials: 60, seeds: 10, landscape))
    }

    @Test func theFirstTrialsAreRandom() throws {
        let space = try Spaces.read(Spaces.all)
        let task = SearchTask(space, goals: Goals(.minimize), seed: 3)
        var (tpe, random) = (try Tuners.named("TPE").make(for: task), try Tuners.named("Random").make(for: task))
        for id in 0..<20 { #expect(tpe.suggest(id: id) == random.suggest(id: id)) }
    }

    @Test func maximizingIsMinimizingTheNegative() throws {
        let space = try Spaces.read("{\"x\": {\"_type\": \"uniform\", \"_value\": [0, 1]}}")
        let tpe = try Tuners.named("TPE")
        var up = try tpe.make(for: SearchTask(space, goals: Goals(.maximize), seed: 1))
        var down = try tpe.make(for: SearchTask(space, goals: Goals(.minimize), seed: 1))
        for id in 0..<40 {
            let suggestion = up.suggest(id: id)
            #expect(suggestion == down.suggest(id: id))
            guard case .parameters(let point) = suggestion, let x = point["x"]?.number else { continue }
            up.report(id: id, .value(x))
            down.report(id: id, .value(-x))
        }
    }
}
