import Foundation
import Platform
import Ratings
import TestSupport
import Testing

@Suite struct SyntheticRatingsTests {
    @Test func theSameSeedGivesTheSameBytesAndAnotherOthers() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings, synthetic.seed) = (80, 60, 1500, 3)
        try synthetic.make().table.writeCSV(to: folder.file("a.csv"))
        try synthetic.make().table.writeCSV(to: folder.file("b.csv"))
        synthetic.seed = 4
        try synthetic.make().table.writeCSV(to: folder.file("c.csv"))
        let files = try ["a", "b", "c"].map { try FileBytes.read(folder.file($0 + ".csv")) }
        #expect(files[0] == files[1])
        #expect(files[0] != files[2])
    }

    @Test func ratingsAreAsManyAsAskedForWholeAndDistinct() throws {
        var synthetic = SyntheticRatings()
        for (users, items, ratings) in [(80, 60, 1500), (5, 4, 20), (1, 1, 1), (30, 500, 300)] {
            (synthetic.users, synthetic.items, synthetic.ratings) = (users, items, ratings)
            let table = try synthetic.make().table
            #expect(table.count == ratings)
            #expect(table.ratings.allSatisfy { [1, 2, 3, 4, 5].contains($0) })
            let pairs = Set((0..<table.count).map { [table.userPositions[$0], table.itemPositions[$0]] })
            #expect(pairs.count == ratings)
        }
    }

    @Test func popularityIsAsUnevenAsMovieLens() throws {
        let info = TableSummary(try SyntheticRatings().make().table)
        #expect(info.ratings == 100_000)
        #expect((3.2...3.9).contains(info.mean))
        #expect((0.9...1.3).contains(info.standardDeviation))
        #expect(Double(info.perItem.most) > 4 * info.perItem.mean)
    }

    /// Of the pairs that were rated, what the true model says of them beside both biases, on average.
    private func affinity(_ data: SyntheticData) -> Double {
        let (table, truth) = (data.table, data.truth)
        let values = (0..<table.count).map { row -> Double in
            guard let user = Int("\(table.users.ids[Int(table.userPositions[row])])"),
                let item = Int("\(table.items.ids[Int(table.itemPositions[row])])")
            else { return .nan }
            let biases = truth.mean + truth.userBiases[user - 1] + truth.itemBiases[item - 1]
            return truth.score(user: user - 1, item: item - 1) - biases
        }
        return values.reduce(0, +) / Double(values.count)
    }

    @Test func usersChooseByTasteAsMuchAsIsSaid() throws {
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings) = (200, 300, 6000)
        let means = try [0, 1, 3].map { taste in
            synthetic.taste = taste
            return affinity(try synthetic.make())
        }
        #expect(abs(means[0]) < 0.1 && means[1] > means[0] + 0.2 && means[2] > means[1] + 0.2, "\(means)")
    }

    @Test(arguments: [-1, 11, .nan, .infinity])
    func aTasteThatIsNoneIsRefused(taste: Double) {
        var synthetic = SyntheticRatings()
        synthetic.taste = taste
        #expect(throws: RatingsError.self) { try synthetic.make() }
    }

    @Test func moreRatingsThanPairsAreRefused() {
        var synthetic = SyntheticRatings()
        (synthetic.users, synthetic.items, synthetic.ratings) = (3, 3, 10)
        #expect(throws: RatingsError.self) { try synthetic.make() }
    }
}
