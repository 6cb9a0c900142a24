import Kernels
import Ratings

/// Who rated what, by user and by item: a sparse matrix of users × items in both orders, each pair once.
struct Interactions: Sendable {
    /// Users × items; items are ascending.
    let byUser: SparseRows
    /// Items × users.
    let byItem: SparseRows

    /// - Parameter onlyPositive: takes ratings above 0 alone. Of several ratings of one pair the last one counts.
    init(_ trainset: Trainset, onlyPositive: Bool) {
        let columns = trainset.items.count
        var starts = [0]
        var items: [Int32] = []
        var ratings: [Double] = []
        items.reserveCapacity(trainset.ratings.count)
        ratings.reserveCapacity(trainset.ratings.count)
        for (start, end) in zip(trainset.userStarts, trainset.userStarts.dropFirst()) {
            for row in start..<end where !onlyPositive || trainset.ratings[row] > 0 {
                items.append(trainset.itemRows[row])
                ratings.append(trainset.ratings[row])
            }
            starts.append(items.count)
        }
        // By items a user's ratings of one stand side by side, in the table's order.
        let rows = SparseRows(starts: starts, columns: items, values: ratings, columnCount: columns)
        byItem = Self.lastOfEach(rows.transposed())
        // Turned about once more, each user's items are in order.
        byUser = byItem.transposed()
    }

    /// Of columns that a row names more than once, one after another, the last.
    private static func lastOfEach(_ rows: SparseRows) -> SparseRows {
        var starts = [0]
        var columns: [Int32] = []
        var values: [Double] = []
        columns.reserveCapacity(rows.columns.count)
        values.reserveCapacity(rows.columns.count)
        for row in 0..<rows.count {
            let range = rows.range(row)
            for place in range where place + 1 == range.upperBound || rows.columns[place] != rows.columns[place + 1] {
                columns.append(rows.columns[place])
                values.append(rows.values[place])
            }
            starts.append(columns.count)
        }
        return SparseRows(starts: starts, columns: columns, values: values, columnCount: rows.columnCount)
    }
}

extension Trainset {
    /// The positive ratings, shared by all who train on them.
    ///
    /// - Throws: `RecommenderError.noPositives`.
    func positives() throws -> Interactions {
        let positives = try shared.value("positives") { Interactions(self, onlyPositive: true) }
        guard !positives.byUser.columns.isEmpty else { throw RecommenderError.noPositives }
        return positives
    }

    /// All ratings, shared by all who train on them.
    func interactions() throws -> Interactions {
        try shared.value("interactions") { Interactions(self, onlyPositive: false) }
    }
}
