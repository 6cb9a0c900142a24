import Kernels
import Ratings

/// The rows of large data in blocks of user groups × item groups, so that threads can learn side by side: blocks of one
/// stratum share no user and no item (Gemulla, Nijkamp, Haas and Sismanis, 2011, doi:10.1145/2020408.2020426, section 4;
/// Zhuang, Chin, Juan and Lin, 2013, doi:10.1145/2507157.2507164).
///
/// What comes out depends on the order of the strata alone, so that it is the same at any number of threads. The order of
/// the rows is another one than Surprise's, so small data, which one thread is soon through with, are not cut.
struct SVDBlocks: Sendable {
    /// Groups of users, of items, and strata.
    static let side = 16
    private static let leastRows = 1 << 20

    let users: [Int32]
    let items: [Int32]
    let ratings: [Float]
    /// Where each block begins, stratum after stratum, and the end of the last one's.
    private let starts: [Int]

    /// `nil` where the data are small.
    static func of(_ trainset: Trainset) throws -> SVDBlocks? {
        guard trainset.ratings.count >= leastRows else { return nil }
        return try trainset.shared.value("blocks") { SVDBlocks(trainset) }
    }

    /// Within a block the rows keep their order, so that a user's factors stay near.
    private init(_ trainset: Trainset) {
        let count = trainset.ratings.count
        var itemCounts = [Int](repeating: 0, count: trainset.items.count)
        for item in trainset.itemRows { itemCounts[Int(item)] += 1 }
        var (itemGroups, before) = ([Int](), 0)
        for rows in itemCounts {
            itemGroups.append(before * Self.side / count)
            before += rows
        }
        let userGroups = trainset.userStarts.map { min($0 * Self.side / count, Self.side - 1) }
        let blocks = (0..<count).map { row in
            let (user, item) = (userGroups[Int(trainset.userRows[row])], itemGroups[Int(trainset.itemRows[row])])
            return Int32((item - user + Self.side) % Self.side * Self.side + user)
        }
        let groups = RowGroups(blocks, groups: Self.side * Self.side)
        users = groups.rows.map { trainset.userRows[$0] }
        items = groups.rows.map { trainset.itemRows[$0] }
        ratings = groups.rows.map { trainset.singleRatings[$0] }
        starts = groups.starts
    }

    /// The rows of a block of a stratum.
    func rows(stratum: Int, block: Int) -> Range<Int> {
        let number = stratum * Self.side + block
        return starts[number]..<starts[number + 1]
    }
}
