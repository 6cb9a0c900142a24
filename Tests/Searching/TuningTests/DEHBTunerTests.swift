import Testing
import Tuning
import Values

@Suite struct DEHBTunerTests {
    private static func task() throws -> SearchTask {
        let space = try SearchSpace(json: [
            "x": ["_type": "uniform", "_value": [0, 1]], "y": ["_type": "uniform", "_value": [0, 1]],
        ])
        return SearchTask(space, goals: Goals(.minimize), seed: 5)
    }

    private static func distance(_ point: JSONObject) -> Double {
        let (x, y) = (point["x"]?.number ?? 0, point["y"]?.number ?? 0)
        return (x - 0.3) * (x - 0.3) + (y - 0.8) * (y - 0.8)
    }

    /// Trials with budgets, each told before the next.
    private func trials(_ count: Int, _ tuner: inout any Tuner) -> [(point: JSONObject, budget: Int)] {
        (0..<count).compactMap { id in
            guard case .parameters(let point) = tuner.suggest(id: id) else { return nil }
            let budget = point["TRIAL_BUDGET"]?.integer ?? 0
            tuner.report(id: id, .value(Self.distance(point) + 1 / Double(max(1, budget))))
            return (TrialBudgets.setting(of: point), budget)
        }
    }

    private func make(_ arguments: JSONObject = ["max_budget": 9]) throws -> any Tuner {
        try Tuners.named("DEHB").make(arguments: arguments, for: try Self.task())
    }

    @Test func bracketsAreHyperbands() throws {
        var tuner = try make()
        let budgets = trials(44, &tuner).map(\.budget)
        func runs(_ rungs: [(Int, Int)]) -> [Int] { rungs.flatMap { Array(repeating: $0.1, count: $0.0) } }
        let round = runs([(9, 1), (3, 3), (1, 9), (5, 3), (1, 9), (3, 9)])
        #expect(budgets == round + round)
    }

    /// After the first bracket every trial is a point of its own, and a model's, as far as status goes.
    @Test func laterBracketsEvolve() throws {
        var tuner = try make()
        let all = trials(200, &tuner)
        #expect(tuner.modelled == 200 - 13)
        let later = all.dropFirst(13).map(\.point)
        #expect(Set(later).count == later.count)
        let (early, late) = (all.prefix(9).map(\.point), all.suffix(40).map(\.point))
        func mean(_ points: [JSONObject]) -> Double { points.map(Self.distance).reduce(0, +) / Double(points.count) }
        #expect(mean(late) < mean(early) / 4)
    }

    @Test func aRungWaitsForTheOneBelow() throws {
        var tuner = try make()
        for id in 0..<9 { _ = tuner.suggest(id: id) }
        #expect(tuner.suggest(id: 9) == .waiting)
        for id in 0..<9 { tuner.report(id: id, .value(Double(id))) }
        guard case .parameters(let point) = tuner.suggest(id: 9) else {
            Issue.record("no suggestion")
            return
        }
        #expect(point["TRIAL_BUDGET"] == 3)
    }

    /// A trial of another search takes part where its budget is.
    @Test func whatOthersTriedIsEvolvedFrom() throws {
        let point: JSONObject = ["x": 0.3, "y": 0.8]
        let past = (1...12).map { index in
            PastTrial(
                parameters: point.merging(["x": .number(0.3 + 0.001 * Double(index)), "TRIAL_BUDGET": 9]),
                outcome: .value(0.01))
        }
        var (plain, taught) = (try make(), try make())
        taught.learn(from: past)
        func last(_ tuner: inout any Tuner) -> Double {
            trials(22, &tuner).suffix(3).map { Self.distance($0.point) }.reduce(0, +)
        }
        #expect(last(&taught) < last(&plain))
    }
}
