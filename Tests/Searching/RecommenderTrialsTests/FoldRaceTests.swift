import RecommenderTrials
import Testing
import Tuning
import Values

/// When a trial is not worth its remaining folds.
@Suite struct FoldRaceTests {
    /// How hard each fold is, for all alike, and what stays after that.
    private static let folds = [0.10, -0.30, 0.25, 0.05, -0.10]
    private static let noises = [
        [0.0, 0.0, 0.0, 0.0, 0.0], [0.01, -0.02, 0.0, 0.02, -0.01], [-0.02, 0.01, 0.01, -0.01, 0.01],
    ]

    /// Tells a race of a trial, and how many folds it gets.
    private func run(
        _ race: inout FoldRace, _ id: Int, _ level: Double, noise: [Double] = Self.noises[0], sign: Double = 1
    ) -> Int {
        var sum = 0.0
        for (place, fold) in Self.folds.enumerated() {
            sum += level + fold + noise[place]
            let mean = sign * sum / Double(place + 1)
            if case .stop = race.assess(id: id, step: place + 1, value: mean) {
                race.end(id: id, .stoppedEarly(last: mean))
                return place + 1
            }
        }
        race.end(id: id, .value(sign * sum / 5))
        return 5
    }

    @Test(arguments: [1.0, -1]) func aTrialThatIsFarWorseEndsAfterOneFoldAndABetterOneNever(sign: Double) {
        var race = FoldRace(fits: 5, mode: sign > 0 ? .minimize : .maximize)
        #expect(run(&race, 0, 1, sign: sign) == 5, "there is nothing to compare the first one with")
        #expect(run(&race, 1, 1.02, noise: Self.noises[1], sign: sign) > 1, "one fold has no variance yet")
        #expect(run(&race, 2, 2, noise: Self.noises[2], sign: sign) == 1)
        #expect(run(&race, 3, 0.5, noise: Self.noises[1], sign: sign) == 5)
        #expect(run(&race, 4, 1, noise: Self.noises[2], sign: sign) == 1, "the best one is another now")
    }

    @Test func howHardAFoldIsDoesNotCount() {
        // Between folds values differ by 0.55, and this one is worse by 0.1 in each.
        var race = FoldRace(fits: 5, mode: .minimize)
        _ = run(&race, 0, 1)
        _ = run(&race, 1, 1.0, noise: Self.noises[1])
        #expect(run(&race, 2, 1.1, noise: Self.noises[2]) < 3)
    }

    @Test func whoIsAsGoodAsTheBestEndsBeforeItHasAllFolds() {
        var race = FoldRace(fits: 5, mode: .minimize)
        _ = run(&race, 0, 1)
        _ = run(&race, 1, 1, noise: Self.noises[1])
        #expect(run(&race, 2, 1, noise: Self.noises[2]) < 5)
    }

    @Test func whoMissesAConstraintIsNoStandard() {
        var race = FoldRace(fits: 2, mode: .minimize)
        for id in 0..<4 {
            #expect(race.assess(id: id, step: 1, value: 0.1) == .goOn)
            #expect(race.assess(id: id, step: 2, value: 0.1) == .goOn)
            race.end(id: id, .measured(Measured([0.1], violation: 1)))
        }
        for id in 4..<8 {
            #expect(race.assess(id: id, step: 1, value: 5 + Double(id)) == .goOn)
            race.end(id: id, .stoppedEarly(last: 5))
        }
    }

    @Test func whatFailedOrIsNoNumberIsNoStandardAndIsNotJudged() {
        var race = FoldRace(fits: 2, mode: .minimize)
        for (id, outcome) in [(0, TrialOutcome.failed), (1, .cancelled), (2, .value(.nan))] {
            #expect(race.assess(id: id, step: 1, value: id == 2 ? .nan : 0.1) == .goOn)
            #expect(race.assess(id: id, step: 2, value: id == 2 ? .nan : 0.1) == .goOn)
            race.end(id: id, outcome)
        }
        for id in 3..<6 {
            #expect(race.assess(id: id, step: 1, value: .infinity) == .goOn)
            race.end(id: id, .failed)
            // Nobody was the best yet, so none is ended.
            #expect(race.assess(id: id + 10, step: 1, value: 5) == .goOn)
        }
    }
}
