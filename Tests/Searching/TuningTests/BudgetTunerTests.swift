import TestSupport
import Testing
import Tuning
import Values

/// A search over budgets: what each setting is worth is known at once, and better with more budget.
private struct BudgetedRun {
    var trials: [(parameters: JSONObject, budget: Int)] = []

    init(_ name: String, _ arguments: JSONObject, trials count: Int, open: Int = 1, seed: UInt64 = 1) throws {
        let space = try SearchSpace(json: ["x": ["_type": "uniform", "_value": [0, 1]]])
        var tuner = try Tuners.named(name).make(
            arguments: arguments, for: SearchTask(space, goals: Goals(.minimize), seed: seed))
        var running: [Int] = []
        var next = 0
        while next < count {
            if running.count < open, case .parameters(let point) = tuner.suggest(id: next) {
                trials.append((point, point["TRIAL_BUDGET"]?.integer ?? 0))
                running.append(next)
                next += 1
            } else {
                guard !running.isEmpty else { break }
                end(running.removeFirst(), &tuner)
            }
        }
        for id in running { end(id, &tuner) }
    }

    private func end(_ id: Int, _ tuner: inout any Tuner) {
        let (point, budget) = trials[id]
        tuner.report(id: id, .value((point["x"]?.number ?? 0) + 1 / Double(budget)))
    }

    func count(_ budget: Int) -> Int { trials.count { $0.budget == budget } }
}

@Suite struct BudgetTunerTests {
    /// Numbers of NNI's own schedules.
    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func hyperbandsAndBOHBsBracketsAreThePapers() throws {
        for one in try Reference.object(at: SharedFolder.golden("tuning.json"))["hyperband"]?.array ?? [] {
            let (most, eta) = (one["R"].integer ?? 0, one["eta"].integer ?? 0)
            let rungs: [[Int]] = (one["brackets"].array ?? []).flatMap { ($0.array ?? []).map(\.integers) }
            let total = rungs.reduce(0) { $0 + $1[0] }
            for (name, arguments) in [
                ("Hyperband", ["R": .integer(most), "eta": .integer(eta), "exec_mode": "serial"] as JSONObject),
                ("BOHB", ["min_budget": 1, "max_budget": .integer(most), "eta": .integer(eta)]),
            ] {
                let run = try BudgetedRun(name, arguments, trials: total)
                let expected = rungs.flatMap { Array(repeating: $0[1], count: $0[0]) }
                #expect(run.trials.map(\.budget) == expected, "\(name) \(most) \(eta)")
            }
        }
    }

    @Test(arguments: ["Hyperband", "BOHB", "DEHB"]) func theBestOfARungGoOnWithTheSameParameters(name: String) throws {
        let arguments: JSONObject =
            name == "Hyperband" ? ["R": 9, "exec_mode": "serial"] : ["max_budget": 9]
        let run = try BudgetedRun(name, arguments, trials: 13)
        func values(_ budget: Int) -> [Double] {
            run.trials.filter { $0.budget == budget }.compactMap { $0.parameters["x"]?.number }
        }
        #expect(run.count(1) == 9 && run.count(3) == 3 && run.count(9) == 1)
        #expect(values(3) == Array(values(1).sorted().prefix(3)) && values(9) == [values(3)[0]])
    }

    @Test func ashaLetsAtMostTheBestShareGoOnAndWaitsForNobody() throws {
        let run = try BudgetedRun("ASHA", ["min_budget": 1, "max_budget": 9], trials: 60, open: 4)
        #expect(run.trials.count == 60)
        #expect(run.count(3) * 3 <= run.count(1) && run.count(9) * 3 <= run.count(3))
        #expect(run.count(9) >= 3)
        let settings = Set(run.trials.map { $0.parameters.plain })
        #expect(settings.count == run.count(1))
    }

    @Test func aFailedTrialNeverGoesOn() throws {
        let space = try SearchSpace(json: ["x": ["_type": "uniform", "_value": [0, 1]]])
        for name in ["Hyperband", "ASHA", "DEHB"] {
            var tuner = try Tuners.named(name).make(
                arguments: name == "Hyperband" ? ["R": 9, "exec_mode": "serial"] : ["max_budget": 9],
                for: SearchTask(space, goals: Goals(.minimize), seed: 2))
            var failed = Set<JSONObject>()
            for id in 0..<40 {
                guard case .parameters(let point) = tuner.suggest(id: id) else { break }
                #expect(!failed.contains(point.plain), "\(name)")
                if id % 2 == 0 {
                    failed.insert(point.plain)
                    tuner.report(id: id, id % 4 == 0 ? .failed : .value(.nan))
                } else {
                    tuner.report(id: id, .value(Double(id)))
                }
            }
        }
    }

    @Test func aUsedUpSpaceEndsOnceItsBestHadTheWholeBudget() throws {
        let space = try SearchSpace(json: ["x": ["_type": "choice", "_value": [1, 2, 3, 4]]])
        for name in ["Hyperband", "ASHA", "BOHB", "DEHB"] {
            var tuner = try Tuners.named(name).make(
                arguments: name == "Hyperband" ? ["R": 9] : ["max_budget": 9],
                for: SearchTask(space, goals: Goals(.minimize), seed: 2))
            var budgets: [Int] = []
            for id in 0..<100 {
                guard case .parameters(let point) = tuner.suggest(id: id) else { break }
                budgets.append(point["TRIAL_BUDGET"]?.integer ?? 0)
                tuner.report(id: id, .value(point["x"]?.number ?? 0))
            }
            #expect(tuner.suggest(id: 100) == .exhausted, "\(name)")
            #expect(budgets.count { $0 == 1 } == 4, "\(name) \(budgets)")
        }
    }

    @Test func aSearchWithoutBudgetsLearnsFromTrialsOfTheLargestAlone() throws {
        let space = try SearchSpace(json: ["x": ["_type": "uniform", "_value": [0, 1]]])
        var tuner = try #require(
            try Tuners.named("TPE").make(for: SearchTask(space, goals: Goals(.minimize), seed: 1)) as? RuleTuner)
        let budgets: [JSONObject] = [["TRIAL_BUDGET": 1], ["STEPS": 9], [:], ["TRIAL_BUDGET": 9], ["TRIAL_BUDGET": 3]]
        tuner.learn(
            from: budgets.enumerated().map { index, budget in
                PastTrial(
                    parameters: budget.merging(["x": .number(Double(index) / 10)]), outcome: .value(Double(index)))
            })
        #expect(tuner.history.observations.map(\.losses) == [[1], [2], [3]])
    }

    @Test func wrongBudgetsAreNamed() throws {
        let task = SearchTask(
            try SearchSpace(json: ["x": ["_type": "uniform", "_value": [0, 1]]]), goals: Goals(.minimize), seed: 1)
        for (name, arguments, word) in [
            ("BOHB", ["min_budget": 9, "max_budget": 3] as JSONObject, "min_budget"), ("ASHA", ["eta": 1], "eta"),
            ("DEHB", ["min_budget": 9, "max_budget": 3], "min_budget"),
            ("DEHB", ["mutation_factor": 3], "mutation_factor"),
            ("ASHA", ["min_budget": 30, "max_budget": 27], "min_budget"), ("Hyperband", ["r": 9], "R"),
        ] {
            let error = #expect(throws: TunerError.self) {
                try Tuners.named(name).make(arguments: arguments, for: task)
            }
            #expect(error?.description.contains(word) == true, "\(name)")
        }
    }

    @Test func populationsTrainOnTheWorstFromTheBest() throws {
        let space = try SearchSpace(json: [
            "x": ["_type": "uniform", "_value": [0, 1]], "k": ["_type": "choice", "_value": ["a", "b", "c"]],
        ])
        var tuner = try Tuners.named("PBT").make(
            arguments: ["population_size": 5], for: SearchTask(space, goals: Goals(.maximize), seed: 4))
        var points: [JSONObject] = []
        for id in 0..<15 {
            guard case .parameters(let point) = tuner.suggest(id: id) else { break }
            if id % 5 == 4 { #expect(tuner.suggest(id: id + 1) == .waiting) }
            points.append(point)
            tuner.report(id: id, .value(point["x"]?.number ?? 0))
        }
        try #require(points.count == 15)
        let places = points.map { ($0["load_checkpoint_dir"], $0["save_checkpoint_dir"]) }
        #expect(Set(places.map { $0.1 }).count == 15)
        let first = points.prefix(5).compactMap { $0["x"]?.number }
        let (best, worst) = (first.firstIndex(of: first.max() ?? 0) ?? 0, first.firstIndex(of: first.min() ?? 0) ?? 0)
        for member in 0..<5 {
            #expect(places[5 + member].0 == places[member == worst ? best : member].1)
            #expect((points[5 + member].plain == points[member].plain) == (member != worst))
        }
    }
}
