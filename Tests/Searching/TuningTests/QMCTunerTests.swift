import Testing
import Tuning
import Values

@Suite struct QMCTunerTests {
    private func make(_ space: SearchSpace, seed: UInt64 = 1) throws -> any Tuner {
        try Tuners.named("QMC").make(for: SearchTask(space, goals: Goals(.minimize), seed: seed))
    }

    private func points(_ tuner: any Tuner, _ trials: Range<Int>) -> [JSONObject] {
        var tuner = tuner
        return trials.compactMap { id in
            if case .parameters(let point) = tuner.suggest(id: id) { point } else { nil }
        }
    }

    @Test func everyPartOfARangeAndEveryOptionHasItsShareOfTheFirstTrials() throws {
        let space = try Spaces.read(
            """
            {"x": {"_type": "loguniform", "_value": [1, 256]}, "o": {"_type": "choice", "_value": ["a", "b", "c", "d"]}}
            """)
        let points = points(try make(space), 0..<32)
        for low in [1.0, 2, 4, 8, 16, 32, 64, 128] {
            #expect(points.count { (low..<2 * low).contains($0["x"]?.number ?? 0) } == 4)
        }
        for option in ["a", "b", "c", "d"] { #expect(points.count { $0["o"] == .string(option) } == 8) }
    }

    @Test func aSeedRepeatsAndAnotherDiffers() throws {
        let space = try Spaces.read(Spaces.all)
        let one = points(try make(space), 0..<20)
        #expect(one == points(try make(space), 0..<20))
        #expect(one != points(try make(space, seed: 2), 0..<20))
    }

    @Test func aSearchThatIsTakenUpAgainGoesOnWhereItWas() throws {
        let space = try Spaces.read(Spaces.all)
        let whole = points(try make(space), 0..<20)
        #expect(points(try make(space), 8..<20) == Array(whole[8...]))
    }
}
