extension RatingTable {
    /// Rows before, between and after moments that leave the parts as near to their shares as can be: ratings of the same
    /// moment stay together. Rows stay in the table's order.
    ///
    /// - Complexity: O(rows · log rows)
    /// - Throws: `RatingsError.tooFewTimes`.
    func rowsBetweenMoments(_ shares: [Double], _ times: [Int64]) throws -> [[Int]] {
        let sorted = times.sorted()
        let moments = Self.runningSums(shares).dropLast().map {
            Self.moment(nearest: Self.rounded($0 * Double(sorted.count)), in: sorted)
        }
        var parts = [[Int]](repeating: [], count: shares.count)
        for (row, time) in times.enumerated() { parts[moments.count { $0 <= time }].append(row) }
        guard parts.allSatisfy({ !$0.isEmpty }) else {
            let all = zip(sorted, sorted.dropFirst()).count { $0 != $1 } + 1
            throw RatingsError.tooFewTimes(times: times.isEmpty ? 0 : all, parts: shares.count)
        }
        return parts
    }

    /// The moment before which there are about `count` of the sorted times: the later part begins with it.
    private static func moment(nearest count: Int, in sorted: [Int64]) -> Int64 {
        guard count < sorted.count else { return .max }
        var (first, end) = (count, count)
        while first > 0, sorted[first - 1] == sorted[count] { first -= 1 }
        while end < sorted.count, sorted[end] == sorted[count] { end += 1 }
        let goesLater = first == 0 || (end < sorted.count && end - count < count - first)
        return goesLater ? (end < sorted.count ? sorted[end] : .max) : sorted[count]
    }
}
