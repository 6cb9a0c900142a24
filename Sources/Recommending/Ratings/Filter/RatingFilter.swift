/// Leaves out ratings: by their values, by their times, then by how many a user or an item has.
package struct RatingFilter: Sendable {
    /// What is done one after another.
    package enum Step: Hashable, Sendable { case positive, rating, after, before, userCount, itemCount }

    /// Ratings from this on become 1, others go.
    package var positiveFrom: Double?
    /// Ratings below this go.
    package var minRating: Double?
    /// Ratings before this moment go.
    package var after: Moment?
    /// Ratings of this moment and later ones go.
    package var before: Moment?
    /// Users with fewer ratings go, and items with fewer, until both hold for all that stay: the k-core.
    package var minUserRatings = 0
    package var minItemRatings = 0

    package init() {}

    /// The ratings that stay, in the table's order.
    ///
    /// - Complexity: O(rows) for each round of the core; there are seldom more than ten.
    /// - Throws: `RatingsError.nothingLeft`, `.noTimestamps`, or what `check` throws.
    package func applied(to table: RatingTable, check: () throws -> Void = {}) throws -> RatingTable {
        var rows = Array(0..<table.count)
        func keep(_ step: Step, _ why: () -> String, _ isKept: (Int) -> Bool) throws {
            try check()
            let kept = rows.filter(isKept)
            if kept.isEmpty { throw RatingsError.nothingLeft(step, reason: why()) }
            rows = kept
        }
        func ratings() -> String {
            let values = rows.map { table.ratings[$0] }
            return "those there are go from \(Self.shown(values.min() ?? 0)) to \(Self.shown(values.max() ?? 0))"
        }
        for (step, least) in [(Step.positive, positiveFrom), (.rating, minRating)] {
            guard let least else { continue }
            try keep(step, { "no rating is \(Self.shown(least)) or more, \(ratings())" }) {
                table.ratings[$0] >= least
            }
        }
        if after != nil || before != nil {
            guard let times = table.timestamps else { throw RatingsError.noTimestamps }
            func span() -> String {
                let ticks = rows.map { times[$0] }
                return "they go from \(times.day(of: ticks.min() ?? 0)) to \(times.day(of: ticks.max() ?? 0))"
            }
            if let after {
                let first = after.firstTick(in: times)
                try keep(.after, { "no rating is from \(after) or later, \(span())" }) { times[$0] >= first }
            }
            if let before {
                let end = before.firstTick(in: times)
                try keep(.before, { "no rating is from before \(before), \(span())" }) { times[$0] < end }
            }
        }
        rows = try core(of: table, rows, check: check)
        let kept = table.selecting(rows: rows)
        return positiveFrom == nil ? kept : kept.asPositives
    }

    /// The rows of the largest part in which every user and every item has enough.
    private func core(of table: RatingTable, _ rows: [Int], check: () throws -> Void) throws -> [Int] {
        let sides = [
            (positions: table.userPositions, size: table.users.count, least: minUserRatings, step: Step.userCount),
            (positions: table.itemPositions, size: table.items.count, least: minItemRatings, step: .itemCount),
        ].filter { $0.least > 1 }
        var (kept, before) = (rows, Int.max)
        while kept.count < before {
            before = kept.count
            for side in sides {
                try check()
                let counts = Self.counts(side.positions, kept, side.size)
                let enough = kept.filter { counts[Int(side.positions[$0])] >= side.least }
                if enough.isEmpty {
                    let most = Self.counts(side.positions, rows, side.size).max() ?? 0
                    throw RatingsError.nothingLeft(side.step, reason: reason(side.step, most: most))
                }
                kept = enough
            }
        }
        return kept
    }

    private static func counts(_ positions: [Int32], _ rows: [Int], _ size: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: size)
        for row in rows { counts[Int(positions[row])] += 1 }
        return counts
    }

    private func reason(_ step: Step, most: Int) -> String {
        let (who, least) = step == .userCount ? ("user", minUserRatings) : ("item", minItemRatings)
        if most < least {
            return "no \(who) has \(least) ratings, the most that one has are \(most); a lower number keeps some"
        }
        return
            "no users and items have as many ratings of each other as \(minUserRatings) a user and \(minItemRatings) an item; lower numbers keep some"
    }

    private static func shown(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
}

extension RatingTable {
    /// The same rows as positive feedback: every rating is 1.
    fileprivate var asPositives: RatingTable {
        RatingTable(
            users: users, items: items, userPositions: userPositions, itemPositions: itemPositions,
            ratings: [Double](repeating: 1, count: count), timestamps: timestamps, scale: 0...1, titles: titles
        ).with(negatives: negatives)
    }
}
