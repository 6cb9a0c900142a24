import RandomSource
import Ratings
import TestSupport
import Testing

@Suite struct NegativeTests {
    private func draw(
        _ count: Int, of items: Int, excluding positives: [Int32], withReplacement: Bool = false, seed: UInt64 = 3
    ) -> [Int32] {
        var sampler = NegativeSampler(itemCount: items, withReplacement: withReplacement)
        var random = SplittableGenerator(seed: seed)
        var drawn: [Int32] = []
        let told = sampler.draw(count, excluding: positives, using: &random) { drawn.append($0) }
        #expect(told == drawn.count)
        return drawn
    }

    @Test(arguments: [(5, 100), (90, 100), (300, 100), (3, 12)])
    func neverAPositiveAndNeverTwiceAndNoMoreThanThereAre(count: Int, items: Int) {
        let positives: [Int32] = [0, 3, 4, 4, 9]
        let drawn = draw(count, of: items, excluding: positives)
        #expect(drawn.count == min(count, items - 4))
        #expect(Set(drawn).count == drawn.count)
        #expect(Set(drawn).isDisjoint(with: positives))
        #expect(drawn.allSatisfy { $0 >= 0 && $0 < items })
    }

    @Test(arguments: [[Int32](), Array(0..<97)]) func withReplacementAllAreDrawnThatWereAskedFor(positives: [Int32]) {
        let drawn = draw(500, of: 100, excluding: positives, withReplacement: true)
        #expect(drawn.count == 500)
        #expect(Set(drawn).isDisjoint(with: positives))
    }

    @Test func aUserWhoHasRatedEverythingGetsNone() {
        #expect(draw(4, of: 5, excluding: [4, 3, 2, 1, 0]).isEmpty)
        #expect(draw(4, of: 5, excluding: [4, 3, 2, 1, 0], withReplacement: true).isEmpty)
    }

    /// Both ways of drawing: few of many, and almost all.
    @Test(arguments: [2, 8]) func everyItemIsDrawnEquallyOften(count: Int) {
        var counts = [Int](repeating: 0, count: 10)
        for seed in 0..<4000 {
            for item in draw(count, of: 10, excluding: [7], seed: UInt64(seed)) { counts[Int(item)] += 1 }
        }
        let expected = 4000.0 * Double(count) / 9
        for (item, found) in counts.enumerated() where item != 7 {
            #expect(abs(Double(found) - expected) < 6 * expected.squareRoot(), "item \(item)")
        }
    }

    @Test func theSameSeedGivesTheSameDraws() {
        #expect(draw(20, of: 100, excluding: [1]) == draw(20, of: 100, excluding: [1]))
        #expect(draw(20, of: 100, excluding: [1]) != draw(20, of: 100, excluding: [1], seed: 4))
    }
}

@Suite struct LeaveOneOutSplitTests {
    private let table = RatingTable(rows: Reference.rows)

    @Test func eachUsersLastRatingIsHeldOut() throws {
        let split = try table.split(by: .leaveOneOut, ratios: [])
        let times = try #require(split.train.timestamps)
        let users = Set(table.userPositions).count
        #expect(split.validation == nil)
        #expect(split.test.count == users)
        #expect(Set(split.test.userPositions).count == users)
        #expect(split.train.count + users == table.count)
        for row in 0..<split.test.count {
            let user = split.test.userPositions[row]
            let time = try #require(split.test.timestamps)[row]
            for other in 0..<split.train.count where split.train.userPositions[other] == user {
                #expect(times[other] <= time)
            }
        }
    }

    @Test func aUserWithOneRatingStaysInTraining() throws {
        let split = try RatingTable(rows: [[1, 1, 3, 5], [1, 2, 4, 4], [2, 1, 5, 9]]).split(
            by: .leaveOneOut, ratios: [])
        #expect(split.test.count == 1)
        #expect(split.test.items[Int(split.test.itemPositions[0])] == .integer(1))
    }

    @Test func drawnNegativesAreTrainedItemsThatTheUserNeverRated() throws {
        let split = try table.split(by: .leaveOneOut, ratios: []).drawingNegatives(9, seed: 5)
        let negatives = try #require(split.test.negatives)
        let trained = Set(split.train.itemPositions.map { table.items[Int($0)] })
        for row in 0..<split.test.count {
            let user = split.test.userPositions[row]
            var rated: Set<EntityID> = []
            for other in 0..<table.count where table.userPositions[other] == user {
                rated.insert(table.items[Int(table.itemPositions[other])])
            }
            let drawn = negatives.places(ofRow: row).map { negatives.pool[Int($0)] }
            #expect(drawn.count == min(9, trained.subtracting(rated).count))
            #expect(Set(drawn).count == drawn.count)
            #expect(Set(drawn).isSubset(of: trained.subtracting(rated)))
        }
    }
}
