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
        let (users, items) = (trainset.users.count, trainset.items.count)
        var starts = [0]
        var columns: [Int32] = []
        var values: [Double] = []
        for user in 0..<users {
            let rows = trainset.userStarts[user]..<trainset.userStarts[user + 1]
            let sorted = rows.filter { !onlyPositive || trainset.ratings[$0] > 0 }
                .sorted { (trainset.itemRows[$0], $0) < (trainset.itemRows[$1], $1) }
            let first = columns.count
            for row in sorted {
                if columns.count > first, columns[columns.count - 1] == trainset.itemRows[row] {
                    values[values.count - 1] = trainset.ratings[row]
                } else {
                    columns.append(trainset.itemRows[row])
                    values.append(trainset.ratings[row])
                }
            }
            starts.append(columns.count)
        }
        byUser = SparseRows(starts: starts, columns: columns, values: values, columnCount: items)
        byItem = byUser.transposed()
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
