import RandomSource

/// The splitters of `recommenders` (`datasets/python_splitters.py`), row for row, the NCF paper's, and cuts in time.
package enum SplitMethod: String, Sendable, CaseIterable {
    /// `python_random_split`
    case random
    /// `python_chrono_split`: each user's earlier ratings train, the later ones test.
    case chrono
    /// `python_stratified_split`: each user's ratings are divided at random.
    case stratified
    /// Each user's last rating is held out (He et al., 2017, section 4.1).
    case leaveOneOut = "leave-one-out"
    /// All users' ratings are divided at the same moments, so that nothing is trained on that came later.
    case time
}

/// Whose ratings a chronological or stratified split divides, one after another.
package enum SplitGroup: String, Sendable, CaseIterable { case user, item }

extension RatingTable {
    /// Divides the rows into two or three parts.
    ///
    /// - Parameter ratios: the parts' shares with the sum 1, or such as 3 and 1, 80 and 20; or one, the training part's.
    ///   Leaving one out needs none.
    /// - Throws: `RatingsError.badRatios`, `.noTimestamps`, `.tooFewRatings`, `.tooFewTimes`.
    package func split(
        by method: SplitMethod, ratios: [Double], seed: UInt32 = 42, filterBy group: SplitGroup = .user
    ) throws -> DataSplit {
        var ratios = method == .leaveOneOut ? [0.5] : ratios
        let isSingle = ratios.count == 1
        let sum = ratios.reduce(0, +)
        guard ratios.allSatisfy({ $0 > 0 && sum.isFinite && (!isSingle || $0 < 1) }), (1...3).contains(ratios.count)
        else { throw RatingsError.badRatios(ratios) }
        if !isSingle, abs(sum - 1) >= 1e-9 {
            // Fractions that miss 1 are a mistake; other shares are taken as `recommenders` takes them
            // (`process_split_ratio`).
            guard ratios.contains(where: { $0 >= 1 }) else { throw RatingsError.badRatios(ratios) }
            ratios = ratios.map { $0 / sum }
        }
        let shares = isSingle ? [ratios[0], 1 - ratios[0]] : ratios
        let parts: [[Int]]
        switch method {
        case .random: parts = isSingle ? trainTestRows(ratios[0], seed) : randomRows(shares, seed)
        case .chrono:
            guard let timestamps else { throw RatingsError.noTimestamps }
            parts = groupedRows(shares, group, keys: timestamps.ticks)
        case .leaveOneOut:
            guard let timestamps else { throw RatingsError.noTimestamps }
            parts = lastHeldOut(timestamps.ticks)
        case .time:
            guard let timestamps else { throw RatingsError.noTimestamps }
            parts = try rowsBetweenMoments(shares, timestamps.ticks)
        case .stratified:
            var state = RandomState(seed: seed)
            parts = groupedRows(shares, group, keys: (0..<count).map { _ in state.randomSample() })
        }
        guard parts.allSatisfy({ !$0.isEmpty }), let train = parts.first, let test = parts.last else {
            throw RatingsError.tooFewRatings(rows: count, parts: shares.count)
        }
        return DataSplit(
            train: selecting(rows: train), validation: parts.count == 3 ? selecting(rows: parts[1]) : nil,
            test: selecting(rows: test))
    }

    /// scikit-learn's `train_test_split`.
    private func trainTestRows(_ ratio: Double, _ seed: UInt32) -> [[Int]] {
        var state = RandomState(seed: seed)
        let order = state.permutation(count)
        let trainCount = Int((ratio * Double(count)).rounded(.down))
        let testCount = count - trainCount
        return [Array(order[testCount...]), Array(order[..<testCount])]
    }

    /// One permutation, cut at the rounded running sums of the shares.
    private func randomRows(_ shares: [Double], _ seed: UInt32) -> [[Int]] {
        var state = RandomState(seed: seed)
        let order = state.permutation(count)
        let cuts = Self.runningSums(shares).dropLast().map { Self.rounded($0 * Double(count)) }
        let edges = [0] + cuts + [count]
        return zip(edges, edges.dropFirst()).map { Array(order[$0..<max($0, $1)]) }
    }

    /// Rows sorted by group and key; each group is cut at the rounded shares of its count.
    private func groupedRows(_ shares: [Double], _ group: SplitGroup, keys: [some Comparable]) -> [[Int]] {
        let (vocabulary, positions) = group == .user ? (users, userPositions) : (items, itemPositions)
        let members = RowGroups(positions, groups: vocabulary.count)
        let thresholds = Self.runningSums(shares)
        var parts = [[Int]](repeating: [], count: shares.count)
        for position in vocabulary.positionsInOrder {
            // A stable sort, as pandas' is with several keys.
            let rows = Array(members[position]).enumerated().sorted {
                (keys[$0.element], $0.offset) < (keys[$1.element], $1.offset)
            }.map(\.element)
            var start = 0
            for (part, threshold) in thresholds.enumerated() {
                let end = min(rows.count, Self.rounded(threshold * Double(rows.count)))
                if end > start { parts[part] += rows[start..<end] }
                start = max(start, end)
            }
        }
        return parts
    }

    /// The last rating in time, of equal ones the last row, of each user that has two.
    private func lastHeldOut(_ times: [Int64]) -> [[Int]] {
        var last = [Int](repeating: -1, count: users.count)
        var counts = [Int](repeating: 0, count: users.count)
        for row in 0..<count {
            let user = Int(userPositions[row])
            counts[user] += 1
            if last[user] < 0 || times[row] >= times[last[user]] { last[user] = row }
        }
        let isHeldOut = { (row: Int) in
            let user = Int(userPositions[row])
            return counts[user] > 1 && last[user] == row
        }
        return [(0..<count).filter { !isHeldOut($0) }, (0..<count).filter(isHeldOut)]
    }

    static func runningSums(_ shares: [Double]) -> [Double] {
        var sum = 0.0
        return shares.map { share in
            sum += share
            return sum
        }
    }

    /// Python rounds halves to even.
    static func rounded(_ value: Double) -> Int { Int(value.rounded(.toNearestOrEven)) }
}
