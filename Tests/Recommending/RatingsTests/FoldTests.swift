import Ratings
import TestSupport
import Testing

@Suite struct FoldTests {
    private static let table = RatingTable(rows: (0..<23).map { [Double($0 % 5), Double($0 % 7), Double($0), 0] })

    @Test func everyRatingIsLeftOutOnceAndTrainedOnOtherwise() throws {
        let folds = try Self.table.folds(5, seed: 3)
        #expect(folds.map(\.test.count) == [5, 5, 5, 4, 4])
        #expect(folds.flatMap(\.test.ratings).sorted() == Self.table.ratings)
        for fold in folds { #expect((fold.train.ratings + fold.test.ratings).sorted() == Self.table.ratings) }
        #expect(folds.indices.allSatisfy { folds.sizes($0) == (folds[$0].train.count, folds[$0].test.count) })
        #expect(folds.allSatisfy { $0.validation == nil })
    }

    @Test func theSameSeedDividesAlike() throws {
        let tests = try [3, 3, 4].map { try Self.table.folds(4, seed: $0).map(\.test.ratings) }
        #expect(tests[0] == tests[1] && tests[0] != tests[2])
    }

    @Test(arguments: [1, 24]) func foldsThatWouldBeEmptyAreRefused(count: Int) {
        #expect(throws: RatingsError.tooFewForFolds(rows: 23, folds: max(2, count))) {
            try Self.table.folds(count, seed: 1)
        }
    }
}
