import Ratings
import Testing

/// Rows in which a user rates an item again, in texts that are long enough to be looked through in parts.
@Suite struct DuplicateTests {
    /// Users in no order, the first of whom has as many rows as all others, with some repeats of old rows and of new ones.
    private static let rows: [(user: Int, item: Int, rating: Int)] = {
        var state: UInt64 = 11
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        return (0..<40_000).map { row in
            (next(2) == 0 ? 5 : next(3000), next(2_000_000 / (row % 100 == 0 ? 1000 : 1)), row % 9)
        }
    }()

    private static let text = rows.map { "\($0.user),\($0.item),\($0.rating)\n" }.joined()

    private struct Pair: Hashable {
        let user: Int
        let item: Int
    }

    @Test(arguments: 1...3) func eachPairIsKeptOnceWhateverThePartsAndThreads(threads: Int) throws {
        var places: [Pair: Int] = [:]
        var (first, last): ([Int], [Int]) = ([], [])
        for row in Self.rows {
            let pair = Pair(user: row.user, item: row.item)
            if let place = places[pair] {
                last[place] = row.rating
            } else {
                places[pair] = first.count
                first.append(row.rating)
                last.append(row.rating)
            }
        }
        try #require(first.count < Self.rows.count - 100)
        let firsts = try ReadingBench.reading(Self.text, threads: threads) { $0.duplicates = .first }.table
        #expect(firsts.ratings == first.map(Double.init))
        let lasts = try ReadingBench.reading(Self.text, threads: threads) { $0.duplicates = .last }.table
        #expect(lasts.ratings == last.map(Double.init))
    }

    @Test(arguments: 1...3) func theRepeatThatComesFirstInTheTextIsTold(threads: Int) throws {
        var lines: [Pair: Int] = [:]
        let again = try #require(
            Self.rows.indices.first { row in
                let pair = Pair(user: Self.rows[row].user, item: Self.rows[row].item)
                return lines.updateValue(lines[pair] ?? row + 1, forKey: pair) != nil
            })
        let row = Self.rows[again]
        let error = RatingsError.duplicate(
            path: "r.csv", line: again + 1, firstLine: lines[Pair(user: row.user, item: row.item)] ?? 0,
            user: .integer(row.user), item: .integer(row.item), value: .rating)
        #expect(throws: error) { try ReadingBench.reading(Self.text, threads: threads) }
    }
}
