import Foundation
import Testing
import Tuning
import Values

@Suite struct SMACTunerTests {
    private func number(_ point: JSONObject?, _ name: String) -> Double { point?[name]?.number ?? 0 }

    @Test func itBeatsRandomByFarOverNestedParameters() throws {
        let space = try Spaces.read(
            """
            {"opt": {"_type": "choice", "_value": [
                {"_name": "sgd", "lr": {"_type": "loguniform", "_value": [1e-4, 1]}, "mom": {"_type": "uniform", "_value": [0, 1]}},
                {"_name": "adam", "lr": {"_type": "loguniform", "_value": [1e-4, 1]}}, {"_name": "none"}]},
             "reg": {"_type": "loguniform", "_value": [1e-5, 1]}, "k": {"_type": "randint", "_value": [1, 65]}}
            """)
        let landscape = { (point: JSONObject) -> Double in
            let option = point["opt"]?.object
            let rate = log10(number(option, "lr"))
            var loss = 0.1 * pow(log10(number(point, "reg")) + 2.2, 2) + 0.1 * pow(log2(number(point, "k")) - 4.3, 2)
            switch option?["_name"]?.string {
            case "sgd": loss += 0.2 + 0.3 * pow(rate + 0.8, 2) + pow(number(option, "mom") - 0.9, 2)
            case "adam": loss += 0.05 + 0.5 * pow(rate + 2.7, 2)
            default: loss += 1
            }
            return loss
        }
        let (smac, random) = (
            try SearchRun.mean("SMAC", space, trials: 50, known: 50, landscape),
            try SearchRun.mean("Random", space, trials: 50, known: 50, landscape)
        )
        #expect(smac < 0.8 * random)
    }

    @Test func itBeatsRandomOnBranin() throws {
        let space = try Spaces.read(
            #"{"x": {"_type": "uniform", "_value": [-5, 10]}, "y": {"_type": "uniform", "_value": [0, 15]}}"#)
        let branin = { (point: JSONObject) -> Double in
            let (x, y) = (number(point, "x"), number(point, "y"))
            let bend = y - 5.1 / (4 * Double.pi * Double.pi) * x * x + 5 / Double.pi * x - 6
            return bend * bend + 10 * (1 - 1 / (8 * Double.pi)) * cos(x) + 10
        }
        #expect(
            try SearchRun.mean("SMAC", space, trials: 50, known: 50, branin)
                < SearchRun.mean("Random", space, trials: 50, known: 50, branin))
    }

    /// Where a change of an option leads back to numbers that were tried, read at other places.
    @Test(arguments: 1...6) func noPointOfAMixedSpaceComesTwice(seed: Int) throws {
        let space = try Spaces.read(
            """
            {"a": {"_type": "choice", "_value": [1, 2, 3]}, "b": {"_type": "randint", "_value": [2, 9]},
             "c": {"_type": "uniform", "_value": [-1, 1]}, "e": {"_type": "loguniform", "_value": [1e-5, 1]},
             "g": {"_type": "normal", "_value": [0, 1]}, "i": {"_type": "lognormal", "_value": [0, 1]},
             "j": {"_type": "qlognormal", "_value": [1, 1, 0.5]}}
            """)
        var tuner = try Tuners.named("SMAC").make(for: SearchTask(space, goals: Goals(.minimize), seed: UInt64(seed)))
        var points = Set<String>()
        for id in 0..<60 {
            guard case .parameters(let point) = tuner.suggest(id: id) else { continue }
            points.insert(JSONValue.object(point).text())
            tuner.report(id: id, id % 7 == 0 ? .failed : .value(number(point, "c")))
        }
        #expect(points.count == 60)
    }

    @Test func theStartFillsEveryPartOfEveryAxisAndThenAModelSuggests() throws {
        let space = try Spaces.read(
            #"{"x": {"_type": "uniform", "_value": [0, 1]}, "c": {"_type": "choice", "_value": [0, 1, 2, 3, 4]}}"#)
        var tuner = try Tuners.named("SMAC").make(for: SearchTask(space, goals: Goals(.minimize), seed: 3))
        var points: [JSONObject] = []
        for id in 0..<19 {
            #expect(tuner.modelled == max(0, id - 10))
            guard case .parameters(let point) = tuner.suggest(id: id) else { continue }
            points.append(point)
            tuner.report(id: id, .value(number(point, "x")))
        }
        #expect(Set(points.prefix(10).map { Int(number($0, "x") * 10) }) == Set(0..<10))
        #expect(points.prefix(10).map { Int(number($0, "c")) }.sorted() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
        // The twentieth is drawn at random.
        _ = tuner.suggest(id: 19)
        #expect(tuner.modelled == 9)
        // The model has seen that small ones are good.
        #expect(points.suffix(5).allSatisfy { number($0, "x") < 0.3 })
    }

    @Test func failuresAreLeftAlone() throws {
        let space = try Spaces.read(#"{"x": {"_type": "uniform", "_value": [0, 1]}}"#)
        var tuner = try Tuners.named("SMAC").make(for: SearchTask(space, goals: Goals(.maximize), seed: 1))
        var failed = 0
        for id in 0..<40 {
            guard case .parameters(let point) = tuner.suggest(id: id) else { continue }
            let x = number(point, "x")
            if x > 0.5 {
                tuner.report(id: id, .failed)
                if id >= 20 { failed += 1 }
            } else {
                tuner.report(id: id, .value(x))
            }
        }
        #expect(failed < 10)
    }

    @Test func aSeedRepeatsAndAnotherDiffersAlsoForTrialsSideBySide() throws {
        let space = try Spaces.read(Spaces.all)
        func points(_ seed: UInt64) throws -> [Suggestion] {
            var tuner = try Tuners.named("SMAC").make(for: SearchTask(space, goals: Goals(.minimize), seed: seed))
            var all: [Suggestion] = []
            for id in 0..<30 {
                all.append(tuner.suggest(id: id))
                if id >= 3 { tuner.report(id: id - 3, .value(Double(id * 37 % 11))) }
            }
            return all
        }
        #expect(try points(1) == points(1))
        #expect(try points(1) != points(2))
        #expect(Set(try points(1)).count == 30)
    }

    /// A search that is taken up again goes on as if it had not been broken off.
    @Test func whatItSuggestsHangsOnTheHistoryAlone() throws {
        let space = try Spaces.read(Spaces.all)
        let task = SearchTask(space, goals: Goals(.minimize), seed: 5)
        var (unbroken, again) = (try Tuners.named("SMAC").make(for: task), try Tuners.named("SMAC").make(for: task))
        var past: [PastTrial] = []
        for id in 0..<25 {
            guard case .parameters(let point) = unbroken.suggest(id: id) else { continue }
            let outcome = TrialOutcome.value(number(point, "c") + number(point, "e"))
            unbroken.report(id: id, outcome)
            past.append(PastTrial(parameters: point, outcome: outcome))
        }
        again.learn(from: past)
        for id in 25..<28 { #expect(unbroken.suggest(id: id) == again.suggest(id: id)) }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func aGoodPointDoesNotComeAgain(seed: UInt64) throws {
        let space = try Spaces.read(
            """
            {"c": {"_type": "choice", "_value": [0, 1, 2]}, "o": {"_type": "choice", "_value":
                [{"_name": "p"}, {"_name": "q", "x": {"_type": "uniform", "_value": [0, 1]}}]}}
            """)
        func different(_ isDedup: Bool) throws -> Int {
            var tuner = try Tuners.named("SMAC").make(
                arguments: ["config_dedup": .boolean(isDedup)],
                for: SearchTask(space, goals: Goals(.minimize), seed: seed))
            var seen: Set<JSONObject> = []
            for id in 0..<30 {
                guard case .parameters(let point) = tuner.suggest(id: id) else { continue }
                seen.insert(point)
                // All that is good lies in three points.
                let isFar = point["o"]?.object?["_name"]?.string == "q"
                tuner.report(id: id, .value((isFar ? 5 : 0) + number(point, "c")))
            }
            return seen.count
        }
        #expect(try different(true) == 30)
        #expect(try different(false) == 30)
    }
}
