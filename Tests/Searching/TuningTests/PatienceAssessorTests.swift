import Testing
import Tuning
import Values

@Suite struct PatienceAssessorTests {
    /// The first report at which a trial with these losses is stopped, from 1.
    private func stop(_ losses: [Double], _ arguments: JSONObject, _ mode: Direction) throws -> Int? {
        var assessor = try Assessors.named("Patience").make(arguments: arguments, mode: mode)
        let words = losses.enumerated().map { index, loss in
            assessor.assess(id: 0, step: index + 1, value: mode == .minimize ? loss : -loss)
        }
        return words.firstIndex { $0 != .goOn }.map { $0 + 1 }
    }

    @Test(arguments: Direction.allCases) func aTrialIsStoppedAfterSoManyReportsWithoutImprovement(mode: Direction)
        throws
    {
        #expect(try stop([5, 4, 4, 6, 4, 3], ["patience": 3], mode) == 5)
        #expect(try stop([5, 4, 4, 6, 3, 3, 3, 2, 2], ["patience": 3], mode) == nil)
        #expect(try stop([1] + [Double](repeating: 1, count: 29), [:], mode) == 6)
        #expect(try stop((0..<30).map { -Double($0) }, ["patience": 1], mode) == nil)
    }

    @Test(arguments: Direction.allCases) func anImprovementIsMoreThanTheLeastDifference(mode: Direction) throws {
        #expect(try stop([3, 2.5, 2, 1.5, 1], ["patience": 2, "min_delta": 0.5], mode) == nil)
        #expect(try stop([3, 2.5, 2.6], ["patience": 2, "min_delta": 0.5], mode) == 3)
    }

    @Test(arguments: Direction.allCases) func whatIsNoNumberIsNoImprovement(mode: Direction) throws {
        #expect(try stop([.nan, .nan, .nan], ["patience": 3], mode) == 3)
        #expect(try stop([2, -.infinity, .nan], ["patience": 2], mode) == 3)
        #expect(try stop([.nan, 2, .nan, 1, .nan], ["patience": 2], mode) == nil)
    }

    @Test func trialsAreCountedApartAndAfreshAfterTheirEnd() throws {
        var assessor = try Assessors.named("Patience").make(arguments: ["patience": 2], mode: .minimize)
        for step in 1...2 {
            for id in 0..<5 { #expect(assessor.assess(id: id, step: step, value: 1) == .goOn) }
        }
        assessor.end(id: 0, .value(1))
        #expect(assessor.assess(id: 0, step: 1, value: 1) == .goOn)
        #expect(assessor.assess(id: 1, step: 3, value: 1) != .goOn)
    }
}
