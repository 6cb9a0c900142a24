import Ratings

/// Who rated what, by user and by item: a sparse matrix of users × items in both orders, each pair once.
struct Interactions: Sendable {
    /// Rows of a sparse matrix: columns ascending, and the values beside them.
    struct Rows: Sendable {
        /// Where each row begins, and the end of the last one.
        let starts: [Int]
        let columns: [Int32]
        let values: [Double]

        var count: Int { starts.count - 1 }
        func range(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }
        func columns(of row: Int) -> ArraySlice<Int32> { columns[range(row)] }
        func values(of row: Int) -> ArraySlice<Double> { values[range(row)] }
        func count(of row: Int) -> Int { starts[row + 1] - starts[row] }
    }

    let byUser: Rows
    let byItem: Rows

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
        byUser = Rows(starts: starts, columns: columns, values: values)
        byItem = Self.transposed(byUser, columns: items)
    }

    private static func transposed(_ rows: Rows, columns count: Int) -> Rows {
        var starts = [Int](repeating: 0, count: count + 1)
        for column in rows.columns { starts[Int(column) + 1] += 1 }
        for column in 0..<count { starts[column + 1] += starts[column] }
        var places = starts
        var columns = [Int32](repeating: 0, count: rows.columns.count)
        var values = [Double](repeating: 0, count: rows.columns.count)
        for row in 0..<rows.count {
            for place in rows.range(row) {
                let column = Int(rows.columns[place])
                columns[places[column]] = Int32(row)
                values[places[column]] = rows.values[place]
                places[column] += 1
            }
        }
        return Rows(starts: starts, columns: columns, values: values)
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
