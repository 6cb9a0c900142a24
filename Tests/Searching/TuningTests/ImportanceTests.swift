import Foundation
import RandomSource
import Testing
import Tuning
import Values

@Suite struct ImportanceTests {
    private func cubeSpace(_ axes: Int) -> SearchSpace {
        SearchSpace((0..<axes).map { SearchParameter("x\($0)", .uniform(low: 0, high: 1)) })
    }

    private func history(
        _ space: SearchSpace, _ count: Int, failing: (Int) -> Bool = { _ in false }, _ loss: (JSONObject) -> Double
    ) -> SearchHistory {
        var draws = SplittableGenerator(seed: 7)
        var tuner = RuleTuner(RandomTuner(space), for: SearchTask(space, goals: Goals(.minimize), seed: 1))
        tuner.learn(
            from: (0..<count).map { index in
                let point = space.sample(using: &draws)
                return PastTrial(parameters: point, outcome: failing(index) ? .failed : .value(loss(point)))
            })
        return tuner.history
    }

    private func number(_ point: JSONObject?, _ name: String) -> Double { point?[name]?.number ?? 0 }

    private func shares(_ importances: [ParameterImportance]) -> [String: Double] {
        Dictionary(importances.map { ($0.name, $0.share) }) { one, _ in one }
    }

    /// y = 2x₀² + x₁ + 3x₀x₁ has V(0) = 4·4/45 + 9/48 + 6/12, V(1) = 2.5²/12 and V(0, 1) = 9/144.
    @Test func sharesAreThoseOfTheVariancesThatOneCanCalculate() throws {
        let found = Importance.functionalANOVA(
            history(cubeSpace(3), 2000) { point in
                let (x, y) = (number(point, "x0"), number(point, "x1"))
                return 2 * x * x + y + 3 * x * y
            })
        let (first, second, both) = (16.0 / 45 + 9.0 / 48 + 0.5, 6.25 / 12, 9.0 / 144)
        let whole = first + second + both
        #expect(found.map(\.name).prefix(2) == ["x0", "x1"])
        #expect(abs(found[0].share - first / whole) < 0.02)
        #expect(abs(found[1].share - second / whole) < 0.02)
        #expect(found[2].share < 0.005)
        let pair = try #require(found[0].pairs.first)
        #expect(pair.other == "x1" && abs(pair.share - both / whole) < 0.02)
        #expect(found[1].pairs.first?.share == pair.share)
    }

    @Test func whatTwoParametersOnlyDoTogetherIsTheirPairs() throws {
        let found = Importance.functionalANOVA(
            history(cubeSpace(2), 2000) { point in
                (number(point, "x0") < 0.5) == (number(point, "x1") < 0.5) ? 0 : 1
            })
        #expect(found.allSatisfy { $0.share < 0.05 })
        #expect(try #require(found[0].pairs.first).share > 0.9)
    }

    @Test func optionsHaveTheVarianceOfTheirMeans() throws {
        let space = try Spaces.read(
            #"{"c": {"_type": "choice", "_value": [0, 1, 5]}, "k": {"_type": "randint", "_value": [0, 2]}, "n": {"_type": "choice", "_value": [1, 2]}}"#
        )
        let found = shares(
            Importance.functionalANOVA(
                history(space, 1000) { number($0, "c") + 2 * number($0, "k") + 0 * number($0, "n") }))
        // Var(0, 1, 5) = 14/3, Var(0, 2) = 1.
        #expect(abs((found["c"] ?? 0) - 14.0 / 17) < 0.02 && abs((found["k"] ?? 0) - 3.0 / 17) < 0.02)
        #expect((found["n"] ?? 1) < 0.005)
    }

    /// The choice has the variance of its options' means; what hangs on an option has its own there, by the option's share.
    @Test func nestedParametersAreJudgedWhereTheyAreThere() throws {
        let space = try Spaces.read(
            """
            {"o": {"_type": "choice", "_value": [{"_name": "s", "lr": {"_type": "uniform", "_value": [0, 1]}},
                {"_name": "t", "lr": {"_type": "uniform", "_value": [0, 1]}, "z": {"_type": "choice", "_value": [0, 1]}}]},
             "r": {"_type": "uniform", "_value": [0, 1]}}
            """)
        let found = shares(
            Importance.functionalANOVA(
                history(space, 3000) { point in
                    let option = point["o"]?.object
                    let isT = option?["_name"]?.string == "t"
                    return number(point, "r") + (isT ? 3 : 1) * number(option, "lr") + (isT ? number(option, "z") : 0)
                }))
        let parts = ["o": 0.5625, "o.s.lr": 1.0 / 24, "o.t.lr": 9.0 / 24, "o.t.z": 0.125, "r": 1.0 / 12]
        let whole = parts.values.reduce(0, +)
        for (name, part) in parts { #expect(abs((found[name] ?? 0) - part / whole) < 0.025, "\(name)") }
        #expect(found.count == parts.count)
    }

    @Test func theBestTrialsTellWhatDecidesWhetherATrialIsGood() {
        let found = Importance.pedANOVA(
            history(cubeSpace(4), 1000) { point in
                pow(number(point, "x1") - 0.3, 2) + 0.1 * pow(number(point, "x2") - 0.6, 2)
            })
        #expect(found.map(\.name).prefix(2) == ["x1", "x2"])
        #expect(found[0].share > 0.6 && found[2].share < 0.05)
        #expect(abs(found.reduce(0) { $0 + $1.share } - 1) < 1e-9)
    }

    /// Bad trials far from the good ones make variance, but do not decide which trials are the best.
    @Test func theTwoWaysAnswerDifferentQuestions() {
        let trials = history(cubeSpace(2), 2000) { point in
            (number(point, "x0") < 0.5 ? 100 : 0) + number(point, "x1")
        }
        #expect(Importance.functionalANOVA(trials).first?.name == "x0")
        #expect(Importance.pedANOVA(trials).first?.name == "x1")
    }

    @Test func aSeedRepeats() {
        let trials = history(cubeSpace(3), 60) { number($0, "x0") * number($0, "x1") }
        #expect(Importance.functionalANOVA(trials, seed: 1) == Importance.functionalANOVA(trials, seed: 1))
        #expect(Importance.functionalANOVA(trials, seed: 1) != Importance.functionalANOVA(trials, seed: 2))
        #expect(Importance.pedANOVA(trials) == Importance.pedANOVA(trials))
    }

    @Test func fewTrialsEqualLossesFailuresAndTheLargestLossesHaveAnAnswer() {
        for method in [{ Importance.functionalANOVA($0) }, { Importance.pedANOVA($0) }]
            as [(SearchHistory) -> [ParameterImportance]]
        {
            #expect(method(history(cubeSpace(2), 7) { number($0, "x0") }).isEmpty)
            #expect(method(history(cubeSpace(2), 20, failing: { $0 >= 7 }) { number($0, "x0") }).isEmpty)
            #expect(method(history(cubeSpace(2), 30) { _ in 4 }).map(\.share) == [0, 0])
            let one = method(history(cubeSpace(1), 30) { number($0, "x0") })
            #expect(one.count == 1 && abs(one[0].share - 1) < 1e-9)
            let failing = method(history(cubeSpace(2), 200, failing: { $0 % 3 == 0 }) { number($0, "x1") })
            #expect(failing.first?.name == "x1" && (failing.first?.share ?? 0) > 0.8)
            let large = method(history(cubeSpace(2), 60) { number($0, "x1") < 0.3 ? -1.7e308 : 1.7e308 })
            #expect(large.first?.name == "x1" && large.allSatisfy { (0...1).contains($0.share) })
        }
    }

    @Test func everyTypeOfParameterIsJudged() throws {
        let space = try Spaces.read(Spaces.all)
        let trials = history(space, 200) { number($0, "c") + 0.1 * log(number($0, "e")) }
        for found in [Importance.functionalANOVA(trials), Importance.pedANOVA(trials)] {
            #expect(found.count == UnitCube(space).axes.count && found.first?.name == "c")
            #expect(found.allSatisfy { (0...1).contains($0.share) } && found.reduce(0) { $0 + $1.share } < 1 + 1e-9)
        }
    }
}
