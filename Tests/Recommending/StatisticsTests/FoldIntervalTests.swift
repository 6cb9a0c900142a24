import Statistics
import TestSupport
import Testing
import Values

@Suite struct FoldIntervalTests {
    @Test(.enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.note)))
    func theIntervalIsTheGoldenOneOfNadeauAndBengio() throws {
        let golden = try Reference.object(at: SharedFolder.golden("statistics.json"))["folds"]?.array ?? []
        #expect(golden.count > 2)
        for item in golden {
            let values = item["values"].numbers
            let folds = try #require(FoldInterval(values, folds: item["k"].integer ?? 0))
            let own = [folds.mean, folds.deviation, folds.interval.low, folds.interval.high]
            let expected = ["mean", "deviation", "low", "high"].map { item[$0].number ?? .nan }
            #expect(largestDifference(own, expected) < 1e-9)
        }
    }

    @Test func oneValueHasNoInterval() {
        #expect(FoldInterval([1], folds: 2) == nil && FoldInterval([1, 2], folds: 1) == nil)
    }

    @Test func foldsThatAgreeLeaveNoDoubt() throws {
        let folds = try #require(FoldInterval([0.5, 0.5, 0.5], folds: 3))
        #expect(folds.deviation == 0 && folds.interval.low == 0.5 && folds.interval.high == 0.5)
    }
}
