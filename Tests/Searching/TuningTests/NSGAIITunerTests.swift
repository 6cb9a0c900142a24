import Testing
import Tuning
import Values

@Suite struct NSGAIITunerTests {
    private let two = Goals([Goal("a", .minimize), Goal("b", .minimize)])

    private func cube(_ axes: Int) throws -> SearchSpace {
        SearchSpace((0..<axes).map { SearchParameter("x\($0)", .uniform(low: 0, high: 1)) })
    }

    /// Zitzler, Deb and Thiele's first test function (2000), less steep.
    private func values(_ point: JSONObject) -> [Double] {
        let x = point.map { $0.value.number ?? 0 }
        let g = 1 + 3 * x.dropFirst().reduce(0, +)
        return [x[0], g * (1 - (x[0] / g).squareRoot())]
    }

    private func volume(_ run: SearchRun) -> Double {
        Hypervolume(reference: [1.2, 1.2]).volume(of: run.outcomes.compactMap { $0.measured?.values })
    }

    @Test func itsFrontIsBeyondThatOfChance() throws {
        let space = try cube(4)
        for known in [nil, 120] {
            var (bred, chance) = (0.0, 0.0)
            for seed in 0..<5 as Range<UInt64> {
                bred += volume(
                    try SearchRun("NSGAII", space, trials: 120, seed: seed, goals: two, known: known) {
                        .measured(Measured(values($0)))
                    })
                chance += volume(
                    try SearchRun(
                        "NSGAII", space, trials: 120, seed: seed, arguments: ["population_size": 120], goals: two
                    ) { .measured(Measured(values($0))) })
            }
            #expect(bred > chance * 1.15)
        }
    }

    @Test func constraintsAreKeptFirst() throws {
        let run = try SearchRun("NSGAII", try cube(3), trials: 150, goals: two, known: 150) { point in
            let x = point["x0"]?.number ?? 0
            // The best points of either objective are outside.
            return .measured(Measured(values(point), violation: max(0, 0.8 - x)))
        }
        #expect(run.points[100...].count { ($0["x0"]?.number ?? 0) >= 0.8 } > 40)
    }

    @Test func oneObjectiveWorksAsWell() throws {
        let space = try Branin.space()
        let bred = try SearchRun.mean("NSGAII", space, trials: 150, Branin.value)
        #expect(try bred < SearchRun.mean("Random", space, trials: 150, Branin.value))
    }

    @Test func childrenOfEverySpaceAreNewPointsOfIt() throws {
        let space = try Spaces.read(Spaces.all)
        let run = try SearchRun("NSGAII", space, trials: 100, arguments: ["population_size": 8], goals: two) { point in
            (point["b"]?.integer ?? 0) == 3
                ? .failed : .measured(Measured([point["c"]?.number ?? 9, point["g"]?.number ?? 9]))
        }
        #expect(run.points.allSatisfy(space.contains) && Set(run.points).count == 100 && run.modelled == 92)
        #expect(Set(run.points[50...].map { $0["k"]?.object?.count }).count == 2)
    }

    @Test func aRegionThatFailsIsLeft() throws {
        let run = try SearchRun("NSGAII", try cube(2), trials: 80, goals: two, known: 80) { point in
            (point["x0"]?.number ?? 1) > 0.5 ? .failed : .measured(Measured(values(point)))
        }
        #expect(run.points[40...].count { ($0["x0"]?.number ?? 1) > 0.5 } < 12)
    }

    @Test func aTunerForOneObjectiveRefusesTwo() throws {
        #expect(throws: GoalError.single(tuner: "Evolution")) {
            try SearchRun("Evolution", try cube(2), trials: 1, goals: two) { _ in .failed }
        }
    }
}
