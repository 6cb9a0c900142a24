import Ratings
import TestSupport
import Testing

@Suite struct FingerprintTests {
    @Test func theSameRatingsHaveTheSameFingerprintWhereverTheyStand() throws {
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings) = (50, 40, 500)
        let table = try synthetic.make().table
        #expect(table.fingerprint == (try synthetic.make().table.fingerprint))
        #expect(table.fingerprint.count == 16)
        #expect(table.selecting(rows: Array(0..<table.count)).fingerprint == table.fingerprint)
    }

    @Test func anyChangeOfARowChangesIt() throws {
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings) = (50, 40, 500)
        let table = try synthetic.make().table
        var seen: Set<String> = [table.fingerprint]
        for row in [0, 250, 499] {
            #expect(seen.insert(table.selecting(rows: (0..<table.count).filter { $0 != row }).fingerprint).inserted)
            var ratings = table.ratings
            ratings[row] = 6 - ratings[row] + 0.5
            let other = RatingTable(
                users: table.users, items: table.items, userPositions: table.userPositions,
                itemPositions: table.itemPositions, ratings: ratings, timestamps: table.timestamps, scale: 0...10)
            #expect(seen.insert(other.fingerprint).inserted)
        }
        #expect(seen.insert(table.selecting(rows: Array((0..<table.count).reversed())).fingerprint).inserted)
    }
}
